// openwfp.h: what OpenWFP offers beyond Windows' API.
#include "api/client/access_query.h"
#include "api/client/endpoint_enum.h"
#include "api/client/status_report.h"
#include "api/convert/object_name.h"
#include "api/edge/edge.h"
#include "api/edge/hand_out.h"
#include "api/edge/security.h"

using namespace wfp::api;
using wfp::fail;
using wfp::Status;

WFP_EXPORT DWORD OpenWfpEndpointEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                      UINT32 numEntriesRequested, OPENWFP_ENDPOINT0** entries,
                                      UINT32* numEntriesReturned, BOOL* othersHidden) {
  return answer([&]() -> Call<void> {
    if (entries != nullptr) *entries = nullptr;
    if (numEntriesReturned != nullptr) *numEntriesReturned = 0;
    if (othersHidden != nullptr) *othersHidden = FALSE;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_TRY(const auto enumeration, object_of<EndpointEnum>(engine, enumHandle));
    WFP_CHECK_OK(require(entries, numEntriesReturned));
    WFP_TRY(auto rows, enumeration->next(numEntriesRequested, RowForm::endpoints));
    *entries = static_cast<OPENWFP_ENDPOINT0*>(rows.memory.release());
    *numEntriesReturned = rows.count;
    if (othersHidden != nullptr) *othersHidden = rows.others_hidden ? TRUE : FALSE;
    return {};
  });
}

WFP_EXPORT DWORD OpenWfpEndpointGetById0(HANDLE engineHandle, UINT64 endpointId,
                                         OPENWFP_ENDPOINT0** endpoint) {
  return answer([&]() -> Call<void> {
    if (endpoint != nullptr) *endpoint = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(endpoint));
    WFP_TRY(auto rows, endpoint_by_id(*engine, endpointId, RowForm::single_endpoint));
    *endpoint = static_cast<OPENWFP_ENDPOINT0*>(rows.memory.release());
    return {};
  });
}

WFP_EXPORT DWORD OpenWfpGetSecurityInfo0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                         SECURITY_INFORMATION securityInfo, PSID* sidOwner,
                                         PSID* sidGroup, PACL* dacl, PACL* sacl,
                                         PSECURITY_DESCRIPTOR* securityDescriptor) {
  return answer([&]() -> Call<void> {
    WFP_CHECK_OK(engine_of(engineHandle));
    WFP_TRY(const auto of, object_named(object));
    return get_security_info(engineHandle, of, securityInfo,
                             {sidOwner, sidGroup, dacl, sacl, securityDescriptor});
  });
}

WFP_EXPORT DWORD OpenWfpSetSecurityInfo0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                         SECURITY_INFORMATION securityInfo, const SID* sidOwner,
                                         const SID* sidGroup, const ACL* dacl, const ACL* sacl) {
  return answer([&]() -> Call<void> {
    WFP_CHECK_OK(engine_of(engineHandle));
    WFP_TRY(const auto of, object_named(object));
    return set_security_info(engineHandle, of, {securityInfo, sidOwner, sidGroup, dacl, sacl});
  });
}

WFP_EXPORT DWORD OpenWfpResetSecurity0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                       UINT32 flags) {
  return answer([&]() -> Call<void> {
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_TRY(const auto of, object_named(object));
    if ((flags & ~OPENWFP_RESET_WINDOWS_DEFAULT) != 0)
      return fail(Refusal(Status::fwp_invalid_flags));
    return reset_security(*engine, of, (flags & OPENWFP_RESET_WINDOWS_DEFAULT) != 0);
  });
}

WFP_EXPORT DWORD OpenWfpAccessQuery0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                     const OPENWFP_PRINCIPAL0* principal, DWORD desiredAccess,
                                     OPENWFP_ACCESS0** access) {
  return answer([&]() -> Call<void> {
    if (access != nullptr) *access = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(access));
    WFP_TRY(const auto of, object_named(object));
    return hand_out(query_access(*engine, of, principal, desiredAccess), access);
  });
}

WFP_EXPORT DWORD OpenWfpStatusGet0(HANDLE engineHandle, OPENWFP_STATUS0** status) {
  return answer([&]() -> Call<void> {
    if (status != nullptr) *status = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(status));
    return hand_out(get_status(*engine), status);
  });
}

// Its own failures are not remembered: they would take the place of what is asked for.
WFP_EXPORT DWORD OpenWfpGetLastRefusal0(OPENWFP_REFUSAL0** refusal) {
  if (refusal == nullptr) return native(Status::fwp_null_pointer);
  *refusal = nullptr;
  const auto handed = hand_out(last_refusal(kFlavour.code), refusal);
  return native(handed ? Status::success : handed.error().status);
}
