#include "daemon/server.h"

namespace wfp::daemon {
namespace {

// After an accept that failed for want of descriptors or memory: others must close theirs first.
constexpr kj::Duration kAcceptPause = 100 * kj::MILLISECONDS;
// Accepted at one go before the loop looks after the others.
constexpr int kAcceptBatch = 16;

}  // namespace

Server::Server(Services& services, IdentitySource& identities, ipc::Listener& listener,
               kj::LowLevelAsyncIoProvider& provider, kj::UnixEventPort& events)
    : services_(services),
      identities_(identities),
      listener_(listener),
      provider_(provider),
      events_(events),
      listening_(events, listener.fd(), kj::UnixEventPort::FdObserver::OBSERVE_READ),
      endings_(*this) {}

kj::Promise<void> Server::run() { return accept_all(); }

kj::Promise<void> Server::accept_all() {
  for (int i = 0; i < kAcceptBatch; ++i) {
    auto socket = listener_.accept();
    if (socket) {
      accept_one(*std::move(socket));
    } else if (socket.error().status == Status::not_found) {
      return listening_.whenBecomesReadable().then([this] { return accept_all(); });
    } else {
      services_.log.write(LogLevel::warning, socket.error().what);
      return services_.timer.afterDelay(kAcceptPause).then([this] { return accept_all(); });
    }
  }
  return kj::evalLast([this] { return accept_all(); });
}

void Server::accept_one(UniqueFd socket) {
  auto peer = identities_.identify(socket.get());
  if (!peer) {
    services_.log.write(LogLevel::info, "connection refused: " + peer.error().what);
    return;
  }
  const uid_t uid = peer->uid;
  if (auto charge = services_.ledger.take(uid, Quota::connections)) {
    return keep({std::move(socket), *std::move(peer), *std::move(charge), std::nullopt});
  } else if (auto told = services_.ledger.take(uid, Quota::refused_connections)) {
    services_.log.write(LogLevel::info, "connection refused: " + charge.error().what);
    return keep({std::move(socket), *std::move(peer), *std::move(told), charge.error()});
  }
}

void Server::keep(Connection::Accepted accepted) {
  const std::uint64_t id = ++last_connection_;
  auto connection =
      std::make_unique<Connection>(services_, provider_, events_, std::move(accepted));
  endings_.add(connection->over().catch_([](kj::Exception&&) {}).then([this, id] {
    // Not here: the promise that is running is part of the connection.
    endings_.add(kj::evalLater([this, id] { connections_.erase(id); }));
  }));
  connections_.emplace(id, std::move(connection));
}

void Server::taskFailed(kj::Exception&& exception) {
  services_.log.write(LogLevel::warning, exception.getDescription().cStr());
}

}  // namespace wfp::daemon
