// Subscription: what the HANDLEs of FwpmFilterSubscribeChanges0 and its like, and of
// FwpmNetEventSubscribe0, stand for.
#pragma once

#include <functional>

#include "api/client/delivery.h"
#include "api/client/policy.h"

namespace wfp::api {

class Subscription final : public SessionObject {
 public:
  using ReadChange = std::function<Call<OwnedMemory>(ipc::wire::PolicyChange::Reader)>;
  // Null memory: nothing that this version of the callback could be told.
  using ReadEvent = std::function<Call<OwnedMemory>(ipc::wire::NetEvent::Reader)>;
  using WriteWanted = std::function<Call<void>(ipc::wire::NetEventTemplate::Builder)>;

  static Call<std::shared_ptr<Subscription>> to_changes(const std::shared_ptr<Engine>& engine,
                                                        PolicyKind kind,
                                                        const WriteSelection& write,
                                                        std::uint32_t flags, ReadChange read,
                                                        Delivery::Callback callback);
  static Call<std::shared_ptr<Subscription>> to_events(const std::shared_ptr<Engine>& engine,
                                                       const WriteWanted& write, ReadEvent read,
                                                       Delivery::Callback callback);

  // Ends it: the callback is not called afterwards, and does not run any more.
  ~Subscription() override { delivery_->end(); }

  [[nodiscard]] PolicyKind kind() const { return kind_; }

  struct OnThread final : LoopObject {
    explicit OnThread(ipc::wire::Subscription::Client from) : capability(kj::mv(from)) {}
    ~OnThread() noexcept override {}  // NOLINT: KJ's members have throwing destructors
    ipc::wire::Subscription::Client capability;
  };
  Subscription(const std::shared_ptr<Engine>& engine, PolicyKind kind,
               std::shared_ptr<Delivery> delivery, OnLoop<OnThread> on_thread)
      : SessionObject(engine),
        kind_(kind),
        delivery_(std::move(delivery)),
        on_thread_(std::move(on_thread)) {}

 private:
  PolicyKind kind_;
  std::shared_ptr<Delivery> delivery_;
  OnLoop<OnThread> on_thread_;
};

using ReadSubscriptions =
    std::function<Call<OwnedMemory>(capnp::List<ipc::wire::PolicySubscription>::Reader)>;
using ReadEventSubscriptions =
    std::function<Call<OwnedMemory>(capnp::List<ipc::wire::NetEventSubscription>::Reader)>;

// Those that there are, and how many; null memory for none.
Call<PolicyEnum::Rows> change_subscriptions(const Engine& engine, PolicyKind kind,
                                            const ReadSubscriptions& read);
Call<PolicyEnum::Rows> event_subscriptions(const Engine& engine,
                                           const ReadEventSubscriptions& read);

}  // namespace wfp::api
