// FwpsAleEndpointGetById0 and the enumeration of endpoints.
#include "api/client/endpoint_enum.h"
#include "api/convert/template.h"
#include "api/edge/edge.h"

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpsAleEndpointGetById0(HANDLE engineHandle, UINT64 endpointId,
                                                FWPS_ALE_ENDPOINT_PROPERTIES0** properties) {
  return answer([&]() -> Call<void> {
    if (properties != nullptr) *properties = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(properties));
    WFP_TRY(auto rows, endpoint_by_id(*engine, endpointId, RowForm::single_properties));
    *properties = static_cast<FWPS_ALE_ENDPOINT_PROPERTIES0*>(rows.memory.release());
    return {};
  });
}

WFP_EXPORT NativeStatus FwpsAleEndpointCreateEnumHandle0(
    HANDLE engineHandle, const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0* enumTemplate, HANDLE* enumHandle) {
  return answer([&]() -> Call<void> {
    if (enumHandle != nullptr) *enumHandle = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(enumHandle));
    EndpointEnum::WriteFilter write;
    if (enumTemplate != nullptr) write = [&](auto wire) { write_template(*enumTemplate, wire); };
    WFP_TRY(auto enumeration, EndpointEnum::create(engine, write));
    WFP_TRY(const auto process, Process::get());
    WFP_TRY(*enumHandle, give_handle(*process, std::move(enumeration)));
    return {};
  });
}

WFP_EXPORT NativeStatus FwpsAleEndpointEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                             UINT32 numEntriesRequested,
                                             FWPS_ALE_ENDPOINT_PROPERTIES0*** entries,
                                             UINT32* numEntriesReturned) {
  return answer([&]() -> Call<void> {
    if (entries != nullptr) *entries = nullptr;
    if (numEntriesReturned != nullptr) *numEntriesReturned = 0;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_TRY(const auto enumeration, object_of<EndpointEnum>(engine, enumHandle));
    WFP_CHECK_OK(require(entries, numEntriesReturned));
    WFP_TRY(auto rows, enumeration->next(numEntriesRequested, RowForm::properties));
    *entries = static_cast<FWPS_ALE_ENDPOINT_PROPERTIES0**>(rows.memory.release());
    *numEntriesReturned = rows.count;
    return {};
  });
}

WFP_EXPORT NativeStatus FwpsAleEndpointDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle) {
  return answer([&] { return destroy_object<EndpointEnum>(engineHandle, enumHandle); });
}
