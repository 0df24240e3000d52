// ConnectRate: how often one user may connect. To settle who connects costs a pass over the
// daemon's own sockets, so somebody who does nothing but connect would keep the others waiting at
// the door.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>

#include "ipc/capnp.h"

namespace wfp::daemon {

struct RateRow {
  std::uint32_t per_second;
  std::uint32_t burst;
};
inline constexpr RateRow kUserConnectRate = {100, 200};
inline constexpr RateRow kRootConnectRate = {1000, 2000};

// A token bucket per uid. Belongs to the daemon's loop.
class ConnectRate {
 public:
  // Takes one connection of `uid` from what he has left at `now`; false: none is left.
  bool take(uid_t uid, kj::TimePoint now);

 private:
  struct Bucket {
    double left;
    kj::TimePoint at;
  };
  void forget_full(kj::TimePoint now);

  std::map<uid_t, Bucket> buckets_;
};

}  // namespace wfp::daemon
