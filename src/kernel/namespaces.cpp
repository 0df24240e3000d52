#include "kernel/namespaces.h"

#include <dirent.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "bpf/wire/endpoint_records.h"

namespace wfp::kernel {
namespace {

constexpr ino_t kFirstPidNamespace = 0xEFFFFFFC;  // PROC_PID_INIT_INO of the kernel's user API
constexpr const char* kNamedNamespaces = "/run/netns";

// Opens what `path` leads to if it is a namespace (any file of the right inode number otherwise
// might do).
NamespaceHandle open_namespace(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) return {0, UniqueFd()};
  return {static_cast<std::uint32_t>(status.st_ino), std::move(fd)};
}

void add_once(FoundNamespaces& found, NamespaceHandle handle, std::uint32_t own) {
  const bool known = std::ranges::any_of(found.handles, [&handle](const NamespaceHandle& other) {
    return other.inode == handle.inode;
  });
  if (handle.inode != own && !known) found.handles.push_back(std::move(handle));
}

void add_named(FoundNamespaces& found, std::uint32_t own) {
  DIR* folder = ::opendir(kNamedNamespaces);
  if (!folder) return;
  while (const dirent* entry = ::readdir(folder)) {
    if (entry->d_name[0] == '.') continue;
    NamespaceHandle handle = open_namespace(std::string(kNamedNamespaces) + "/" + entry->d_name);
    if (handle.inode != 0) add_once(found, std::move(handle), own);
  }
  ::closedir(folder);
}

}  // namespace

Result<std::uint32_t> own_network_namespace() {
  const NamespaceHandle handle = open_namespace("/proc/thread-self/ns/net");
  if (handle.inode == 0) {
    return fail(status_from_errno(errno),
                std::string("/proc/thread-self/ns/net: ") + std::strerror(errno));
  }
  return handle.inode;
}

bool in_first_pid_namespace() {
  struct stat status{};
  return ::stat("/proc/self/ns/pid", &status) == 0 && status.st_ino == kFirstPidNamespace;
}

FoundNamespaces open_namespaces(std::span<const std::byte> records, std::uint32_t own) {
  FoundNamespaces found;
  wfp_namespace_record record;
  for (; records.size() >= sizeof record; records = records.subspan(sizeof record)) {
    std::memcpy(&record, records.data(), sizeof record);
    if (record.inode == own) continue;
    NamespaceHandle handle = open_namespace("/proc/" + std::to_string(record.pid) + "/ns/net");
    if (handle.inode == record.inode) {
      add_once(found, std::move(handle), own);
    } else {
      ++found.unopened;
    }
  }
  add_named(found, own);
  return found;
}

Result<void> enter_namespace(const NamespaceHandle& handle) {
  if (::setns(handle.fd.get(), CLONE_NEWNET) == 0) return {};
  return fail(status_from_errno(errno), std::string("setns: ") + std::strerror(errno));
}

}  // namespace wfp::kernel
