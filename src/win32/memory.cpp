// LocalAlloc, HeapAlloc and what frees them: malloc's memory, so that a program may free anything
// it got here either way.
#include "win32/memory.h"

#include <cstring>

namespace wfp::win32 {

Result<LocalBytes> allocate(std::size_t size) {
  LocalBytes memory(std::calloc(1, size == 0 ? 1 : size));
  if (!memory) return fail(Status::no_memory);
  return memory;
}

Result<LocalBytes> local_copy(std::span<const std::uint8_t> bytes) {
  WFP_TRY(LocalBytes memory, allocate(bytes.size()));
  if (!bytes.empty()) std::memcpy(memory.get(), bytes.data(), bytes.size());
  return memory;
}

namespace {

char process_heap;  // its address is the one heap's handle

void* allocate_or_fail(SIZE_T size, bool zero) {
  void* memory = zero ? std::calloc(1, size == 0 ? 1 : size) : std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) SetLastError(ERROR_NOT_ENOUGH_MEMORY);
  return memory;
}

}  // namespace
}  // namespace wfp::win32

HLOCAL WINAPI LocalAlloc(UINT uFlags, SIZE_T uBytes) {
  if ((uFlags & ~static_cast<UINT>(LPTR)) !=
      0) {  // movable memory has no sense any more and is not there
    SetLastError(ERROR_INVALID_PARAMETER);
    return nullptr;
  }
  return wfp::win32::allocate_or_fail(uBytes, (uFlags & LMEM_ZEROINIT) != 0);
}

HLOCAL WINAPI LocalFree(HLOCAL hMem) {
  std::free(hMem);
  return nullptr;
}

HANDLE WINAPI GetProcessHeap() { return &wfp::win32::process_heap; }

LPVOID WINAPI HeapAlloc(HANDLE hHeap, DWORD dwFlags, SIZE_T dwBytes) {
  // HeapAlloc is documented not to set the last error.
  if (hHeap != GetProcessHeap()) return nullptr;
  const DWORD before = GetLastError();
  void* memory = wfp::win32::allocate_or_fail(dwBytes, (dwFlags & HEAP_ZERO_MEMORY) != 0);
  SetLastError(before);
  return memory;
}

BOOL WINAPI HeapFree(HANDLE hHeap, DWORD, LPVOID lpMem) {
  if (hHeap != GetProcessHeap()) {
    SetLastError(ERROR_INVALID_HANDLE);
    return FALSE;
  }
  std::free(lpMem);
  return TRUE;
}
