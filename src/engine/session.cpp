#include "engine/session.h"

#include "schema/constants.h"

namespace wfp::engine {

bool Session::is_dynamic() const { return (request.flags & schema::kSessionFlagDynamic) != 0; }

std::optional<Time> Session::wait_until(Time now) const {
  if (request.wait_ms == kInfinite) return std::nullopt;
  return now + (request.wait_ms == 0 ? kDefaultWaitMs : request.wait_ms);
}

}  // namespace wfp::engine
