#include "base/status.h"

#include <algorithm>
#include <cerrno>

namespace wfp {
namespace {

constexpr StatusInfo kTable[] = {
#define WFP_STATUS(name, ntstatus, win32, nt_name, win32_name, meaning) \
  {Status::name, win32, nt_name, win32_name, meaning},
#include "gen/status_table.inc"
#undef WFP_STATUS
};

}  // namespace

const StatusInfo& status_info(Status status) {
  const auto* row = std::ranges::find(kTable, status, &StatusInfo::status);
  if (row == std::end(kTable)) return status_info(Status::internal_error);
  return *row;
}

const StatusInfo& status_info_of_win32(std::uint32_t win32) {
  const auto* row = std::ranges::find(kTable, win32, &StatusInfo::win32);
  if (row == std::end(kTable)) return status_info(Status::internal_error);
  return *row;
}

Status status_from_errno(int error) {
  switch (error) {
    case 0:
      return Status::success;
    case EACCES:
    case EPERM:
      return Status::access_denied;
    case ENOENT:
      return Status::object_name_not_found;
    case ENOTDIR:
      return Status::object_path_not_found;
    case EEXIST:
      return Status::object_name_collision;
    case ENOMEM:
      return Status::no_memory;
    case EBADF:
      return Status::invalid_handle;
    case EINVAL:
    case ENAMETOOLONG:
      return Status::invalid_parameter;
    case EMFILE:
    case ENFILE:
    case EAGAIN:
    case ENOBUFS:
      return Status::insufficient_resources;
    case ENOSYS:
    case EOPNOTSUPP:
      return Status::not_supported;
    case ENOSPC:
      return Status::disk_full;
    default:
      return Status::unsuccessful;
  }
}

}  // namespace wfp
