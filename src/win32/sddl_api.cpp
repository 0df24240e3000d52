// sddl.h: SIDs and security descriptors as text, in both widths.
#include "security/sddl.h"

#include <sddl.h>

#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/machine.h"
#include "win32/sid_access.h"
#include "win32/text.h"

namespace wfp::win32 {
namespace {

Result<std::string> descriptor_text(PSECURITY_DESCRIPTOR from, SECURITY_INFORMATION wanted) {
  WFP_TRY(auto descriptor, descriptor_at(from));
  WFP_CHECK_OK(keep_parts(descriptor, wanted));
  return security::format_sddl(descriptor, machine_context());
}

template <class Width>
BOOL sid_to_string(PSID sid, typename Width::Char** text) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(sid != nullptr && text != nullptr));
    WFP_TRY(const auto view, sid_at(sid));
    WFP_TRY(auto copy, local_text(Width::from_bytes(security::to_string(view))));
    *text = static_cast<typename Width::Char*>(copy.release());
    return {};
  });
}

template <class Width>
BOOL string_to_sid(const typename Width::Char* text, PSID* sid) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(text != nullptr && sid != nullptr));
    const auto bytes = Width::to_bytes(text);
    if (!bytes) return fail(Status::invalid_sid);
    const auto parsed = security::Sid::parse(*bytes, machine_context());
    if (!parsed) return fail(Status::invalid_sid, parsed.error().what);
    WFP_TRY(auto copy, local_copy(parsed->bytes()));
    *sid = copy.release();
    return {};
  });
}

template <class Width>
BOOL string_to_descriptor(const typename Width::Char* text, DWORD revision,
                          PSECURITY_DESCRIPTOR* out, PULONG size) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(text != nullptr && out != nullptr));
    WFP_CHECK_OK(require(revision == SDDL_REVISION_1, Status::unknown_revision));
    WFP_TRY(const auto bytes, Width::to_bytes(text));
    WFP_TRY(const auto descriptor, security::parse_sddl(bytes, machine_context()));
    const auto relative = descriptor.to_bytes();
    WFP_TRY(auto copy, local_copy(relative));
    *out = copy.release();
    if (size != nullptr) *size = static_cast<ULONG>(relative.size());
    return {};
  });
}

template <class Width>
BOOL descriptor_to_string(PSECURITY_DESCRIPTOR from, DWORD revision, SECURITY_INFORMATION wanted,
                          typename Width::Char** text, PULONG length) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(from != nullptr && text != nullptr));
    WFP_CHECK_OK(require(revision == SDDL_REVISION_1, Status::unknown_revision));
    WFP_TRY(const std::string bytes, descriptor_text(from, wanted));
    const auto string = Width::from_bytes(bytes);
    WFP_TRY(auto copy, local_text(string));
    *text = static_cast<typename Width::Char*>(copy.release());
    if (length != nullptr) *length = static_cast<ULONG>(string.size() + 1);
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp::win32;

BOOL WINAPI ConvertSidToStringSidA(PSID Sid, LPSTR* StringSid) {
  return sid_to_string<Narrow>(Sid, StringSid);
}
BOOL WINAPI ConvertSidToStringSidW(PSID Sid, LPWSTR* StringSid) {
  return sid_to_string<Wide>(Sid, StringSid);
}
BOOL WINAPI ConvertStringSidToSidA(LPCSTR StringSid, PSID* Sid) {
  return string_to_sid<Narrow>(StringSid, Sid);
}
BOOL WINAPI ConvertStringSidToSidW(LPCWSTR StringSid, PSID* Sid) {
  return string_to_sid<Wide>(StringSid, Sid);
}

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorA(
    LPCSTR StringSecurityDescriptor, DWORD StringSDRevision,
    PSECURITY_DESCRIPTOR* SecurityDescriptor, PULONG SecurityDescriptorSize) {
  return string_to_descriptor<Narrow>(StringSecurityDescriptor, StringSDRevision,
                                      SecurityDescriptor, SecurityDescriptorSize);
}

BOOL WINAPI ConvertStringSecurityDescriptorToSecurityDescriptorW(
    LPCWSTR StringSecurityDescriptor, DWORD StringSDRevision,
    PSECURITY_DESCRIPTOR* SecurityDescriptor, PULONG SecurityDescriptorSize) {
  return string_to_descriptor<Wide>(StringSecurityDescriptor, StringSDRevision, SecurityDescriptor,
                                    SecurityDescriptorSize);
}

BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorA(
    PSECURITY_DESCRIPTOR SecurityDescriptor, DWORD RequestedStringSDRevision,
    SECURITY_INFORMATION SecurityInformation, LPSTR* StringSecurityDescriptor,
    PULONG StringSecurityDescriptorLen) {
  return descriptor_to_string<Narrow>(SecurityDescriptor, RequestedStringSDRevision,
                                      SecurityInformation, StringSecurityDescriptor,
                                      StringSecurityDescriptorLen);
}

BOOL WINAPI ConvertSecurityDescriptorToStringSecurityDescriptorW(
    PSECURITY_DESCRIPTOR SecurityDescriptor, DWORD RequestedStringSDRevision,
    SECURITY_INFORMATION SecurityInformation, LPWSTR* StringSecurityDescriptor,
    PULONG StringSecurityDescriptorLen) {
  return descriptor_to_string<Wide>(SecurityDescriptor, RequestedStringSDRevision,
                                    SecurityInformation, StringSecurityDescriptor,
                                    StringSecurityDescriptorLen);
}
