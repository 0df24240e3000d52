#include "security/well_known.h"

#include <algorithm>
#include <array>

namespace wfp::security {
namespace {

constexpr WellKnownSidInfo kTable[] = {
#define WFP_SID(name, base, alias, account, authority, ...) \
  {WellKnownSid::name, SidBase::base, alias, account, Sid(authority, {__VA_ARGS__})},
#include "gen/sid_table.inc"
#undef WFP_SID
};

// Row + 1 of each alias by its two letters, 0 for none: SDDL looks one up for nearly every ACE.
constexpr std::size_t kLetters = 26;
using AliasIndex = std::array<std::uint8_t, kLetters * kLetters>;
static_assert(std::size(kTable) < 255);

constexpr AliasIndex make_alias_index() {
  AliasIndex index{};
  for (std::size_t i = 0; i < std::size(kTable); ++i) {
    const auto alias = kTable[i].alias;
    if (alias.empty()) continue;
    index[static_cast<std::size_t>(alias[0] - 'A') * kLetters +
          static_cast<std::size_t>(alias[1] - 'A')] = static_cast<std::uint8_t>(i + 1);
  }
  return index;
}
constexpr AliasIndex kAliasIndex = make_alias_index();

// Rows by a cheap digest of the SID: authority, count and last sub-authority. Chains end at 0.
constexpr std::size_t kBuckets = 256;
std::size_t digest(SidView sid) {
  const std::size_t count = sid.sub_authority_count();
  const std::uint32_t last = count == 0 ? 0 : sid.sub_authority(count - 1);
  return (last + (last >> 8) * 7 + sid.bytes()[7] * 31u + count * 67) % kBuckets;
}
struct SidIndex {
  std::array<std::uint8_t, kBuckets> first{};
  std::array<std::uint8_t, std::size(kTable) + 1> next{};
};
const SidIndex& sid_index() {
  static const SidIndex index = [] {
    SidIndex made;
    for (std::size_t i = std::size(kTable); i-- > 0;) {
      if (kTable[i].base != SidBase::absolute) continue;
      auto& first = made.first[digest(kTable[i].sid)];
      made.next[i + 1] = first;
      first = static_cast<std::uint8_t>(i + 1);
    }
    return made;
  }();
  return index;
}

const Sid* base_of(SidBase base, const SidContext& context) {
  switch (base) {
    case SidBase::machine:
      return context.machine;
    case SidBase::domain:
      return context.domain;
    case SidBase::root:
      return context.root;
    case SidBase::absolute:
      break;
  }
  return nullptr;
}

bool is_child(SidView sid, SidView parent, std::uint32_t relative_id) {
  const std::size_t count = parent.sub_authority_count();
  return sid.sub_authority_count() == count + 1 && sid.sub_authority(count) == relative_id &&
         sid.authority() == parent.authority() &&
         std::memcmp(sid.bytes().data() + 8, parent.bytes().data() + 8, 4 * count) == 0;
}

std::string_view relative_alias(SidView sid, const SidContext& context) {
  for (const auto& row : kTable) {
    if (row.base == SidBase::absolute || row.alias.empty()) continue;
    const Sid* base = base_of(row.base, context);
    if (base != nullptr && is_child(sid, *base, row.sid.sub_authority(0))) return row.alias;
  }
  return {};
}

}  // namespace

std::span<const WellKnownSidInfo> well_known_sids() { return kTable; }

const WellKnownSidInfo& well_known_info(WellKnownSid id) {
  return kTable[static_cast<std::size_t>(id)];
}

const Sid& well_known(WellKnownSid id) {
  static const Sid kNobody;
  const auto& row = well_known_info(id);
  return row.base == SidBase::absolute ? row.sid : kNobody;
}

Result<Sid> resolve(const WellKnownSidInfo& info, const SidContext& context) {
  if (info.base == SidBase::absolute) return info.sid;
  const Sid* base = base_of(info.base, context);
  if (base == nullptr) {
    return fail(Status::invalid_sid,
                std::string(info.alias) + " needs the SID of a machine or domain");
  }
  return base->child(info.sid.sub_authority(0));
}

const WellKnownSidInfo* find_alias(std::string_view alias) {
  if (alias.size() != 2) return nullptr;
  std::size_t at = 0;
  for (const char c : alias) {
    const char upper = static_cast<char>(c & ~0x20);
    if (upper < 'A' || upper > 'Z') return nullptr;
    at = at * kLetters + static_cast<std::size_t>(upper - 'A');
  }
  return kAliasIndex[at] == 0 ? nullptr : &kTable[kAliasIndex[at] - 1];
}

const WellKnownSidInfo* find_well_known(SidView sid) {
  const auto& index = sid_index();
  for (std::uint8_t i = index.first[digest(sid)]; i != 0; i = index.next[i]) {
    if (SidView(kTable[i - 1].sid) == sid) return &kTable[i - 1];
  }
  return nullptr;
}

std::string_view alias_of(SidView sid, const SidContext& context) {
  if (const auto* row = find_well_known(sid); row != nullptr) return row->alias;
  if (context.machine == nullptr && context.domain == nullptr && context.root == nullptr) return {};
  return relative_alias(sid, context);
}

}  // namespace wfp::security
