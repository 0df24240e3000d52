// The explicit transaction of a session.
#pragma once

#include "api/client/engine.h"

namespace wfp::api {

Call<void> begin_transaction(const Engine& engine, std::uint32_t flags);
Call<void> commit_transaction(const Engine& engine);
Call<void> abort_transaction(const Engine& engine);

}  // namespace wfp::api
