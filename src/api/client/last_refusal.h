// The last failure of each thread, for OpenWfpGetLastRefusal0.
#pragma once

#include "api/client/refusal.h"
#include "api/convert/block.h"

namespace wfp::api {

// Keeps it for the calling thread, in place of the one before. Allocates nothing; long texts are
// cut.
void remember_refusal(const Refusal& refusal) noexcept;

// An OPENWFP_REFUSAL0 with `code(status)` in it; Status::not_found if no call of this thread has
// failed.
Call<OwnedMemory> last_refusal(std::uint32_t (*code)(Status));

}  // namespace wfp::api
