// DetachedCalls: ends what is still under way when its owner goes. A call that its client gave up
// without having been asked belongs to the loop, not to the connection, and it uses the services:
// they must not go before it.
#pragma once

#include "ipc/capnp.h"

namespace wfp::daemon {

class DetachedCalls {
 public:
  explicit DetachedCalls(kj::WaitScope& scope) : scope_(scope) {}
  DetachedCalls(const DetachedCalls&) = delete;
  DetachedCalls& operator=(const DetachedCalls&) = delete;
  ~DetachedCalls() { scope_.cancelAllDetached(); }

 private:
  kj::WaitScope& scope_;
};

}  // namespace wfp::daemon
