// CloseHandle and ZwClose.
#include <wdm.h>

#include "win32/edge.h"
#include "win32/handle_table.h"

namespace wfp::win32 {
namespace {

Result<void> close_handle(HANDLE handle) {
  // The pseudo handles of this process and thread: closing them has no effect.
  if (handle == GetCurrentProcess() || handle == GetCurrentThread()) return {};
  return handle_table().close(handle);
}

}  // namespace
}  // namespace wfp::win32

BOOL WINAPI CloseHandle(HANDLE hObject) {
  return wfp::win32::answer([&] { return wfp::win32::close_handle(hObject); });
}

NTSTATUS NTAPI ZwClose(HANDLE Handle) {
  const auto closed = wfp::win32::close_handle(Handle);
  return static_cast<NTSTATUS>(closed ? wfp::Status::success : closed.error().status);
}
