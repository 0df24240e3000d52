// securitybaseapi.h: AccessCheck and its kin.
#include "security/access_check.h"

#include <windows.h>

#include <bit>
#include <optional>
#include <span>
#include <vector>

#include "win32/descriptor_access.h"
#include "win32/edge.h"
#include "win32/sid_access.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

// Where a check reports the privileges it used.
struct PrivilegeReport {
  PPRIVILEGE_SET set;
  LPDWORD length;
};

// What all three functions are given.
struct Question {
  PSECURITY_DESCRIPTOR descriptor;
  PSID self;
  HANDLE token;
  DWORD desired;
  PGENERIC_MAPPING mapping;
  std::span<const OBJECT_TYPE_LIST> types;
  PrivilegeReport privileges;
};

Result<std::shared_ptr<const TokenObject>> client(HANDLE handle) {
  WFP_TRY(auto object, token_of(handle, TOKEN_QUERY));
  const TOKEN_STATISTICS& statistics = object->token().statistics;
  WFP_CHECK_OK(require(statistics.TokenType == TokenImpersonation, Status::no_impersonation_token));
  WFP_CHECK_OK(require(statistics.ImpersonationLevel >= SecurityIdentification,
                       Status::bad_impersonation_level));
  return object;
}

Result<std::vector<security::ObjectType>> object_types(std::span<const OBJECT_TYPE_LIST> list) {
  std::vector<security::ObjectType> types;
  for (const OBJECT_TYPE_LIST& type : list) {
    WFP_CHECK_OK(require(type.ObjectType != nullptr));
    types.push_back({type.Level, std::bit_cast<Guid>(*type.ObjectType)});
  }
  return types;
}

std::size_t size_of_set(std::size_t privileges) {
  return sizeof(PRIVILEGE_SET) +
         (privileges < 2 ? 0 : privileges - 1) * sizeof(LUID_AND_ATTRIBUTES);
}

// Room for at least one privilege is asked for, also where none is used.
Result<void> check_room(const PrivilegeReport& report, std::size_t privileges) {
  WFP_CHECK_OK(require(report.length != nullptr, Status::access_violation));
  const std::size_t needed = size_of_set(privileges);
  if (*report.length < needed) {
    *report.length = static_cast<DWORD>(needed);
    return fail(Status::buffer_too_small);
  }
  return require(report.set != nullptr, Status::access_violation);
}

Result<void> tell(const PrivilegeReport& report, security::PrivilegeSet used) {
  WFP_CHECK_OK(check_room(report, static_cast<std::size_t>(std::popcount(used.bits()))));
  report.set->PrivilegeCount = 0;
  report.set->Control = 0;
  for (DWORD luid = 0; luid < 64; ++luid) {
    if ((used.bits() >> luid & 1) == 0) continue;
    report.set->Privilege[report.set->PrivilegeCount++] = {{luid, 0}, SE_PRIVILEGE_USED_FOR_ACCESS};
  }
  return {};
}

// Prepares a question and hands it to `check(descriptor, token, request)`.
template <class Check>
Result<void> ask(const Question& question, Check check) {
  WFP_CHECK_OK(require(question.mapping != nullptr && question.descriptor != nullptr));
  WFP_TRY(const auto object, client(question.token));
  WFP_CHECK_OK(check_room(question.privileges, 1));
  WFP_TRY(auto descriptor, descriptor_at(question.descriptor));
  std::optional<security::Sid> self;
  if (question.self != nullptr) {
    WFP_TRY(const auto sid, sid_at(question.self));
    self = security::Sid(sid);
  }
  WFP_TRY(const auto types, object_types(question.types));
  const auto& token = object->token().token;
  const security::CompiledDescriptor compiled(std::move(descriptor), token.sids().hash());
  const auto& mapping = *question.mapping;
  const security::AccessRequest request{.desired = question.desired,
                                        .mapping = {mapping.GenericRead, mapping.GenericWrite,
                                                    mapping.GenericExecute, mapping.GenericAll},
                                        .self = self ? &*self : nullptr,
                                        .object_types = types};
  return check(compiled, token, request);
}

// A refusal is an outcome, anything else that is not success an error.
bool is_refusal(Status status) {
  return status == Status::access_denied || status == Status::privilege_not_held;
}

