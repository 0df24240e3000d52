// Engine: an open session with the engine, what the HANDLE of FwpmEngineOpen0 stands for. One
// connection each: it carries the caller's token.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "api/client/handle_table.h"
#include "api/client/io_thread.h"
#include "api/client/outcome.h"

namespace wfp::api {

struct SessionOptions {
  std::array<std::uint8_t, 16> key{};  // all zero: the engine makes one
  std::optional<std::string> name;     // UTF-8
  std::optional<std::string> description;
  std::uint32_t flags = 0;
  std::uint32_t transaction_wait_ms = 0;
};

// The engine's end of a connection, on the I/O thread.
class Connection final : public LoopObject {
 public:
  Connection(kj::Own<kj::AsyncIoStream> stream, int fd)
      : fd_(fd),
        stream_(kj::mv(stream)),
        client_(*stream_),
        engine(client_.bootstrap().castAs<ipc::wire::Engine>()),
        session(nullptr) {}
  ~Connection() noexcept
      override;  // ends the connection, also where a forked child holds the socket

 private:
  int fd_;  // stream_'s
  kj::Own<kj::AsyncIoStream> stream_;
  capnp::TwoPartyClient client_;

 public:
  ipc::wire::Engine::Client engine;
  ipc::wire::Session::Client session;  // once open
};

class Engine final : public HandleObject {
 public:
  // Connects and opens a session, on the calling thread's credentials.
  static Call<std::shared_ptr<Engine>> open(std::shared_ptr<IoThread> thread,
                                            const SessionOptions& options);

  // Only connects and exchanges versions, waiting at most `milliseconds`: Status::fwp_timeout.
  static Call<void> probe(const std::shared_ptr<IoThread>& thread, unsigned milliseconds);

  // Ends the session; waits a little until the engine knows, so that its key is free again.
  void close() noexcept;

  // Runs work(Session::Client&, Loop&) on the I/O thread and waits for the Call<T> its promise
  // brings.
  template <class T, class Work>
  Call<T> run(Work&& work) const noexcept {
    return connection_.run<T>(
        [&](Connection& connection, Loop& loop) { return work(connection.session, loop); });
  }

  // The same for what brings nothing but an outcome.
  template <class Work>
  Call<void> run_for_outcome(Work&& work) const noexcept {
    auto done = run<std::monostate>(std::forward<Work>(work));
    if (!done) return fail(std::move(done).error());
    return {};
  }

  [[nodiscard]] const std::shared_ptr<IoThread>& thread() const { return connection_.thread(); }

  explicit Engine(OnLoop<Connection> connection) : connection_(std::move(connection)) {}

 private:
  OnLoop<Connection> connection_;
};

// An enumeration or another thing a session gave out: valid with that session's handle only.
class SessionObject : public HandleObject {
 public:
  explicit SessionObject(const std::shared_ptr<Engine>& engine) : engine_(engine) {}
  [[nodiscard]] bool belongs_to(const std::shared_ptr<Engine>& engine) const {
    return engine == engine_;
  }

 protected:
  [[nodiscard]] const std::shared_ptr<Engine>& engine() const { return engine_; }

 private:
  std::shared_ptr<Engine> engine_;
};

}  // namespace wfp::api
