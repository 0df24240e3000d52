// The enumeration of sessions, and transactions.
#include "api/convert/sessions.h"
#include "api/client/session_enum.h"
#include "api/client/transaction.h"
#include "api/edge/edge.h"

using namespace wfp::api;
using wfp::fail;
using wfp::Status;

WFP_EXPORT NativeStatus FwpmSessionCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_SESSION_ENUM_TEMPLATE0* enumTemplate, HANDLE* enumHandle) {
  return answer([&]() -> Call<void> {
    if (enumHandle != nullptr) *enumHandle = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(enumHandle));
    if (enumTemplate != nullptr && enumTemplate->reserved != 0)
      return fail(Refusal(Status::fwp_reserved));
    WFP_TRY(auto enumeration, SessionEnum::create(engine));
    WFP_TRY(const auto process, Process::get());
    WFP_TRY(*enumHandle, give_handle(*process, std::move(enumeration)));
    return {};
  });
}

WFP_EXPORT NativeStatus FwpmSessionEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                         UINT32 numEntriesRequested, FWPM_SESSION0*** entries,
                                         UINT32* numEntriesReturned) {
  return answer([&]() -> Call<void> {
    if (entries != nullptr) *entries = nullptr;
    if (numEntriesReturned != nullptr) *numEntriesReturned = 0;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_TRY(const auto enumeration, object_of<SessionEnum>(engine, enumHandle));
    WFP_CHECK_OK(require(entries, numEntriesReturned));
    WFP_TRY(const auto sessions, enumeration->next(numEntriesRequested));
    WFP_TRY(auto memory, convert_sessions(sessions));
    *entries = static_cast<FWPM_SESSION0**>(memory.release());
    *numEntriesReturned = static_cast<UINT32>(sessions.size());
    return {};
  });
}

WFP_EXPORT NativeStatus FwpmSessionDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle) {
  return answer([&] { return destroy_object<SessionEnum>(engineHandle, enumHandle); });
}

WFP_EXPORT NativeStatus FwpmTransactionBegin0(HANDLE engineHandle, UINT32 flags) {
  return answer([&]() -> Call<void> {
    WFP_TRY(const auto engine, engine_of(engineHandle));
    return begin_transaction(*engine, flags);
  });
}

WFP_EXPORT NativeStatus FwpmTransactionCommit0(HANDLE engineHandle) {
  return answer([&]() -> Call<void> {
    WFP_TRY(const auto engine, engine_of(engineHandle));
    return commit_transaction(*engine);
  });
}

WFP_EXPORT NativeStatus FwpmTransactionAbort0(HANDLE engineHandle) {
  return answer([&]() -> Call<void> {
    WFP_TRY(const auto engine, engine_of(engineHandle));
    return abort_transaction(*engine);
  });
}
