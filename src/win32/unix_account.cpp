#include "win32/unix_account.h"

#include <grp.h>
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <vector>

namespace wfp::win32 {
namespace {

constexpr std::size_t kFirstBuffer = 1024;
constexpr std::size_t kLargestBuffer = std::size_t{1}
                                       << 24;  // a group of a hundred thousand members fits

// Calls one of the getpw and getgr functions with a buffer that grows until it fits; `use` gets the
// entry.
template <class Entry, class Look, class Use>
auto look_up(Look look, Use use) -> Result<decltype(use(std::declval<const Entry&>()))> {
  for (std::vector<char> buffer(kFirstBuffer); buffer.size() <= kLargestBuffer;
       buffer.resize(buffer.size() * 4)) {
    Entry entry{};
    Entry* found = nullptr;
    const int error = look(&entry, buffer.data(), buffer.size(), &found);
    if (error == 0 && found != nullptr) return use(*found);
    // What "no such account" looks like differs between the sources of NSS.
    const bool missing =
        error == 0 || error == ENOENT || error == ESRCH || error == EPERM || error == EBADF;
    if (missing) return fail(Status::none_mapped);
    if (error != ERANGE && error != EINTR) return fail(status_from_errno(error));
  }
  return fail(Status::no_memory);
}

}  // namespace

Result<std::string> unix_name(UnixKind kind, std::uint32_t id) {
  if (kind == UnixKind::user) {
    return look_up<passwd>([&](auto... rest) { return ::getpwuid_r(id, rest...); },
                           [](const passwd& entry) { return std::string(entry.pw_name); });
  }
  return look_up<group>([&](auto... rest) { return ::getgrgid_r(id, rest...); },
                        [](const group& entry) { return std::string(entry.gr_name); });
}

Result<std::uint32_t> find_unix_id(UnixKind kind, const std::string& name) {
  if (kind == UnixKind::user) {
    return look_up<passwd>([&](auto... rest) { return ::getpwnam_r(name.c_str(), rest...); },
                           [](const passwd& entry) { return std::uint32_t{entry.pw_uid}; });
  }
  return look_up<group>([&](auto... rest) { return ::getgrnam_r(name.c_str(), rest...); },
                        [](const group& entry) { return std::uint32_t{entry.gr_gid}; });
}

Result<UnixGroups> unix_groups(uid_t uid) {
  struct User {
    std::string name;
    gid_t primary;
  };
  WFP_TRY(const User user,
          look_up<passwd>([&](auto... rest) { return ::getpwuid_r(uid, rest...); },
                          [](const passwd& entry) { return User{entry.pw_name, entry.pw_gid}; }));
  UnixGroups groups{.primary = user.primary};
  int count = 64;
  do {
    groups.all.resize(static_cast<std::size_t>(count));
  } while (::getgrouplist(user.name.c_str(), user.primary, groups.all.data(), &count) < 0);
  groups.all.resize(static_cast<std::size_t>(count));
  return groups;
}

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return {};
  const std::string full = name.data();
  return full.substr(0, full.find('.'));
}

}  // namespace wfp::win32
