#include "daemon/server.h"

#include <sys/socket.h>

namespace wfp::daemon {
namespace {

// After an accept that failed for want of descriptors or memory: others must close theirs first.
constexpr kj::Duration kAcceptPause = 100 * kj::MILLISECONDS;
// Accepted at one go before the loop looks after the others.
constexpr int kAcceptBatch = 16;

// Of the peer, at connect(2).
std::optional<uid_t> uid_of(int socket) {
  ucred credentials{};
  socklen_t size = sizeof credentials;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return std::nullopt;
  return credentials.uid;
}

bool is_closed(int socket) {
  char byte = 0;
  return ::recv(socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

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
  // By way of the timer: the loop looks at the other connections before it comes back here.
  return services_.timer.afterDelay(0 * kj::NANOSECONDS).then([this] { return accept_all(); });
}

// What is cheap comes first: who only knocks and runs must not cost the others more than a few
// microseconds.
void Server::accept_one(UniqueFd socket) {
  const auto uid = uid_of(socket.get());
  if (!uid || is_closed(socket.get()) || !rate_.take(*uid, services_.timer.now())) return;
  std::optional<Error> refusal;
  auto charge = services_.ledger.take(*uid, Quota::connections);
  if (!charge) {
    refusal = charge.error();
    charge = services_.ledger.take(*uid, Quota::refused_connections);
    if (!charge) return;
  }
  auto arrival = identities_.identify(socket.get());
  if (!arrival) return refuse(arrival.error());
  if (arrival->credentials.uid != *uid)
    return refuse({Status::access_denied, "the kernel names two users"});
  auto token =
      services_.lookups.token_of(std::move(arrival->credentials), std::move(arrival->service));
  endings_.add(
      token.then([this, uid = *uid, pid = arrival->pid, process = std::move(arrival->process),
                  socket = std::move(socket), charge = *std::move(charge),
                  refusal = std::move(refusal)](Result<security::Token> settled) mutable {
        if (!settled) return refuse(settled.error());
        keep({std::move(socket),
              {.uid = uid, .pid = pid, .token = *std::move(settled), .process = std::move(process)},
              std::move(charge),
              std::move(refusal)});
      }));
}

void Server::refuse(const Error& error) {
  services_.log.write(LogLevel::info, "connection refused: " + error.what);
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
