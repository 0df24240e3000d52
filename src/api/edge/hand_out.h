// Hands results out, as what they are.
#pragma once

#include "api/client/policy.h"
#include "api/edge/edge.h"

namespace wfp::api {

template <class T>
Call<void> hand_out(Call<OwnedMemory> memory, T** to) {
  if (!memory) return fail(std::move(memory).error());
  *to = static_cast<T*>(memory->release());
  return {};
}

// An array and its length.
template <class T>
Call<void> hand_out(Call<PolicyEnum::Rows> rows, T** to, UINT32* count) {
  if (!rows) return fail(std::move(rows).error());
  *to = static_cast<T*>(rows->memory.release());
  *count = rows->count;
  return {};
}

}  // namespace wfp::api
