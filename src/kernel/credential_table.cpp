#include "kernel/credential_table.h"

#include <algorithm>
#include <tuple>

namespace wfp::kernel {
namespace {

auto content(const endpoint::CredentialSet& set) {
  return std::tie(set.uid, set.gid, set.capabilities, set.user_namespace, set.foreign,
                  set.groups_known, set.groups);
}

}  // namespace

std::size_t CredentialTable::Hash::operator()(const Shared& set) const {
  std::uint64_t hash = set->capabilities ^ set->user_namespace;
  const auto mix = [&hash](std::uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u + (hash >> 29);
  };
  mix(set->uid);
  mix(set->gid);
  for (const std::uint32_t group : set->groups) mix(group);
  return hash;
}

bool CredentialTable::SameContent::operator()(const Shared& a, const Shared& b) const {
  return content(*a) == content(*b);
}

CredentialTable::Shared CredentialTable::intern(endpoint::CredentialSet set) {
  set.id = last_id_ + 1;
  const auto [entry, is_new] =
      sets_.insert(std::make_shared<const endpoint::CredentialSet>(std::move(set)));
  if (is_new) ++last_id_;
  return *entry;
}

CredentialTable::Shared CredentialTable::find(std::uint64_t id) const {
  const auto entry = std::ranges::find_if(sets_, [id](const Shared& set) { return set->id == id; });
  return entry == sets_.end() ? nullptr : *entry;
}

void CredentialTable::drop_unused() {
  std::erase_if(sets_, [](const Shared& set) { return set.use_count() == 1; });
}

}  // namespace wfp::kernel
