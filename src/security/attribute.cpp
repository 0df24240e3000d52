#include "security/attribute.h"

#include <algorithm>

#include "base/utf.h"
#include "security/upcase.h"

namespace wfp::security {
namespace {

struct Prepare {
  AttributeValue operator()(std::int64_t value) const { return Integer::of(value); }
  AttributeValue operator()(std::uint64_t value) const { return Integer::of(value); }
  AttributeValue operator()(const std::u16string& value) const {
    return Text{value, upcase(value)};
  }
  AttributeValue operator()(const Sid& value) const { return HashedSid{value, SidHash()(value)}; }
  AttributeValue operator()(bool value) const { return value; }
  AttributeValue operator()(const Bytes& value) const { return value; }
};

// Some order that puts equal values of one type side by side.
bool before(const AttributeValue& a, const AttributeValue& b, bool exact) {
  if (const auto* text = std::get_if<Text>(&a)) {
    const auto& other = std::get<Text>(b);
    return exact ? text->exact < other.exact : text->folded < other.folded;
  }
  if (const auto* sid = std::get_if<HashedSid>(&a)) return sid->sid < std::get<HashedSid>(b).sid;
  if (const auto* number = std::get_if<Integer>(&a)) return *number < std::get<Integer>(b);
  if (const auto* truth = std::get_if<bool>(&a)) return !*truth && std::get<bool>(b);
  return std::get<Bytes>(a) < std::get<Bytes>(b);
}

// Empty if the claim is good, else what is wrong with it.
std::string fault_of(const Claim& claim) {
  const std::size_t wanted = variant_index(claim.type);
  for (const ClaimValue& value : claim.values) {
    if (value.index() != wanted)
      return "a value of claim '" + to_utf8(claim.name) + "' is not of the claim's type";
  }
  const bool exact = (claim.flags & Claim::kCaseSensitive) != 0;
  std::vector<AttributeValue> sorted;
  for (const ClaimValue& value : claim.values) sorted.push_back(prepare(value));
  std::ranges::sort(sorted, [&](const auto& a, const auto& b) { return before(a, b, exact); });
  const auto same = [&](const auto& a, const auto& b) { return same_value(a, b, exact); };
  if (std::ranges::adjacent_find(sorted, same) != sorted.end()) {
    return "a value of claim '" + to_utf8(claim.name) + "' occurs twice";
  }
  return {};
}

}  // namespace

Integer Integer::of(std::int64_t value) {
  if (value >= 0) return {static_cast<std::uint64_t>(value), false};
  return {~static_cast<std::uint64_t>(value) + 1, true};
}

std::strong_ordering operator<=>(const Integer& a, const Integer& b) {
  if (a.negative != b.negative)
    return a.negative ? std::strong_ordering::less : std::strong_ordering::greater;
  return a.negative ? b.magnitude <=> a.magnitude : a.magnitude <=> b.magnitude;
}

AttributeValue prepare(const ClaimValue& value) { return std::visit(Prepare{}, value); }

bool same_value(const AttributeValue& a, const AttributeValue& b, bool case_sensitive) {
  if (a.index() != b.index()) return false;
  if (const auto* text = std::get_if<Text>(&a)) {
    const auto& other = std::get<Text>(b);
    return case_sensitive ? text->exact == other.exact : text->folded == other.folded;
  }
  if (const auto* sid = std::get_if<HashedSid>(&a)) return sid->sid == std::get<HashedSid>(b).sid;
  if (const auto* number = std::get_if<Integer>(&a)) return *number == std::get<Integer>(b);
  if (const auto* truth = std::get_if<bool>(&a)) return *truth == std::get<bool>(b);
  return std::get<Bytes>(a) == std::get<Bytes>(b);
}

Result<AttributeSet> AttributeSet::create(const std::vector<Claim>& claims) {
  AttributeSet set;
  for (const Claim& claim : claims) {
    if (std::string fault = fault_of(claim); !fault.empty())
      return fail(Status::invalid_parameter, std::move(fault));
    set.set(claim);
  }
  return set;
}

AttributeSet AttributeSet::of_object(const std::vector<Claim>& claims) {
  AttributeSet set;
  for (const Claim& claim : claims) {
    if (fault_of(claim).empty()) set.set(claim);
  }
  return set;
}

void AttributeSet::set(const Claim& claim) {
  std::u16string name = upcase(claim.name);
  std::erase_if(attributes_, [&](const Attribute& attribute) { return attribute.name == name; });
  if (claim.values.empty() || (claim.flags & Claim::kDisabled) != 0) return;
  Attribute& attribute = attributes_.emplace_back();
  attribute.name = std::move(name);
  attribute.case_sensitive = (claim.flags & Claim::kCaseSensitive) != 0;
  attribute.deny_only = (claim.flags & Claim::kUseForDenyOnly) != 0;
  for (const ClaimValue& value : claim.values) attribute.values.push_back(prepare(value));
}

const Attribute* AttributeSet::find(std::u16string_view name) const {
  const auto at = std::ranges::find(attributes_, name, &Attribute::name);
  return at == attributes_.end() ? nullptr : &*at;
}

}  // namespace wfp::security
