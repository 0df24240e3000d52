// PolicyCharges: what the objects of the policy cost those who added them. An object is charged
// when it is added, also in a transaction that may yet be aborted, and given back when it goes.
#pragma once

#include <map>
#include <vector>

#include "daemon/quotas.h"
#include "daemon/store.h"
#include "engine/change.h"

namespace wfp::daemon {

class PolicyCharges {
 public:
  explicit PolicyCharges(Ledger& ledger) : ledger_(ledger) {}

  struct Price {
    Charge object;
    Charge bytes;
  };
  // quota_exceeded: the user holds all he may.
  Result<Price> price(uid_t uid, std::uint64_t bytes);

  // A session has added an object; it counts from its commit on.
  void add(const Guid& session, const engine::ObjectName& object, Price price);
  // Its transaction was committed, or an ended session's objects went.
  void settle(const engine::Commit& commit);
  // Its transaction was aborted.
  void drop(const Guid& session) { pending_.erase(session); }
  // An object that was there when the daemon started: charged, whatever the ceiling says now.
  void adopt(const StoredOwner& owner);

 private:
  Ledger& ledger_;
  std::map<engine::ObjectName, Price> held_;
  std::map<Guid, std::map<engine::ObjectName, Price>> pending_;
};

}  // namespace wfp::daemon
