// securitybaseapi.h: making ACLs, and the ACEs in them by number.
#include <windows.h>

#include "win32/acl_access.h"
#include "win32/edge.h"

namespace wfp::win32 {
namespace {

bool is_revision(DWORD revision) {
  return revision >= MIN_ACL_REVISION && revision <= MAX_ACL_REVISION;
}

// The ACEs of a caller's list: well-formed one after the other, up to its end. Their number, or
// invalid_parameter.
Result<std::size_t> count_aces(security::ByteView list) {
  std::size_t count = 0;
  while (!list.empty()) {
    const std::size_t size = security::AceView::size_at(list);
    if (size == 0) return fail(Status::invalid_parameter);
    list = list.subspan(size);
    ++count;
  }
  return count;
}

template <class T>
Result<void> give(const T& value, void* buffer, std::size_t size) {
  if (size < sizeof value) return fail(Status::buffer_too_small);
  std::memcpy(buffer, &value, sizeof value);
  return {};
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI InitializeAcl(PACL pAcl, DWORD nAclLength, DWORD dwAclRevision) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pAcl != nullptr));
    WFP_CHECK_OK(require(nAclLength >= sizeof(ACL), Status::buffer_too_small));
    WFP_CHECK_OK(require(is_revision(dwAclRevision) && nAclLength <= 0xFFFF));
    *pAcl = ACL{};
    pAcl->AclRevision = static_cast<BYTE>(dwAclRevision);
    pAcl->AclSize = static_cast<WORD>(nAclLength & ~3u);
    return {};
  });
}

BOOL WINAPI IsValidAcl(PACL pAcl) { return acl_at(pAcl).has_value(); }

BOOL WINAPI AddAce(PACL pAcl, DWORD dwAceRevision, DWORD dwStartingAceIndex, LPVOID pAceList,
                   DWORD nAceListLength) {
  return answer([&]() -> Result<void> {
    WFP_TRY(AclBuffer acl, AclBuffer::at(pAcl));
    WFP_CHECK_OK(require(is_revision(dwAceRevision) && pAceList != nullptr));
    const security::ByteView list(static_cast<const std::uint8_t*>(pAceList), nAceListLength);
    WFP_TRY(const std::size_t count, count_aces(list));
    const std::size_t index = std::min<std::size_t>(dwStartingAceIndex, acl.ace_count());
    auto added = acl.insert(index, list, count, static_cast<BYTE>(dwAceRevision));
    // AddAce alone says it in this way.
    if (!added && added.error().status == Status::allotted_space_exceeded)
      return fail(Status::buffer_too_small);
    return added;
  });
}

BOOL WINAPI GetAce(PACL pAcl, DWORD dwAceIndex, LPVOID* pAce) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pAce != nullptr));
    WFP_TRY(AclBuffer acl, AclBuffer::at(pAcl));
    WFP_CHECK_OK(require(dwAceIndex < acl.ace_count()));
    *pAce = acl.ace(dwAceIndex);
    return {};
  });
}

BOOL WINAPI DeleteAce(PACL pAcl, DWORD dwAceIndex) {
  return answer([&]() -> Result<void> {
    WFP_TRY(AclBuffer acl, AclBuffer::at(pAcl));
    WFP_CHECK_OK(require(dwAceIndex < acl.ace_count()));
    acl.remove(dwAceIndex);
    return {};
  });
}

BOOL WINAPI FindFirstFreeAce(PACL pAcl, LPVOID* pAce) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pAce != nullptr));
    *pAce = nullptr;
    WFP_TRY(AclBuffer acl, AclBuffer::at(pAcl));
    *pAce = acl.ace(acl.ace_count());
    return {};
  });
}

BOOL WINAPI GetAclInformation(PACL pAcl, LPVOID pAclInformation, DWORD nAclInformationLength,
                              ACL_INFORMATION_CLASS dwAclInformationClass) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pAclInformation != nullptr));
    WFP_TRY(AclBuffer acl, AclBuffer::at(pAcl));
    switch (dwAclInformationClass) {
      case AclRevisionInformation:
        return give(ACL_REVISION_INFORMATION{pAcl->AclRevision}, pAclInformation,
                    nAclInformationLength);
      case AclSizeInformation:
        return give(ACL_SIZE_INFORMATION{pAcl->AceCount, static_cast<DWORD>(acl.used()),
                                         static_cast<DWORD>(acl.free())},
                    pAclInformation, nAclInformationLength);
    }
    return fail(Status::invalid_info_class);
  });
}

BOOL WINAPI SetAclInformation(PACL pAcl, LPVOID pAclInformation, DWORD nAclInformationLength,
                              ACL_INFORMATION_CLASS dwAclInformationClass) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(pAclInformation != nullptr));
    WFP_CHECK_OK(acl_at(pAcl));
    WFP_CHECK_OK(
        require(dwAclInformationClass == AclRevisionInformation, Status::invalid_info_class));
    ACL_REVISION_INFORMATION information;
    WFP_CHECK_OK(require(nAclInformationLength >= sizeof information, Status::buffer_too_small));
    std::memcpy(&information, pAclInformation, sizeof information);
    WFP_CHECK_OK(require(is_revision(information.AclRevision) &&
                         information.AclRevision >= pAcl->AclRevision));
    pAcl->AclRevision = static_cast<BYTE>(information.AclRevision);
    return {};
  });
}
