#include "engine/engine.h"
#include "engine/kinds.h"

namespace wfp::engine {
namespace {

bool wants(const Subscription& subscription, const Change& change, const Snapshot& snapshot) {
  const std::uint32_t flag = change.type == ChangeType::add ? schema::kSubscriptionFlagNotifyOnAdd
                             : change.type == ChangeType::remove
                                 ? schema::kSubscriptionFlagNotifyOnDelete
                                 : 0;
  if ((subscription.flags & flag) == 0) return false;
  return std::visit(
      [&]<class T>(const std::shared_ptr<const Stored<T>>& stored) {
        const auto* wanted = std::get_if<TemplateOf<T>>(&subscription.selects);
        if (wanted == nullptr) return false;
        if constexpr (std::is_same_v<T, Filter>) {
          return selects(*wanted, *stored, snapshot);
        } else {
          return selects(*wanted, stored->object);
        }
      },
      change.object);
}

Kind kind_of_template(const AnyTemplate& selects) {
  constexpr Kind kKinds[] = {Kind::provider, Kind::provider_context, Kind::sublayer, Kind::callout,
                             Kind::filter};
  return kKinds[selects.index()];
}

}  // namespace

Result<SubscriptionId> Engine::subscribe(const Guid& session, Kind kind, std::uint32_t flags,
                                         AnyTemplate selects) {
  WFP_TRY(const Session* own, enter(session));
  if (own->in_transaction()) return fail(Status::fwp_txn_in_progress, "not within a transaction");
  const std::uint32_t known =
      schema::kSubscriptionFlagNotifyOnAdd | schema::kSubscriptionFlagNotifyOnDelete;
  if (flags == 0 || (flags & ~known) != 0) return fail(Status::fwp_invalid_flags, "which changes?");
  if (kind_of_template(selects) != kind)
    return fail(Status::invalid_parameter, "a template of another kind");
  if (const auto* filters = std::get_if<FilterTemplate>(&selects))
    WFP_CHECK_OK(check_template(*filters));
  WFP_CHECK_OK(require(*own, {kind, {}}, container_of(*snapshot_, kind), schema::kActrlSubscribe,
                       "subscribe"));
  std::size_t count = 0;
  for (const auto& [id, other] : subscriptions_) count += other.session == session ? 1 : 0;
  if (count >= config_.limits.subscriptions_per_session) {
    return fail(Status::quota_exceeded, "the session has too many subscriptions");
  }
  subscriptions_.emplace(++last_subscription_,
                         Subscription{session, kind, flags, std::move(selects)});
  return last_subscription_;
}

Result<void> Engine::unsubscribe(const Guid& session, SubscriptionId id) {
  WFP_CHECK_OK(enter(session));
  const auto found = subscriptions_.find(id);
  if (found == subscriptions_.end() || found->second.session != session) {
    return fail(Status::fwp_not_found, "the session has no such subscription");
  }
  subscriptions_.erase(found);
  return {};
}

Result<std::vector<SubscriptionId>> Engine::subscriptions(const Guid& session, Kind kind) {
  WFP_TRY(const Session* own, enter(session));
  WFP_CHECK_OK(require(*own, {kind, {}}, container_of(*snapshot_, kind), schema::kActrlRead,
                       "list subscriptions"));
  std::vector<SubscriptionId> ids;
  for (const auto& [id, subscription] : subscriptions_) {
    if (subscription.kind == kind) ids.push_back(id);
  }
  return ids;
}

const Subscription* Engine::find_subscription(SubscriptionId id) const {
  const auto found = subscriptions_.find(id);
  return found == subscriptions_.end() ? nullptr : &found->second;
}

void Engine::notify(const Commit& commit) {
  for (const auto& [id, subscription] : subscriptions_) {
    if (subscription.session == commit.session) continue;  // who made a change knows of it
    const Session& subscriber = sessions_.at(subscription.session);
    for (const Change& change : commit.changes) {
      if (kind_of(change.object) != subscription.kind ||
          !wants(subscription, change, *commit.snapshot))
        continue;
      if (!may(security_of(change.object), *subscriber.token, schema::kActrlRead)) continue;
      events_.notifications.push_back({id, subscription.session, change.type, subscription.kind,
                                       key_of(change.object), id_of(change.object)});
    }
  }
}

}  // namespace wfp::engine
