// Connection: one client's connection, from accept to its end. It ends when the peer closes it or
// breaks the protocol, when the process that opened it exits - a forked child may keep the socket
// open - or when no session was opened in time. Everything it held goes with it.
#pragma once

#include <optional>

#include "base/result.h"
#include "base/unique.h"
#include "daemon/caller.h"
#include "daemon/services.h"
#include "ipc/channel.h"

namespace wfp::daemon {

// A connection on which no session was opened is closed after this.
inline constexpr kj::Duration kHandshakeTime = 15 * kj::SECONDS;
// One over its user's quota lives long enough to be told so.
inline constexpr kj::Duration kRefusalTime = 5 * kj::SECONDS;

class Connection {
 public:
  struct Accepted {
    UniqueFd socket;
    Peer peer;
    Charge charge;
    std::optional<Error>
        refusal;  // the client is over its quota: hello says so and nothing else is served
  };

  // `provider` and `events` belong to the loop.
  Connection(Services& services, kj::LowLevelAsyncIoProvider& provider, kj::UnixEventPort& events,
             Accepted accepted);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Resolves when the connection is over; then it is to be destroyed.
  kj::Promise<void> over();

 private:
  kj::Promise<void> opener_exits();
  kj::Promise<void> handshake_fails();

  Services& services_;
  Charge charge_;
  UniqueFd process_;
  kj::UnixEventPort::FdObserver process_observer_;
  kj::Duration patience_;
  std::shared_ptr<bool> opened_ = std::make_shared<bool>(false);  // a session was opened
  ipc::Channel channel_;
};

}  // namespace wfp::daemon
