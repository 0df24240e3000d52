// layout.cpp: the layouts as C++ sees them, with the kernel's headers.
#include <aclapi.h>
#include <fwpmk.h>
#include <fwpsk.h>

#include <cstddef>
#include <cstdint>
#include <type_traits>

#define SIZE(type, bytes) static_assert(sizeof(type) == (bytes), #type);
#define AT(type, member, offset) \
  static_assert(offsetof(type, member) == (offset), #type "." #member);
#include "layout.h"

static_assert(std::is_same_v<UINT64, std::uint64_t>, "a uint64_t's address is that of a UINT64");
static_assert(std::is_same_v<WCHAR, wchar_t>);
static_assert(std::is_signed_v<HRESULT> && std::is_signed_v<NTSTATUS> && std::is_unsigned_v<DWORD>);
