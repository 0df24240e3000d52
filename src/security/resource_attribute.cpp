#include "security/resource_attribute.h"

#include <optional>

namespace wfp::security {
namespace {

constexpr std::size_t kHeader = 16;

// The UTF-16 at `at` up to its NUL; none if there is no NUL.
std::optional<std::u16string> text_at(ByteView data, std::size_t at) {
  std::u16string text;
  for (; at + 2 <= data.size(); at += 2) {
    const auto unit = load<char16_t>(data.data() + at);
    if (unit == 0) return text;
    text += unit;
  }
  return std::nullopt;
}

std::optional<ByteView> octets_at(ByteView data, std::size_t at) {
  if (at > data.size() || data.size() - at < 4) return std::nullopt;
  const std::size_t length = load<std::uint32_t>(data.data() + at);
  if (length > data.size() - at - 4) return std::nullopt;
  return data.subspan(at + 4, length);
}

std::optional<ClaimValue> value_at(ByteView data, ClaimType type, std::size_t at) {
  switch (type) {
    case ClaimType::int64:
    case ClaimType::uint64:
    case ClaimType::boolean: {
      if (at > data.size() || data.size() - at < 8) return std::nullopt;
      const auto value = load<std::uint64_t>(data.data() + at);
      if (type == ClaimType::int64) return static_cast<std::int64_t>(value);
      if (type == ClaimType::uint64) return value;
      if (value > 1) return std::nullopt;
      return value != 0;
    }
    case ClaimType::string:
      return text_at(data, at);
    case ClaimType::sid: {
      const auto bytes = octets_at(data, at);
      if (!bytes) return std::nullopt;
      auto sid = Sid::from_bytes(*bytes);
      if (!sid) return std::nullopt;
      return *sid;
    }
    case ClaimType::octets: {
      const auto bytes = octets_at(data, at);
      if (!bytes) return std::nullopt;
      return Bytes(bytes->begin(), bytes->end());
    }
  }
  return std::nullopt;
}

struct SizeOf {
  std::size_t operator()(const std::u16string& value) const { return 2 * value.size() + 2; }
  std::size_t operator()(const Bytes& value) const { return value.size() + 4; }
  std::size_t operator()(const Sid& value) const { return value.size() + 4; }
  template <class Number>
  std::size_t operator()(Number) const {
    return 8;
  }
};

void append_text(Bytes& out, const std::u16string& text) {
  for (const char16_t unit : text) append(out, unit);
  append(out, char16_t{0});
}

struct AppendValue {
  Bytes& out;
  void operator()(std::int64_t value) const { append(out, value); }
  void operator()(std::uint64_t value) const { append(out, value); }
  void operator()(bool value) const { append(out, std::uint64_t{value}); }
  void operator()(const std::u16string& value) const { append_text(out, value); }
  void operator()(const Sid& value) const { octets(value.bytes()); }
  void operator()(const Bytes& value) const { octets(value); }
  void octets(ByteView bytes) const {
    append(out, static_cast<std::uint32_t>(bytes.size()));
    append(out, bytes);
  }
};

}  // namespace

Result<Claim> parse_resource_attribute(ByteView data) {
  const auto malformed = [](const char* what) { return fail(Status::invalid_acl, what); };
  if (data.size() < kHeader) return malformed("a resource attribute is shorter than its header");
  Claim claim;
  const auto name = text_at(data, load<std::uint32_t>(data.data()));
  if (!name || name->empty()) return malformed("a resource attribute has no name");
  claim.name = *name;
  claim.type = static_cast<ClaimType>(load<std::uint16_t>(data.data() + 4));
  if (variant_index(claim.type) == std::variant_npos)
    return malformed("a resource attribute has an unknown type");
  claim.flags = load<std::uint32_t>(data.data() + 8);
  const std::size_t count = load<std::uint32_t>(data.data() + 12);
  if (count > (data.size() - kHeader) / 4)
    return malformed("a resource attribute has more values than bytes");
  std::size_t held = 0;  // values that share their bytes could grow far beyond them
  for (std::size_t i = 0; i < count; ++i) {
    auto value = value_at(data, claim.type, load<std::uint32_t>(data.data() + kHeader + 4 * i));
    if (!value) return malformed("a value of a resource attribute is malformed");
    held += std::visit(SizeOf{}, *value);
    if (held > data.size()) return malformed("values of a resource attribute overlap");
    claim.values.push_back(*std::move(value));
  }
  return claim;
}

Bytes resource_attribute_bytes(const Claim& claim) {
  Bytes out;
  const std::size_t name_at = kHeader + 4 * claim.values.size();
  append(out, static_cast<std::uint32_t>(name_at));
  append(out, static_cast<std::uint16_t>(claim.type));
  append(out, std::uint16_t{0});
  append(out, claim.flags);
  append(out, static_cast<std::uint32_t>(claim.values.size()));
  out.resize(name_at);
  append_text(out, claim.name);
  for (std::size_t i = 0; i < claim.values.size(); ++i) {
    store(out.data() + kHeader + 4 * i, static_cast<std::uint32_t>(out.size()));
    std::visit(AppendValue{out}, claim.values[i]);
  }
  out.resize((out.size() + 3) / 4 * 4);
  return out;
}

}  // namespace wfp::security
