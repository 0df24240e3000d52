// ChangeFeed: brings the engine's notifications to those who subscribed to changes of the policy.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "daemon/feed.h"
#include "daemon/quotas.h"
#include "engine/engine.h"

namespace wfp::daemon {

inline constexpr std::size_t kQueuedChanges = 4096;  // of one subscriber
inline constexpr std::size_t kChangeBatch = 256;     // sent at once

class ChangeFeed {
 public:
  using Template = ipc::wire::PolicyTemplate;
  void add(engine::SubscriptionId id, const Guid& session, Template::Reader wanted,
           std::uint32_t flags, ipc::wire::ChangeSink::Client sink, Charge charge);
  void drop(engine::SubscriptionId id);
  void drop_session(const Guid& session);

  void deliver(const std::vector<engine::Notification>& notifications);

  // For the list of subscriptions; does nothing for one that is not there.
  void write(engine::SubscriptionId id, ipc::wire::PolicySubscription::Builder builder) const;

 private:
  struct Subscriber {
    Guid session;
    std::unique_ptr<capnp::MallocMessageBuilder> wanted;
    std::uint32_t flags;
    Charge charge;
  };
  std::map<engine::SubscriptionId, Subscriber> subscribers_;
  Feed<engine::Notification> feed_{kQueuedChanges, kChangeBatch};
};

}  // namespace wfp::daemon
