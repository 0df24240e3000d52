// Whether who listens at a socket is the engine: a program in its place could be anybody's, and
// would learn what we ask and answer what it likes.
#pragma once

#include <string>

#include "api/client/refusal.h"

namespace wfp::api {

inline constexpr const char* kDefaultPath = "/run/openwfp/wfpd.sock";

// `fd` is connected to `path`. access_denied unless the listener is root, or oneself, or, seen from
// a user namespace in which root has no name, the listener at the engine's own place.
Call<void> check_server(int fd, const std::string& path);

}  // namespace wfp::api