BOOL check_one(const Question& question, LPDWORD granted, LPBOOL status) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(granted != nullptr && status != nullptr, Status::access_violation));
    return ask(
        question,
        [&](const auto& descriptor, const auto& token, const auto& request) -> Result<void> {
          const auto result = security::check_access_as_api(descriptor, token, request);
          WFP_CHECK_OK(require(result.allowed() || is_refusal(result.status), result.status));
          WFP_CHECK_OK(tell(question.privileges, result.privileges_used));
          *granted = result.allowed() ? result.granted : 0;
          *status = result.allowed();
          if (!result.allowed()) SetLastError(code_of(result.status));
          return {};
        });
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI AccessCheck(PSECURITY_DESCRIPTOR pSecurityDescriptor, HANDLE ClientToken,
                        DWORD DesiredAccess, PGENERIC_MAPPING GenericMapping,
                        PPRIVILEGE_SET PrivilegeSet, LPDWORD PrivilegeSetLength,
                        LPDWORD GrantedAccess, LPBOOL AccessStatus) {
  return check_one({pSecurityDescriptor,
                    nullptr,
                    ClientToken,
                    DesiredAccess,
                    GenericMapping,
                    {},
                    {PrivilegeSet, PrivilegeSetLength}},
                   GrantedAccess, AccessStatus);
}

BOOL WINAPI AccessCheckByType(PSECURITY_DESCRIPTOR pSecurityDescriptor, PSID PrincipalSelfSid,
                              HANDLE ClientToken, DWORD DesiredAccess,
                              POBJECT_TYPE_LIST ObjectTypeList, DWORD ObjectTypeListLength,
                              PGENERIC_MAPPING GenericMapping, PPRIVILEGE_SET PrivilegeSet,
                              LPDWORD PrivilegeSetLength, LPDWORD GrantedAccess,
                              LPBOOL AccessStatus) {
  if (ObjectTypeList == nullptr) ObjectTypeListLength = 0;
  return check_one({pSecurityDescriptor,
                    PrincipalSelfSid,
                    ClientToken,
                    DesiredAccess,
                    GenericMapping,
                    {ObjectTypeList, ObjectTypeListLength},
                    {PrivilegeSet, PrivilegeSetLength}},
                   GrantedAccess, AccessStatus);
}

BOOL WINAPI AccessCheckByTypeResultList(PSECURITY_DESCRIPTOR pSecurityDescriptor,
                                        PSID PrincipalSelfSid, HANDLE ClientToken,
                                        DWORD DesiredAccess, POBJECT_TYPE_LIST ObjectTypeList,
                                        DWORD ObjectTypeListLength, PGENERIC_MAPPING GenericMapping,
                                        PPRIVILEGE_SET PrivilegeSet, LPDWORD PrivilegeSetLength,
                                        LPDWORD GrantedAccessList, LPDWORD AccessStatusList) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ObjectTypeList != nullptr && ObjectTypeListLength != 0));
    WFP_CHECK_OK(require(GrantedAccessList != nullptr && AccessStatusList != nullptr,
                         Status::access_violation));
    const Question question{pSecurityDescriptor,
                            PrincipalSelfSid,
                            ClientToken,
                            DesiredAccess,
                            GenericMapping,
                            {ObjectTypeList, ObjectTypeListLength},
                            {PrivilegeSet, PrivilegeSetLength}};
    return ask(question,
               [&](const auto& descriptor, const auto& token, const auto& request) -> Result<void> {
                 const Status contract = security::check_api_contract(descriptor, request.desired);
                 WFP_CHECK_OK(require(contract == Status::success, contract));
                 std::vector<security::AccessResult> nodes(ObjectTypeListLength);
                 const auto root =
                     security::check_access_by_type(descriptor, token, request, nodes);
                 WFP_CHECK_OK(require(root.allowed() || is_refusal(root.status), root.status));
                 WFP_CHECK_OK(tell(question.privileges, root.privileges_used));
                 for (std::size_t i = 0; i < nodes.size(); ++i) {
                   GrantedAccessList[i] = nodes[i].granted;
                   AccessStatusList[i] = code_of(nodes[i].status);
                 }
                 return {};
               });
  });
}
