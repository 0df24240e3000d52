// The edge: where a C program calls in. Each source here is compiled once per flavour;
// WFP_KERNEL_MODE says which.
//
//   WFP_EXPORT NativeStatus FwpmTransactionCommit0(HANDLE engineHandle) {
//     return answer([&]() -> Call<void> { ... });
//   }
//
// Nothing is thrown out of it, and the last refusal of the thread is kept there.
#pragma once

#include <memory>
#include <utility>

#include "api/client/engine.h"
#include "api/client/last_refusal.h"
#include "api/client/process.h"
#include "api/flavour.h"
#include "api/windows.h"

// Keep below: Windows' headers come after Cap'n Proto's.
#ifdef WFP_KERNEL_MODE
#include "fwpmk.h"
#include "fwpsk.h"
#else
#include "fwpmu.h"
#include "fwpsu.h"
#endif

#define WFP_EXPORT extern "C" [[gnu::visibility("default")]]

namespace wfp::api {

#ifdef WFP_KERNEL_MODE
using NativeStatus = NTSTATUS;
#else
using NativeStatus = DWORD;
#endif

inline NativeStatus native(Status status) {
  return static_cast<NativeStatus>(kFlavour.code(status));
}

// Runs `body`, which returns a Call of anything, and says how it went.
template <class Body>
NativeStatus answer(Body&& body) noexcept {
  const auto refuse = [](const Refusal& refusal) {
    remember_refusal(refusal);
    return native(refusal.status);
  };
  try {
    const auto result = std::forward<Body>(body)();
    return result ? native(Status::success) : refuse(result.error());
  } catch (...) {
    return refuse(refusal_of_current_exception());
  }
}

// Status::fwp_null_pointer if one of them is null.
template <class... Pointer>
Call<void> require(Pointer... pointers) {
  if ((... && (pointers != nullptr))) return {};
  return fail(Refusal(Status::fwp_null_pointer));
}

// The session behind an engine handle.
Call<std::shared_ptr<Engine>> engine_of(HANDLE handle);

Call<HANDLE> give_handle(Process& process, std::shared_ptr<HandleObject> object);

// What a session gave out: valid with that session's handle only.
template <class T>
Call<std::shared_ptr<T>> object_of(const std::shared_ptr<Engine>& engine, HANDLE handle) {
  const auto process = Process::find();
  if (process == nullptr) return fail(Refusal(Status::invalid_handle));
  WFP_TRY(auto object, process->handles().template get<T>(reinterpret_cast<HandleValue>(handle)));
  if (!object->belongs_to(engine)) return fail(Refusal(Status::invalid_handle));
  return object;
}

template <class T>
Call<void> destroy_object(HANDLE engine_handle, HANDLE handle) {
  WFP_TRY(const auto engine, engine_of(engine_handle));
  WFP_CHECK_OK(object_of<T>(engine, handle));
  WFP_CHECK_OK(
      Process::find()->handles().template remove<T>(reinterpret_cast<HandleValue>(handle)));
  return {};
}

}  // namespace wfp::api
