#include "daemon/connection.h"

#include "daemon/engine_server.h"

namespace wfp::daemon {

Connection::Connection(Services& services, kj::LowLevelAsyncIoProvider& provider,
                       kj::UnixEventPort& events, Accepted accepted)
    : services_(services),
      charge_(std::move(accepted.charge)),
      process_(std::move(accepted.peer.process)),
      process_observer_(events, process_.get(), kj::UnixEventPort::FdObserver::OBSERVE_READ),
      patience_(accepted.refusal ? kRefusalTime : kHandshakeTime),
      channel_(provider, std::move(accepted.socket), services.timer, ipc::StreamLimits{}) {
  auto caller = std::make_shared<Caller>(accepted.peer.uid, accepted.peer.pid,
                                         std::move(accepted.peer.token), channel_.stream(), "");
  channel_.serve(
      kj::heap<EngineServer>(services, std::move(caller), opened_, std::move(accepted.refusal)));
}

kj::Promise<void> Connection::over() {
  return channel_.disconnected().exclusiveJoin(opener_exits()).exclusiveJoin(handshake_fails());
}

kj::Promise<void> Connection::opener_exits() { return process_observer_.whenBecomesReadable(); }

kj::Promise<void> Connection::handshake_fails() {
  return services_.timer.afterDelay(patience_).then([this]() -> kj::Promise<void> {
    if (*opened_) return kj::NEVER_DONE;
    return kj::READY_NOW;
  });
}

}  // namespace wfp::daemon
