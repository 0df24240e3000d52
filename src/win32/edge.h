// The border between Windows' functions and the C++ behind them: the last error, and no exception
// to a C program.
//
//   BOOL WINAPI EqualDomainSid(...) { return answer([&]() -> Result<void> { ... }); }
#pragma once

#include <windows.h>

#include <cstddef>
#include <new>
#include <utility>

#include "base/result.h"

namespace wfp::win32 {

// The Win32 code that stands for a Status.
inline DWORD code_of(Status status) { return status_info(status).win32; }

// Runs `body`, which returns a Result; ERROR_SUCCESS or the code of its error. Memory that runs out
// is an error too.
template <class Body>
DWORD code_from(Body&& body) noexcept {
  try {
    auto result = std::forward<Body>(body)();
    return result ? ERROR_SUCCESS : code_of(result.error().status);
  } catch (const std::bad_alloc&) {
    return ERROR_NOT_ENOUGH_MEMORY;
  } catch (...) {
    return ERROR_INTERNAL_ERROR;
  }
}

// The same for the functions that return BOOL and leave the code as the thread's last error. A
// success leaves it alone.
template <class Body>
BOOL answer(Body&& body) noexcept {
  const DWORD code = code_from(std::forward<Body>(body));
  if (code == ERROR_SUCCESS) return TRUE;
  SetLastError(code);
  return FALSE;
}

inline Result<void> require(bool condition, Status otherwise = Status::invalid_parameter) {
  if (!condition) return fail(otherwise);
  return {};
}

}  // namespace wfp::win32
