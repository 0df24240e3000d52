#include "api/client/engine.h"

#include <sys/socket.h>

#include <cerrno>

#include "api/client/connect.h"
#include "api/flavour.h"

namespace wfp::api {
namespace {

constexpr auto kCloseWait = 5 * kj::SECONDS;

// The engine's answer of version and name, which this version has no use for.
using Nothing = std::monostate;

Call<OnLoop<Connection>> connect_on_loop(const std::shared_ptr<IoThread>& thread) {
  WFP_TRY(auto fd, connect_to_engine(engine_socket_path()));
  WFP_TRY(const auto id, thread->run<std::uint64_t>([&](Loop& loop) -> Call<std::uint64_t> {
    const int raw = fd.release();
    auto stream =
        loop.provider().wrapSocketFd(raw, kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP |
                                              kj::LowLevelAsyncIoProvider::ALREADY_CLOEXEC);
    return loop.keep(std::make_unique<Connection>(kj::mv(stream), raw));
  }));
  return OnLoop<Connection>(thread, id);
}

kj::Promise<Call<Nothing>> hello(Connection& connection) {
  auto request = connection.engine.helloRequest();
  request.setVersion(ipc::wire::PROTOCOL_VERSION);
  request.setProgram(program_invocation_short_name);
  return request.send().then([](auto&& response) -> Call<Nothing> {
    WFP_CHECK_OK(read_outcome(response.getOutcome()));
    return Nothing{};
  });
}

void write_request(const SessionOptions& options, ipc::wire::SessionRequest::Builder wire) {
  wire.setKey(kj::arrayPtr(options.key.data(), options.key.size()));
  if (options.name) wire.setName(options.name->c_str());
  if (options.description) wire.setDescription(options.description->c_str());
  wire.setFlags(options.flags);
  wire.setTransactionWaitMs(options.transaction_wait_ms);
  wire.setKernelMode(kFlavour.kernel_mode);
}

// An engine that hangs up before there is a session has aborted none.
Refusal hung_up(Refusal refusal) {
  if (refusal.status != Status::fwp_session_aborted) return refusal;
  return Refusal(Status::server_unavailable, "the engine hung up");
}

}  // namespace

Connection::~Connection() noexcept { shutdown(fd_, SHUT_RDWR); }

Call<std::shared_ptr<Engine>> Engine::open(std::shared_ptr<IoThread> thread,
                                           const SessionOptions& options) {
  WFP_TRY(auto connection, connect_on_loop(thread));
  auto opened = connection.run<Nothing>([&](Connection& self, Loop&) {
    return hello(self).then([&](Call<Nothing> greeted) -> kj::Promise<Call<Nothing>> {
      if (!greeted) return greeted;
      auto request = self.engine.openSessionRequest();
      write_request(options, request.initRequest());
      return request.send().then([&self](auto&& response) -> Call<Nothing> {
        WFP_CHECK_OK(read_outcome(response.getOutcome()));
        self.session = response.getSession();
        return Nothing{};
      });
    });
  });
  if (!opened) return fail(hung_up(std::move(opened).error()));
  return std::make_shared<Engine>(std::move(connection));
}

Call<void> Engine::probe(const std::shared_ptr<IoThread>& thread, unsigned milliseconds) {
  WFP_TRY(auto connection, connect_on_loop(thread));
  auto greeted = connection.run<Nothing>([&](Connection& self, Loop& loop) {
    auto late =
        loop.timer().afterDelay(milliseconds * kj::MILLISECONDS).then([]() -> Call<Nothing> {
          return fail(Refusal(Status::fwp_timeout));
        });
    return hello(self).exclusiveJoin(kj::mv(late));
  });
  if (!greeted) return fail(hung_up(std::move(greeted).error()));
  return {};
}

void Engine::close() noexcept {
  const auto closed = connection_.run<Nothing>([](Connection& self, Loop& loop) {
    auto late =
        loop.timer().afterDelay(kCloseWait).then([]() -> Call<Nothing> { return Nothing{}; });
    return self.session.closeRequest()
        .send()
        .then([](auto&&) -> Call<Nothing> { return Nothing{}; })
        .exclusiveJoin(kj::mv(late));
  });
  static_cast<void>(closed);  // however it ended, the connection goes
  connection_.destroy();
}

}  // namespace wfp::api
