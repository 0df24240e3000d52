// openwfp_security.h: where SDDL is wrong, and why an access check decides as it does.
#include <fwpmu.h>
#include <openwfp_security.h>

#include <cstring>
#include <string>
#include <vector>

#include "security/explain.h"
#include "security/sddl.h"
#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/machine.h"
#include "win32/memory.h"
#include "win32/text.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

constexpr security::GenericMapping kEngineMapping{FWPM_GENERIC_READ, FWPM_GENERIC_WRITE,
                                                  FWPM_GENERIC_EXECUTE, FWPM_GENERIC_ALL};

struct Reason {
  DWORD rights;
  bool granted;
  OPENWFP_ACCESS_SOURCE source;
  bool inherited = false;
  std::string ace{};
};

Result<security::Token> token_of_principal(const OPENWFP_PRINCIPAL0& principal) {
  OPENWFP_TOKEN data{};
  data.user.Sid = const_cast<SID*>(principal.user);
  data.groupCount = principal.numGroups;
  data.groups = principal.groups;
  data.privilegeCount = principal.numPrivileges;
  data.privileges = principal.privileges;
  WFP_TRY(const auto snapshot, make_snapshot(data));
  return snapshot->token;
}

void add(std::vector<Reason>& reasons, Reason reason) {
  if (reason.rights != 0) reasons.push_back(std::move(reason));
}

DWORD rights_of(const std::vector<Reason>& reasons, bool granted) {
  DWORD rights = 0;
  for (const Reason& reason : reasons) {
    if (reason.granted == granted) rights |= reason.rights;
  }
  return rights;
}

void add_aces(std::vector<Reason>& reasons, const security::Explanation& explanation,
              const security::CompiledDescriptor& descriptor) {
  std::vector<security::AceView> aces;
  if (descriptor.has_dacl()) {
    for (const security::AceView ace : descriptor.descriptor().dacl.acl()->aces())
      aces.push_back(ace);
  }
  for (const security::AceReport& report : explanation.aces) {
    if (report.outcome != security::AceReport::Outcome::decided) continue;
    const security::AceView ace = aces[report.index];
    const auto text = security::format_ace(ace, machine_context());
    add(reasons,
        {report.bits, report.effect == security::AceEffect::allow, OPENWFP_ACCESS_SOURCE_ACE,
         ace.has(security::AceFlag::inherited), text ? *text : std::string()});
  }
}

std::vector<Reason> reasons_of(const security::Explanation& explanation,
                               const security::CompiledDescriptor& descriptor, DWORD desired) {
  const DWORD granted = explanation.result.granted;
  std::vector<Reason> reasons;
  if (!descriptor.has_dacl()) add(reasons, {granted, true, OPENWFP_ACCESS_SOURCE_NULL_DACL});
  add(reasons, {explanation.from_owner, true, OPENWFP_ACCESS_SOURCE_OWNER});
  add_aces(reasons, explanation, descriptor);
  if (!explanation.result.privileges_used.empty()) {
    add(reasons, {granted & ~rights_of(reasons, true), true, OPENWFP_ACCESS_SOURCE_PRIVILEGE});
  }
  const DWORD wanted = kEngineMapping.map(desired) & ~DWORD{MAXIMUM_ALLOWED};
  const DWORD told = rights_of(reasons, true) | rights_of(reasons, false);
  add(reasons, {wanted & ~granted & ~told, false, OPENWFP_ACCESS_SOURCE_NONE});
  return reasons;
}

// Of the rights asked for, those that the token has, also where it does not have all of them.
DWORD granted_of(const security::Explanation& explanation, const std::vector<Reason>& reasons) {
  using security::DecidedBy;
  const DecidedBy by = explanation.decided_by;
  if (explanation.result.allowed()) return explanation.result.granted;
  if (by != DecidedBy::ace && by != DecidedBy::no_ace) return 0;
  return rights_of(reasons, true);
}

// One block: the structure, its reasons, their texts.
Result<LocalBytes> access_block(const security::Explanation& explanation,
                                const std::vector<Reason>& reasons) {
  std::size_t size = sizeof(OPENWFP_ACCESS0) + reasons.size() * sizeof(OPENWFP_ACCESS_REASON0);
  const std::size_t texts_at = size;
  for (const Reason& reason : reasons) size += reason.ace.size() + 1;
  WFP_TRY(LocalBytes block, allocate(size));
  auto* access = static_cast<OPENWFP_ACCESS0*>(block.get());
  auto* rows = reinterpret_cast<OPENWFP_ACCESS_REASON0*>(access + 1);
  auto* text = static_cast<char*>(block.get()) + texts_at;
  access->granted = granted_of(explanation, reasons);
  access->numReasons = static_cast<UINT32>(reasons.size());
  access->reasons = rows;
  for (const Reason& reason : reasons) {
    *rows = {reason.rights, reason.granted ? TRUE : FALSE, reason.source,
             reason.inherited ? TRUE : FALSE, reason.ace.empty() ? nullptr : text};
    std::memcpy(text, reason.ace.c_str(), reason.ace.size() + 1);
    text += reason.ace.size() + 1;
    ++rows;
  }
  return block;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp::win32;

DWORD WINAPI OpenWfpParseSddl0(const char* sddl, PSECURITY_DESCRIPTOR* descriptor, UINT32* errorAt,
                               char** expected) {
  if (descriptor != nullptr) *descriptor = nullptr;
  if (errorAt != nullptr) *errorAt = 0;
  if (expected != nullptr) *expected = nullptr;
  return code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(require(sddl != nullptr && descriptor != nullptr));
    const auto parsed = wfp::security::read_sddl(sddl, machine_context());
    if (parsed) {
      WFP_TRY(LocalBytes copy, local_copy(parsed->to_bytes()));
      *descriptor = copy.release();
      return {};
    }
    if (errorAt != nullptr) *errorAt = static_cast<UINT32>(parsed.error().position);
    if (expected != nullptr) {
      WFP_TRY(LocalBytes text, local_text(parsed.error().expected));
      *expected = static_cast<char*>(text.release());
    }
    return wfp::fail(parsed.error().status);
  });
}

DWORD WINAPI OpenWfpAccessCheck0(PSECURITY_DESCRIPTOR descriptor,
                                 const OPENWFP_PRINCIPAL0* principal, DWORD desiredAccess,
                                 OPENWFP_ACCESS0** access) {
  if (access != nullptr) *access = nullptr;
  return code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(require(descriptor != nullptr && principal != nullptr && access != nullptr));
    WFP_CHECK_OK(require(principal->user != nullptr));
    WFP_TRY(auto parts, descriptor_at(descriptor));
    const wfp::security::CompiledDescriptor compiled(std::move(parts));
    WFP_TRY(const auto token, token_of_principal(*principal));
    wfp::security::AccessRequest request;
    request.desired = desiredAccess;
    request.mapping = kEngineMapping;
    const auto explanation = wfp::security::explain_access(compiled, token, request);
    WFP_TRY(LocalBytes block,
            access_block(explanation, reasons_of(explanation, compiled, desiredAccess)));
    *access = static_cast<OPENWFP_ACCESS0*>(block.release());
    return {};
  });
}
