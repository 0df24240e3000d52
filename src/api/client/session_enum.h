// SessionEnum: an enumeration of the engine's sessions, what the HANDLE of
// FwpmSessionCreateEnumHandle0 stands for.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "api/client/engine.h"

namespace wfp::api {

struct SessionInfo {
  std::array<std::uint8_t, 16> key{};
  std::optional<std::string> name;  // UTF-8; none and empty are different
  std::optional<std::string> description;
  std::uint32_t flags = 0;
  std::uint32_t transaction_wait_ms = 0;
  std::uint32_t process_id = 0;
  std::vector<std::uint8_t> user;  // SID
  bool kernel_mode = false;
};

class SessionEnum final : public SessionObject {
 public:
  using Capability = ipc::wire::SessionEnum::Client;

  static Call<std::shared_ptr<SessionEnum>> create(const std::shared_ptr<Engine>& engine);

  // The next sessions, fewer than `count` only when fewer are left. Calls on one enumeration take
  // turns.
  Call<std::vector<SessionInfo>> next(std::uint32_t count);

  struct OnThread final : LoopObject {
    explicit OnThread(Capability from) : capability(kj::mv(from)) {}
    ~OnThread() noexcept override {}  // NOLINT: KJ's members have throwing destructors
    Capability capability;
  };
  SessionEnum(const std::shared_ptr<Engine>& engine, OnLoop<OnThread> on_thread)
      : SessionObject(engine), on_thread_(std::move(on_thread)) {}

 private:
  std::mutex mutex_;
  OnLoop<OnThread> on_thread_;
};

}  // namespace wfp::api
