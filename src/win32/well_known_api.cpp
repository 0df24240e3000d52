// securitybaseapi.h: SIDs by what they mean, and the domains of accounts.
#include <windows.h>

#include <algorithm>
#include <optional>

#include "win32/edge.h"
#include "win32/sid_access.h"

namespace wfp::win32 {
namespace {

struct WellKnown {
  WELL_KNOWN_SID_TYPE type;
  bool of_domain;     // the last sub-authority is one of a domain's accounts
  security::Sid sid;  // of_domain: S-1-5-<the account>
};

const WellKnown kWellKnown[] = {
#define WFP_WELL_KNOWN(type, of_domain, authority, ...) \
  {type, of_domain, security::Sid(authority, {__VA_ARGS__})},
#include "gen/well_known_sid_types.inc"
#undef WFP_WELL_KNOWN
};

const WellKnown* find(WELL_KNOWN_SID_TYPE type) {
  const auto* const at = std::ranges::find(kWellKnown, type, &WellKnown::type);
  return at == std::end(kWellKnown) ? nullptr : at;
}

// S-1-5-21-x-y-z and perhaps one more: an account domain's SID, and its accounts'.
constexpr std::size_t kDomainParts = 4;
bool is_in_account_domain(security::SidView sid) {
  return sid.authority() == 5 && sid.sub_authority_count() >= kDomainParts &&
         sid.sub_authority(0) == 21;
}

// The domain a SID is of: the account domain, or BUILTIN.
std::optional<security::Sid> domain_of(security::SidView sid) {
  if (is_in_account_domain(sid)) {
    return security::Sid(5, {21, sid.sub_authority(1), sid.sub_authority(2), sid.sub_authority(3)});
  }
  const bool builtin =
      sid.authority() == 5 && sid.sub_authority_count() >= 1 && sid.sub_authority(0) == 32;
  if (builtin) return security::Sid(5, {32});
  return std::nullopt;
}

// A copy for the program; *size becomes what it takes.
Result<void> give_sid(security::SidView sid, PSID to, DWORD* size) {
  const DWORD room = *size;
  *size = static_cast<DWORD>(sid.size());
  WFP_CHECK_OK(require(room >= sid.size(), Status::buffer_too_small));
  WFP_CHECK_OK(require(to != nullptr));
  return copy_sid(sid, to, room);
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI CreateWellKnownSid(WELL_KNOWN_SID_TYPE WellKnownSidType, PSID DomainSid, PSID pSid,
                               DWORD* cbSid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(cbSid != nullptr));
    WFP_CHECK_OK(require(DomainSid == nullptr || is_valid_sid(DomainSid)));
    const WellKnown* const found = find(WellKnownSidType);
    WFP_CHECK_OK(require(found != nullptr));
    if (!found->of_domain) return give_sid(found->sid, pSid, cbSid);
    // Without a domain Windows takes the computer's own, which a Linux machine has not.
    WFP_TRY(const auto domain, sid_at(DomainSid, Status::invalid_parameter));
    const std::size_t last = found->sid.sub_authority_count() - 1;
    const auto account = security::Sid(domain).child(found->sid.sub_authority(last));
    if (!account) return fail(Status::invalid_parameter);
    return give_sid(*account, pSid, cbSid);
  });
}

BOOL WINAPI IsWellKnownSid(PSID pSid, WELL_KNOWN_SID_TYPE WellKnownSidType) {
  const auto sid = sid_at(pSid);
  const WellKnown* const found = find(WellKnownSidType);
  if (!sid || found == nullptr) return FALSE;
  if (!found->of_domain) return *sid == found->sid;
  return is_in_account_domain(*sid) && sid->sub_authority_count() == kDomainParts + 1 &&
         sid->sub_authority(kDomainParts) == found->sid.sub_authority(0);
}

BOOL WINAPI EqualDomainSid(PSID pSid1, PSID pSid2, BOOL* pfEqual) {
  const auto first = sid_at(pSid1);
  const auto second = sid_at(pSid2);
  if (!first || !second || pfEqual == nullptr) {
    SetLastError(pfEqual == nullptr ? ERROR_INVALID_PARAMETER : ERROR_INVALID_SID);
    return FALSE;
  }
  const auto domain = domain_of(*first);
  const auto other = domain_of(*second);
  if (!domain || !other) {
    SetLastError(ERROR_NON_DOMAIN_SID);
    return FALSE;
  }
  *pfEqual = *domain == *other;
  return TRUE;
}

BOOL WINAPI GetWindowsAccountDomainSid(PSID pSid, PSID pDomainSid, DWORD* cbDomainSid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(cbDomainSid != nullptr));
    WFP_TRY(const auto sid, sid_at(pSid));
    WFP_CHECK_OK(require(is_in_account_domain(sid), Status::invalid_sid));
    return give_sid(*domain_of(sid), pDomainSid, cbDomainSid);
  });
}
