// securitybaseapi.h: making SIDs and looking into them.
#include <windows.h>

#include <algorithm>
#include <array>

#include "win32/edge.h"
#include "win32/memory.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

constexpr BYTE kMaxAllocated = 8;  // sub-authorities that AllocateAndInitializeSid takes

SID* as_sid(PSID sid) { return static_cast<SID*>(sid); }

// The three functions that point into a SID reset the last error when they succeed.
template <class T>
T* pointer_into(PSID sid, bool inside, T* part) {
  if (!is_valid_sid(sid) || !inside) {
    SetLastError(is_valid_sid(sid) ? ERROR_INVALID_PARAMETER : ERROR_INVALID_SID);
    return nullptr;
  }
  SetLastError(ERROR_SUCCESS);
  return part;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI IsValidSid(PSID pSid) { return is_valid_sid(pSid); }

DWORD WINAPI GetSidLengthRequired(UCHAR nSubAuthorityCount) {
  return static_cast<DWORD>(FIELD_OFFSET(SID, SubAuthority)) + 4u * nSubAuthorityCount;
}

DWORD WINAPI GetLengthSid(PSID pSid) {
  return pSid == nullptr ? 0 : GetSidLengthRequired(as_sid(pSid)->SubAuthorityCount);
}

BOOL WINAPI InitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                          BYTE nSubAuthorityCount) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(Sid != nullptr && pIdentifierAuthority != nullptr));
    WFP_CHECK_OK(require(nSubAuthorityCount <= SID_MAX_SUB_AUTHORITIES));
    as_sid(Sid)->Revision = SID_REVISION;
    as_sid(Sid)->SubAuthorityCount = nSubAuthorityCount;
    as_sid(Sid)->IdentifierAuthority = *pIdentifierAuthority;
    return {};
  });
}

BOOL WINAPI AllocateAndInitializeSid(PSID_IDENTIFIER_AUTHORITY pIdentifierAuthority,
                                     BYTE nSubAuthorityCount, DWORD nSubAuthority0,
                                     DWORD nSubAuthority1, DWORD nSubAuthority2,
                                     DWORD nSubAuthority3, DWORD nSubAuthority4,
                                     DWORD nSubAuthority5, DWORD nSubAuthority6,
                                     DWORD nSubAuthority7, PSID* pSid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pSid != nullptr));
    *pSid = nullptr;
    WFP_CHECK_OK(require(pIdentifierAuthority != nullptr));
    WFP_CHECK_OK(require(nSubAuthorityCount <= kMaxAllocated, Status::invalid_sid));
    const std::array<DWORD, kMaxAllocated> parts{nSubAuthority0, nSubAuthority1, nSubAuthority2,
                                                 nSubAuthority3, nSubAuthority4, nSubAuthority5,
                                                 nSubAuthority6, nSubAuthority7};
    WFP_TRY(LocalBytes memory, allocate(GetSidLengthRequired(nSubAuthorityCount)));
    InitializeSid(memory.get(), pIdentifierAuthority, nSubAuthorityCount);
    for (BYTE i = 0; i < nSubAuthorityCount; ++i) *GetSidSubAuthority(memory.get(), i) = parts[i];
    *pSid = memory.release();
    return {};
  });
}

PVOID WINAPI FreeSid(PSID pSid) { return LocalFree(pSid); }

BOOL WINAPI CopySid(DWORD nDestinationSidLength, PSID pDestinationSid, PSID pSourceSid) {
  return answer([&]() -> Result<void> {
    WFP_TRY(const auto source, sid_at(pSourceSid));
    return copy_sid(source, pDestinationSid, nDestinationSidLength);
  });
}

BOOL WINAPI EqualSid(PSID pSid1, PSID pSid2) {
  const auto first = sid_at(pSid1);
  const auto second = sid_at(pSid2);
  return first && second && *first == *second;
}

BOOL WINAPI EqualPrefixSid(PSID pSid1, PSID pSid2) {
  const auto first = sid_at(pSid1);
  const auto second = sid_at(pSid2);
  if (!first || !second || first->sub_authority_count() != second->sub_authority_count())
    return FALSE;
  const std::size_t last =
      first->sub_authority_count() == 0 ? 0 : 4;  // all but the last sub-authority
  return std::memcmp(pSid1, pSid2, first->size() - last) == 0;
}

PSID_IDENTIFIER_AUTHORITY WINAPI GetSidIdentifierAuthority(PSID pSid) {
  return pointer_into(pSid, true, pSid == nullptr ? nullptr : &as_sid(pSid)->IdentifierAuthority);
}

PUCHAR WINAPI GetSidSubAuthorityCount(PSID pSid) {
  return pointer_into(pSid, true, pSid == nullptr ? nullptr : &as_sid(pSid)->SubAuthorityCount);
}

PDWORD WINAPI GetSidSubAuthority(PSID pSid, DWORD nSubAuthority) {
  const bool inside = is_valid_sid(pSid) && nSubAuthority < as_sid(pSid)->SubAuthorityCount;
  auto* first =
      reinterpret_cast<DWORD*>(static_cast<BYTE*>(pSid) + FIELD_OFFSET(SID, SubAuthority));
  return pointer_into(pSid, inside, inside ? first + nSubAuthority : nullptr);
}
