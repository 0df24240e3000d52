// Status: why something failed, in the one code space the whole product uses inside.
//
// A Status holds NTSTATUS bits. The table spec/status.tsv names each one and its Win32 twin; only
// the C libraries turn a Status into what their flavour returns (src/api). An errno becomes a
// Status at the system call and nowhere else.
#pragma once

#include <cstdint>
#include <string_view>

namespace wfp {

enum class [[nodiscard]] Status : std::uint32_t {
#define WFP_STATUS(name, ntstatus, win32, nt_name, win32_name, meaning) name = ntstatus,
#include "gen/status_table.inc"
#undef WFP_STATUS
};

// What the table says of one status. Strings are static.
struct StatusInfo {
  Status status;
  std::uint32_t win32;          // the Win32 or FWP_E_ code the user-mode library returns
  std::string_view nt_name;     // e.g. "STATUS_FWP_NOT_FOUND"
  std::string_view win32_name;  // e.g. "FWP_E_NOT_FOUND"
  std::string_view meaning;     // one sentence
};

// The row of `status`; one that is not in the table has the row of Status::internal_error.
const StatusInfo& status_info(Status status);

// The row whose Win32 code is `win32`, or that of Status::internal_error.
const StatusInfo& status_info_of_win32(std::uint32_t win32);

// The nearest Status of an errno value; 0 is success, an unmapped one is Status::unsuccessful.
Status status_from_errno(int error);

}  // namespace wfp
