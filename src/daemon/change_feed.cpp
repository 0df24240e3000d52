#include "daemon/change_feed.h"

#include "daemon/wire_object.h"
#include "daemon/wire_value.h"

namespace wfp::daemon {
namespace {

// FWPM_CHANGE_TYPE.
constexpr std::uint32_t kAdd = 1;
constexpr std::uint32_t kDelete = 2;

void write_change(ipc::wire::PolicyChange::Builder builder, const engine::Notification& change) {
  builder.setType(change.type == engine::ChangeType::add ? kAdd : kDelete);
  builder.setKind(wire_kind(change.kind));
  builder.setKey(key_data(change.key));
  builder.setId(change.id);
}

}  // namespace

void ChangeFeed::add(engine::SubscriptionId id, const Guid& session, Template::Reader wanted,
                     std::uint32_t flags, ipc::wire::ChangeSink::Client sink, Charge charge) {
  auto kept = std::make_unique<capnp::MallocMessageBuilder>();
  kept->setRoot(wanted);
  subscribers_.emplace(id, Subscriber{session, std::move(kept), flags, std::move(charge)});
  feed_.add(id,
            [sink](const std::vector<engine::Notification>& batch,
                   std::uint64_t lost) mutable -> kj::Promise<void> {
              auto request = sink.changedRequest();
              auto changes = request.initChanges(static_cast<unsigned>(batch.size()));
              for (unsigned i = 0; i < changes.size(); ++i) write_change(changes[i], batch[i]);
              request.setLost(lost);
              return request.send().ignoreResult();
            });
}

void ChangeFeed::drop(engine::SubscriptionId id) {
  feed_.drop(id);
  subscribers_.erase(id);
}

void ChangeFeed::drop_session(const Guid& session) {
  std::erase_if(subscribers_, [&](const auto& entry) {
    if (entry.second.session != session) return false;
    feed_.drop(entry.first);
    return true;
  });
}

void ChangeFeed::deliver(const std::vector<engine::Notification>& notifications) {
  for (const engine::Notification& change : notifications) feed_.push(change.subscription, change);
}

void ChangeFeed::write(engine::SubscriptionId id,
                       ipc::wire::PolicySubscription::Builder builder) const {
  const auto found = subscribers_.find(id);
  if (found == subscribers_.end()) return;
  const Subscriber& subscriber = found->second;
  builder.setWanted(subscriber.wanted->getRoot<Template>().asReader());
  builder.setFlags(subscriber.flags);
  builder.setSessionKey(key_data(subscriber.session));
}

}  // namespace wfp::daemon
