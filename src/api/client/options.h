// The engine's options (FWPM_ENGINE_OPTION).
#pragma once

#include "api/client/engine.h"
#include "api/convert/value.h"

namespace wfp::api {

Call<OwnedMemory> get_option(const Engine& engine, std::uint32_t option);
Call<void> set_option(const Engine& engine, std::uint32_t option, const FWP_VALUE0& value);

}  // namespace wfp::api
