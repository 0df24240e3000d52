// The way to the engine: the socket of wfpd, connected by the calling thread so that the engine
// sees its credentials.
#pragma once

#include <string>

#include "api/client/refusal.h"
#include "base/unique.h"

namespace wfp::api {

// OPENWFP_SOCKET where the environment may be trusted (secure_getenv), else the run-time path.
std::string engine_socket_path();

// A connected stream socket, close-on-exec. Status::engine_not_running if nobody listens there, and
// Status::access_denied if who listens is neither root nor the caller's own user.
Call<UniqueFd> connect_to_engine(const std::string& path);

}  // namespace wfp::api
