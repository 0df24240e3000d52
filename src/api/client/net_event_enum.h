// NetEventEnum: an enumeration of net events, what the HANDLE of FwpmNetEventCreateEnumHandle0
// stands for.
#pragma once

#include "api/client/subscription.h"

namespace wfp::api {

class NetEventEnum final : public SessionObject {
 public:
  using Capability = ipc::wire::NetEventEnum::Client;
  using Events = std::vector<ipc::wire::NetEvent::Reader>;
  using Keep = bool (*)(ipc::wire::NetEvent::Reader);
  using Read = std::function<Call<OwnedMemory>(const Events&)>;

  static Call<std::shared_ptr<NetEventEnum>> create(const std::shared_ptr<Engine>& engine,
                                                    const Subscription::WriteWanted& write);

  // The next events that `keep` says yes to, fewer than `count` only when fewer are left.
  Call<PolicyEnum::Rows> next(std::uint32_t count, Keep keep, const Read& read);

  struct OnThread final : LoopObject {
    explicit OnThread(Capability from) : capability(kj::mv(from)) {}
    ~OnThread() noexcept override {}  // NOLINT: KJ's members have throwing destructors
    Capability capability;
  };
  NetEventEnum(const std::shared_ptr<Engine>& engine, OnLoop<OnThread> on_thread)
      : SessionObject(engine), on_thread_(std::move(on_thread)) {}

 private:
  std::mutex mutex_;
  OnLoop<OnThread> on_thread_;
};

}  // namespace wfp::api
