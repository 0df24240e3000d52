#include "kernel/service.h"

namespace wfp::kernel {
namespace {

constexpr std::string_view kService = ".service";
constexpr std::string_view kSlice = ".slice";

// The first directory of `path` ("/a/b": "a"), which it is shortened by.
std::string_view take_directory(std::string_view& path) {
  path.remove_prefix(1);
  const auto directory = path.substr(0, path.find('/'));
  path.remove_prefix(directory.size());
  return directory;
}

}  // namespace

std::string service_of(const CgroupFacts& cgroup, std::string_view system_slice) {
  if (!cgroup.complete || cgroup.foreign_mask != 0 || system_slice.empty()) return {};
  std::string_view rest = cgroup.path;
  if (!rest.starts_with(system_slice)) return {};
  rest.remove_prefix(system_slice.size());
  while (rest.starts_with('/')) {
    const std::string_view directory = take_directory(rest);
    if (directory.ends_with(kService) && directory.size() > kService.size()) {
      return std::string(directory.substr(0, directory.size() - kService.size()));
    }
    if (!directory.ends_with(kSlice)) return {};
  }
  return {};
}

}  // namespace wfp::kernel
