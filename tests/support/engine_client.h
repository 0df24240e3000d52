// EngineClient: a plain client of wfpd for tests, on the generated protocol. Calls wait for their
// answers.
//
//   EngineClient client(daemon.socket());        // hello and a session
//   client.status(client.set(...));
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/status.h"
#include "ipc/capnp.h"
#include "security/sddl.h"

namespace wfp::test {

namespace wire = ipc::wire;

inline int connect_to(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), std::min(path.size(), sizeof address.sun_path - 1));
  const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (::connect(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0)
    return socket;
  ::close(socket);
  return -1;
}

struct SessionWish {
  std::vector<std::uint8_t> key{};
  std::optional<std::string> name{};
  std::uint32_t flags = 0;
  std::uint32_t wait_ms = 0;
};

class EngineClient {
 public:
  // Takes over a connected socket; opens nothing yet.
  explicit EngineClient(int socket)
      : io_(kj::setupAsyncIo()),
        socket_(socket),
        stream_(io_.lowLevelProvider->wrapSocketFd(socket,
                                                   kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP)),
        network_(*stream_, capnp::rpc::twoparty::Side::CLIENT),
        rpc_(capnp::makeRpcClient(network_)),
        engine_(bootstrap()) {}
  explicit EngineClient(const std::string& path) : EngineClient(connect_to(path)) {
    if (hello() != Status::success) return;
    opened_ = open();
  }

  Status hello(std::uint32_t version = wire::PROTOCOL_VERSION) {
    auto request = engine_.helloRequest();
    request.setVersion(version);
    request.setProgram("test");
    return status(request.send().wait(io_.waitScope));
  }
  // The session of the last open that succeeded is the one that calls go to.
  Status open(const SessionWish& wish = {}) {
    auto request = engine_.openSessionRequest();
    auto wanted = request.initRequest();
    wanted.setKey({wish.key.data(), wish.key.size()});
    if (wish.name) wanted.setName(wish.name->c_str());
    wanted.setFlags(wish.flags);
    wanted.setTransactionWaitMs(wish.wait_ms);
    auto response = request.send().wait(io_.waitScope);
    const Status result = status(response);
    if (result != Status::success) return result;
    key_.assign(response.getKey().begin(), response.getKey().end());
    session_ = response.getSession();
    return result;
  }
  [[nodiscard]] Status opened() const { return opened_; }
  [[nodiscard]] const std::vector<std::uint8_t>& key() const { return key_; }
  [[nodiscard]] wire::Session::Client& session() { return *session_; }
  [[nodiscard]] kj::WaitScope& scope() { return io_.waitScope; }
  [[nodiscard]] kj::Timer& timer() { return io_.provider->getTimer(); }
  [[nodiscard]] int socket() const { return socket_; }

  template <class Response>
  static Status status(const Response& response) {
    return static_cast<Status>(response.getOutcome().getStatus());
  }

  enum class Target { engine, endpoints };
  static void write(wire::Object::Builder object, Target target) {
    if (target == Target::engine) object.setEngine();
    if (target == Target::endpoints) object.setEndpoints();
  }

  // Sets the parts that `sddl` has, and `extra` bits.
  auto set_request(Target target, std::string_view sddl, std::uint32_t extra = 0) {
    auto request = session_->setSecurityRequest();
    write(request.initObject(), target);
    const auto descriptor = security::parse_sddl(sddl).value_or(security::SecurityDescriptor());
    std::uint32_t information = extra;
    if (descriptor.owner) {
      information |= 1;
      const auto bytes = descriptor.owner->bytes();
      request.initOwner().setBytes({bytes.data(), bytes.size()});
    }
    if (descriptor.group) {
      information |= 2;
      const auto bytes = descriptor.group->bytes();
      request.initGroup().setBytes({bytes.data(), bytes.size()});
    }
    if (const auto* acl = descriptor.dacl.acl()) {
      information |= 4;
      request.initDacl().setBytes({acl->bytes().data(), acl->bytes().size()});
    }
    if (const auto* acl = descriptor.sacl.acl()) {
      information |= 8;
      request.initSacl().setBytes({acl->bytes().data(), acl->bytes().size()});
    }
    request.setInformation(information);
    return request;
  }
  Status set(Target target, std::string_view sddl, std::uint32_t extra = 0) {
    return status(set_request(target, sddl, extra).send().wait(io_.waitScope));
  }
  // SDDL of the parts, or the status as "0x...".
  std::string get(Target target, std::uint32_t information = 7) {
    auto request = session_->getSecurityRequest();
    write(request.initObject(), target);
    request.setInformation(information);
    auto response = request.send().wait(io_.waitScope);
    if (status(response) != Status::success)
      return std::string(status_info(status(response)).nt_name);
    const auto bytes = response.getDescriptor();
    const auto descriptor = security::SecurityDescriptor::from_bytes({bytes.begin(), bytes.size()});
    return descriptor ? *security::format_sddl(*descriptor) : descriptor.error().what;
  }
  Status begin(std::uint32_t flags = 0) {
    auto request = session_->transactionBeginRequest();
    request.setFlags(flags);
    return status(request.send().wait(io_.waitScope));
  }
  Status commit() {
    return status(session_->transactionCommitRequest().send().wait(io_.waitScope));
  }
  Status abort() { return status(session_->transactionAbortRequest().send().wait(io_.waitScope)); }
  Status close() { return status(session_->closeRequest().send().wait(io_.waitScope)); }

 private:
  wire::Engine::Client bootstrap() {
    capnp::MallocMessageBuilder message;
    auto side = message.initRoot<capnp::rpc::twoparty::VatId>();
    side.setSide(capnp::rpc::twoparty::Side::SERVER);
    return rpc_.bootstrap(side).castAs<wire::Engine>();
  }

  kj::AsyncIoContext io_;
  int socket_;
  kj::Own<kj::AsyncIoStream> stream_;
  capnp::TwoPartyVatNetwork network_;
  capnp::RpcSystem<capnp::rpc::twoparty::VatId> rpc_;
  wire::Engine::Client engine_;
  std::optional<wire::Session::Client> session_;
  std::vector<std::uint8_t> key_;
  Status opened_ = Status::unsuccessful;
};

}  // namespace wfp::test
