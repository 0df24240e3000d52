// winbase.h: LookupAccountName and LookupAccountSid, in both widths.
#include <windows.h>

#include "win32/account.h"
#include "win32/edge.h"
#include "win32/sid_access.h"
#include "win32/text.h"
#include "win32/unix_account.h"

namespace wfp::win32 {
namespace {

// Only this machine is asked: none, or its own name.
template <class Width>
Result<void> check_system(const typename Width::Char* system) {
  if (system == nullptr || *system == 0) return {};
  WFP_TRY(const std::string name, Width::to_bytes(system));
  std::string_view plain = name;
  if (plain.starts_with("\\\\")) plain.remove_prefix(2);
  return require(plain == host_name() || plain == "localhost", Status::server_unavailable);
}

template <class Width>
BOOL look_up_name(const typename Width::Char* system, const typename Width::Char* account, PSID sid,
                  LPDWORD sid_size, typename Width::Char* domain, LPDWORD domain_size,
                  PSID_NAME_USE use) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(sid_size != nullptr && domain_size != nullptr && use != nullptr));
    WFP_CHECK_OK(check_system<Width>(system));
    // A null name is the domain of the built-in accounts, as on Windows.
    const auto name =
        account == nullptr ? Result<std::string>("BUILTIN") : Width::to_bytes(account);
    if (!name) return fail(Status::none_mapped);
    WFP_TRY(const Account found, find_account(*name));
    const auto text = Width::from_bytes(found.domain);
    const bool fits = sid != nullptr && *sid_size >= found.sid.size() && domain != nullptr &&
                      *domain_size > text.size();
    if (!fits) {
      *sid_size = static_cast<DWORD>(found.sid.size());
      *domain_size = static_cast<DWORD>(text.size() + 1);
      return fail(Status::buffer_too_small);
    }
    WFP_CHECK_OK(copy_sid(found.sid, sid, *sid_size));
    WFP_CHECK_OK(give_text(text, domain, domain_size));
    *use = found.use;
    return {};
  });
}

template <class Width>
BOOL look_up_sid(const typename Width::Char* system, PSID sid, typename Width::Char* name,
                 LPDWORD name_size, typename Width::Char* domain, LPDWORD domain_size,
                 PSID_NAME_USE use) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(name_size != nullptr && domain_size != nullptr && use != nullptr));
    WFP_CHECK_OK(check_system<Width>(system));
    WFP_TRY(const auto view, sid_at(sid, Status::invalid_parameter));
    WFP_TRY(const Account found, account_of(view));
    const auto name_text = Width::from_bytes(found.name);
    const auto domain_text = Width::from_bytes(found.domain);
    // Both sizes are told when either buffer is too small.
    const bool name_fits = name != nullptr && *name_size > name_text.size();
    const bool domain_fits = domain != nullptr && *domain_size > domain_text.size();
    if (!name_fits || !domain_fits) {
      *name_size = static_cast<DWORD>(name_text.size() + 1);
      *domain_size = static_cast<DWORD>(domain_text.size() + 1);
      return fail(Status::buffer_too_small);
    }
    WFP_CHECK_OK(give_text(name_text, name, name_size));
    WFP_CHECK_OK(give_text(domain_text, domain, domain_size));
    *use = found.use;
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp::win32;

BOOL WINAPI LookupAccountNameA(LPCSTR lpSystemName, LPCSTR lpAccountName, PSID Sid, LPDWORD cbSid,
                               LPSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                               PSID_NAME_USE peUse) {
  return look_up_name<Narrow>(lpSystemName, lpAccountName, Sid, cbSid, ReferencedDomainName,
                              cchReferencedDomainName, peUse);
}

BOOL WINAPI LookupAccountNameW(LPCWSTR lpSystemName, LPCWSTR lpAccountName, PSID Sid, LPDWORD cbSid,
                               LPWSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                               PSID_NAME_USE peUse) {
  return look_up_name<Wide>(lpSystemName, lpAccountName, Sid, cbSid, ReferencedDomainName,
                            cchReferencedDomainName, peUse);
}

BOOL WINAPI LookupAccountSidA(LPCSTR lpSystemName, PSID Sid, LPSTR Name, LPDWORD cchName,
                              LPSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                              PSID_NAME_USE peUse) {
  return look_up_sid<Narrow>(lpSystemName, Sid, Name, cchName, ReferencedDomainName,
                             cchReferencedDomainName, peUse);
}

BOOL WINAPI LookupAccountSidW(LPCWSTR lpSystemName, PSID Sid, LPWSTR Name, LPDWORD cchName,
                              LPWSTR ReferencedDomainName, LPDWORD cchReferencedDomainName,
                              PSID_NAME_USE peUse) {
  return look_up_sid<Wide>(lpSystemName, Sid, Name, cchName, ReferencedDomainName,
                           cchReferencedDomainName, peUse);
}
