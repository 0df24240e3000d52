#include "daemon/policy_charges.h"

namespace wfp::daemon {

using engine::ChangeType;
using engine::ObjectName;

Result<PolicyCharges::Price> PolicyCharges::price(uid_t uid, std::uint64_t bytes) {
  Price price;
  WFP_TRY(price.object, ledger_.take(uid, Quota::policy_objects));
  WFP_TRY(price.bytes, ledger_.take(uid, Quota::policy_bytes, bytes));
  return price;
}

void PolicyCharges::add(const Guid& session, const ObjectName& object, Price price) {
  pending_[session].insert_or_assign(object, std::move(price));
}

void PolicyCharges::settle(const engine::Commit& commit) {
  auto added = pending_.find(commit.session);
  for (const engine::Change& change : commit.changes) {
    const ObjectName name{engine::kind_of(change.object), engine::key_of(change.object)};
    if (change.type == ChangeType::remove) held_.erase(name);
    if (change.type != ChangeType::add || added == pending_.end()) continue;
    if (const auto price = added->second.find(name); price != added->second.end())
      held_.insert_or_assign(name, std::move(price->second));
  }
  if (added != pending_.end()) pending_.erase(added);
}

void PolicyCharges::adopt(const StoredOwner& owner) {
  held_.insert_or_assign(owner.object,
                         Price{ledger_.hold(owner.uid, Quota::policy_objects),
                               ledger_.hold(owner.uid, Quota::policy_bytes, owner.bytes)});
}

}  // namespace wfp::daemon
