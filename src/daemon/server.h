// Server: accepts connections, settles who is calling, and keeps each connection until it is over.
#pragma once

#include <memory>
#include <unordered_map>

#include "daemon/connect_rate.h"
#include "daemon/connection.h"
#include "daemon/services.h"
#include "ipc/listener.h"

namespace wfp::daemon {

class Server : private kj::TaskSet::ErrorHandler {
 public:
  Server(Services& services, IdentitySource& identities, ipc::Listener& listener,
         kj::LowLevelAsyncIoProvider& provider, kj::UnixEventPort& events);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Accepts until the promise is dropped.
  kj::Promise<void> run();

  [[nodiscard]] std::size_t connections() const { return connections_.size(); }

 private:
  kj::Promise<void> accept_all();
  void accept_one(UniqueFd socket);
  void keep(Connection::Accepted accepted);
  void refuse(const Error& error);
  void taskFailed(kj::Exception&& exception) override;

  Services& services_;
  IdentitySource& identities_;
  ipc::Listener& listener_;
  kj::LowLevelAsyncIoProvider& provider_;
  kj::UnixEventPort& events_;
  kj::UnixEventPort::FdObserver listening_;
  ConnectRate rate_;
  std::uint64_t last_connection_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<Connection>> connections_;
  kj::TaskSet
      endings_;  // callers without a token yet, and the removal of connections that are over
};

}  // namespace wfp::daemon
