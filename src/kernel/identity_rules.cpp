#include <grp.h>
#include <pwd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <string>

#include "kernel/identity.h"

namespace wfp::kernel {
namespace {

constexpr std::size_t kFirstBuffer = 4096;
constexpr std::size_t kMostBuffer = 16 << 20;
constexpr int kMostGroups = 65536;  // NGROUPS_MAX

// Calls look(buffer) with a growing buffer until it is no longer too small; the last error number.
template <class Look>
int with_buffer(Look look) {
  std::vector<char> buffer(kFirstBuffer);
  int error = look(buffer);
  while (error == ERANGE && buffer.size() < kMostBuffer) {
    buffer.resize(2 * buffer.size());
    error = look(buffer);
  }
  return error;
}

std::optional<std::uint32_t> gid_of(const char* name) {
  group entry{};
  group* found = nullptr;
  std::uint32_t gid = 0;
  with_buffer([&](std::vector<char>& buffer) {
    const int error = ::getgrnam_r(name, &entry, buffer.data(), buffer.size(), &found);
    if (found) gid = found->gr_gid;
    return error;
  });
  return found ? std::optional(gid) : std::nullopt;
}

// Some databases report "no such user" as one of these.
bool means_absent(int error) { return error == 0 || error == ENOENT || error == ESRCH; }

Result<std::vector<std::uint32_t>> listed_groups(std::uint32_t uid) {
  passwd entry{};
  passwd* found = nullptr;
  std::string name;
  std::uint32_t primary = 0;
  const int error = with_buffer([&](std::vector<char>& buffer) {
    const int outcome = ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    if (found) {
      name = found->pw_name;
      primary = found->pw_gid;
    }
    return outcome;
  });
  if (!found) {
    if (means_absent(error)) return std::vector<std::uint32_t>();
    return fail(Status::access_denied,
                std::string("the account database fails: ") + std::strerror(error));
  }
  std::vector<gid_t> groups(64);
  int count = static_cast<int>(groups.size());
  while (::getgrouplist(name.c_str(), primary, groups.data(), &count) < 0) {
    if (groups.size() > static_cast<std::size_t>(kMostGroups)) {
      return fail(Status::access_denied, "the account database lists too many groups");
    }
    groups.resize(2 * groups.size());
    count = static_cast<int>(groups.size());
  }
  groups.resize(static_cast<std::size_t>(count));
  return groups;
}

}  // namespace

IdentityRules system_identity_rules() {
  IdentityRules rules;
  for (const char* name : {"sudo", "wheel"}) {
    if (const auto gid = gid_of(name)) rules.unelevated.push_back(*gid);
  }
  std::ifstream overflow("/proc/sys/kernel/overflowuid");
  std::uint32_t id = 0;
  if (overflow >> id) rules.overflow_id = id;
  rules.groups_of = listed_groups;
  return rules;
}

}  // namespace wfp::kernel
