// openwfp_policy.h: what OpenWFP offers beyond Windows' management API.
#include "api/client/apply.h"
#include "api/client/audit.h"
#include "api/client/decision.h"
#include "api/edge/edge.h"
#include "api/edge/hand_out.h"

using namespace wfp::api;

WFP_EXPORT DWORD OpenWfpClassify0(HANDLE engineHandle, const OPENWFP_CLASSIFY_REQUEST0* request,
                                  OPENWFP_DECISION0** decision) {
  return answer([&]() -> Call<void> {
    if (decision != nullptr) *decision = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(request, decision));
    return hand_out(classify(*engine, *request), decision);
  });
}

WFP_EXPORT DWORD OpenWfpFilterHitsGet0(HANDLE engineHandle, const UINT64* filterIds,
                                       UINT32 numFilterIds, OPENWFP_FILTER_HITS0** hits) {
  return answer([&]() -> Call<void> {
    if (hits != nullptr) *hits = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(hits));
    if (numFilterIds != 0) WFP_CHECK_OK(require(filterIds));
    return hand_out(filter_hits(*engine, {filterIds, numFilterIds}), hits);
  });
}

WFP_EXPORT DWORD OpenWfpPolicyApply0(HANDLE engineHandle, const OPENWFP_EDIT0* edits,
                                     UINT32 numEdits, OPENWFP_ADDED0** added, UINT32* failedEdit) {
  return answer([&]() -> Call<void> {
    UINT32 failed = OPENWFP_NO_EDIT;
    if (added != nullptr) *added = nullptr;
    if (failedEdit != nullptr) *failedEdit = failed;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    if (numEdits != 0) WFP_CHECK_OK(require(edits));
    auto memory = apply_edits(*engine, {edits, numEdits}, failed);
    if (failedEdit != nullptr) *failedEdit = failed;
    if (!memory) return wfp::fail(std::move(memory).error());
    if (added != nullptr) *added = static_cast<OPENWFP_ADDED0*>(memory->release());
    return {};
  });
}

WFP_EXPORT DWORD OpenWfpAuditEnum0(HANDLE engineHandle, const OPENWFP_AUDIT_TEMPLATE0* wanted,
                                   OPENWFP_AUDIT_RECORD0** records, UINT32* numRecords,
                                   UINT64* lost) {
  return answer([&]() -> Call<void> {
    UINT64 missing = 0;
    if (records != nullptr) *records = nullptr;
    if (numRecords != nullptr) *numRecords = 0;
    if (lost != nullptr) *lost = 0;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(records, numRecords));
    WFP_CHECK_OK(hand_out(audit_records(*engine, wanted, missing), records, numRecords));
    if (lost != nullptr) *lost = missing;
    return {};
  });
}
