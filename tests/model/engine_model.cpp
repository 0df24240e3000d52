#include "engine_model.h"

#include <algorithm>

#include "schema/builtin.h"

namespace wfp::engine::model {
namespace {

using schema::ActionType;

bool is_builtin_sublayer(const Guid& key) { return schema::find_builtin_sublayer(key) != nullptr; }

int length(Lifetime lifetime) {
  return lifetime == Lifetime::dynamic ? 0 : lifetime == Lifetime::fixed ? 1 : 2;
}

std::vector<std::pair<Kind, Guid>> references(const Object& object) {
  std::vector<std::pair<Kind, Guid>> all;
  if (object.provider) all.emplace_back(Kind::provider, *object.provider);
  if (object.kind != Kind::filter) return all;
  all.emplace_back(Kind::sublayer, object.filter.sublayer);
  if ((object.filter.action & schema::kActionFlagCallout) != 0)
    all.emplace_back(Kind::callout, object.filter.action_key);
  return all;
}

bool one_holds(const schema::Condition& condition, const Traffic& traffic) {
  const auto wanted = condition.value.as_unsigned();
  if (condition.field == schema::FieldId::flags) return (traffic.flags & *wanted) == 0;
  if (condition.field == schema::FieldId::ale_app_id) {
    return traffic.app != 0 && condition.value == schema::Value(schema::Blob{traffic.app});
  }
  if (!traffic.port) return false;
  if (const schema::Range* range = condition.value.get_range()) {
    return *traffic.port >= *range->low.as_unsigned() &&
           *traffic.port <= *range->high.as_unsigned();
  }
  return (*traffic.port == *wanted) == (condition.match == schema::MatchType::equal);
}

bool matches(const Filter& filter, const Traffic& traffic) {
  for (const schema::Condition& condition : filter.conditions) {
    const bool any = std::ranges::any_of(filter.conditions, [&](const schema::Condition& other) {
      return other.field == condition.field && one_holds(other, traffic);
    });
    if (!any) return false;
  }
  return true;
}

struct Voice {
  bool speaks = false;
  bool blocks = false;
  bool hard = false;
  bool callout = false;
};

Voice voice_of(const Filter& filter) {
  const bool clear = (filter.flags & schema::kFilterFlagClearActionRight) != 0;
  const auto action = static_cast<ActionType>(filter.action);
  if (action == ActionType::permit) return {true, false, clear, false};
  if (action == ActionType::block) return {true, true, true, false};
  if (is_registered(filter.action_key)) {
    if (action == ActionType::callout_inspection) return {};
    return {true, blocks(filter.action_key), clear, true};
  }
  if (action == ActionType::callout_inspection) return {};
  const bool permits = (filter.flags & schema::kFilterFlagPermitIfCalloutUnregistered) != 0;
  return {true, !permits, permits ? clear : true, false};
}

std::pair<std::uint16_t, std::uint64_t> rank(const Policy& policy, const Guid& sublayer) {
  if (const auto* builtin = schema::find_builtin_sublayer(sublayer)) return {builtin->weight, 0};
  const Object* own = policy.find(Kind::sublayer, sublayer);
  return {own->weight, own->order};
}

}  // namespace

bool is_registered(const Guid& callout) { return callout.data1 % 2 == 0; }
bool blocks(const Guid& callout) { return callout.data1 % 4 == 0; }

const Object* Policy::find(Kind kind, const Guid& key) const {
  const auto found = std::ranges::find_if(
      objects, [&](const Object& o) { return o.kind == kind && o.key == key; });
  return found == objects.end() ? nullptr : &*found;
}

Answer answer(const Policy& policy, const Traffic& traffic) {
  std::vector<const Object*> filters;
  for (const Object& object : policy.objects) {
    if (object.kind == Kind::filter && object.lifetime != Lifetime::boot_time)
      filters.push_back(&object);
  }
  std::ranges::sort(filters, [&](const Object* a, const Object* b) {
    const auto x = rank(policy, a->filter.sublayer);
    const auto y = rank(policy, b->filter.sublayer);
    if (x.first != y.first) return x.first > y.first;
    if (x.second != y.second) return x.second < y.second;
    if (a->filter.effective_weight != b->filter.effective_weight) {
      return a->filter.effective_weight > b->filter.effective_weight;
    }
    return a->filter.id < b->filter.id;
  });
  Answer standing;
  bool decided = false;
  bool hard = false;
  std::optional<Guid> spoken;
  for (const Object* object : filters) {
    if (spoken == object->filter.sublayer || !matches(object->filter, traffic)) continue;
    const Voice voice = voice_of(object->filter);
    if (!voice.speaks) continue;
    spoken = object->filter.sublayer;
    const bool veto =
        decided && hard && standing.verdict == Verdict::permit && voice.callout && voice.blocks;
    if (decided && hard && !veto) continue;
    standing = {voice.blocks ? Verdict::block : Verdict::permit, object->filter.id};
    decided = true;
    hard = voice.hard || veto;
  }
  return standing;
}

bool EngineModel::is_free(bool reads) const {
  for (const auto& [key, session] : sessions) {
    if (session.transaction == Transaction::writing) return false;
    if (session.transaction == Transaction::reading && !reads) return false;
  }
  return true;
}

void EngineModel::grant() {
  while (!queue_.empty() && is_free(queue_.front().reads)) {
    Session& session = sessions.at(queue_.front().session);
    session.transaction = queue_.front().reads ? Transaction::reading : Transaction::writing;
    session.view = committed;
    queue_.erase(queue_.begin());
  }
}

bool EngineModel::is_waiting(const Guid& session) const {
  const Transaction transaction = sessions.at(session).transaction;
  return transaction == Transaction::waiting_to_read ||
         transaction == Transaction::waiting_to_write;
}

void EngineModel::close(const Guid& session) {
  sessions.erase(session);
  std::erase_if(queue_, [&](const Waiter& waiter) { return waiter.session == session; });
  const auto is_own = [&](const Object& object) {
    return object.lifetime == Lifetime::dynamic && object.session == session;
  };
  std::erase_if(committed.objects, is_own);
  for (auto& [key, other] : sessions) {
    if (other.transaction == Transaction::writing) std::erase_if(other.view.objects, is_own);
  }
  grant();
}

Status EngineModel::begin(const Guid& key, bool reads, Time now, bool& waits) {
  Session& session = sessions.at(key);
  if (session.transaction != Transaction::none) return Status::fwp_txn_in_progress;
  waits = !queue_.empty() || !is_free(reads);
  if (waits) {
    session.transaction = reads ? Transaction::waiting_to_read : Transaction::waiting_to_write;
    session.deadline = now + 15'000;
    queue_.push_back({key, reads});
  } else {
    session.transaction = reads ? Transaction::reading : Transaction::writing;
    session.view = committed;
  }
  return Status::success;
}

Status EngineModel::commit(const Guid& key) {
  Session& session = sessions.at(key);
  if (session.transaction == Transaction::none) return Status::fwp_no_txn_in_progress;
  if (session.transaction == Transaction::writing) committed = session.view;
  session.transaction = Transaction::none;
  grant();
  return Status::success;
}

Status EngineModel::abort(const Guid& key) {
  Session& session = sessions.at(key);
  if (session.transaction == Transaction::none) return Status::fwp_no_txn_in_progress;
  session.transaction = Transaction::none;
  grant();
  return Status::success;
}

void EngineModel::advance(Time now) {
  std::erase_if(queue_, [&](const Waiter& waiter) {
    Session& session = sessions.at(waiter.session);
    if (session.deadline > now) return false;
    session.transaction = Transaction::none;
    return true;
  });
  grant();
}

Status EngineModel::may_write(const Guid& key) const {
  const Session& session = sessions.at(key);
  if (session.transaction == Transaction::writing) return Status::success;
  if (session.transaction == Transaction::reading) return Status::fwp_incompatible_txn;
  return queue_.empty() && is_free(false) ? Status::success : Status::fwp_timeout;
}

Policy& EngineModel::written_by(const Guid& key) {
  Session& session = sessions.at(key);
  return session.transaction == Transaction::writing ? session.view : committed;
}

const Policy& EngineModel::seen_by(const Guid& key) const {
  const Session& session = sessions.at(key);
  return session.transaction == Transaction::none ? committed : session.view;
}

Status EngineModel::add(const Guid& key, Object object) {
  if (const Status status = may_write(key); status != Status::success) return status;
  const Policy& policy = written_by(key);
  const bool dynamic = sessions.at(key).dynamic;
  if (object.kind == Kind::filter && !is_builtin_sublayer(object.filter.sublayer) &&
      policy.find(Kind::sublayer, object.filter.sublayer) == nullptr) {
    return Status::fwp_sublayer_not_found;
  }
  if (object.provider && policy.find(Kind::provider, *object.provider) == nullptr)
    return Status::fwp_provider_not_found;
  if (object.kind == Kind::filter && (object.filter.action & schema::kActionFlagCallout) != 0 &&
      policy.find(Kind::callout, object.filter.action_key) == nullptr) {
    return Status::fwp_callout_not_found;
  }
  if (dynamic && object.lifetime != Lifetime::fixed) return Status::fwp_lifetime_mismatch;
  if (dynamic) object.lifetime = Lifetime::dynamic;
  for (const auto& [kind, name] : references(object)) {
    if (kind == Kind::sublayer && is_builtin_sublayer(name)) continue;
    const Object& other = *policy.find(kind, name);
    if (length(other.lifetime) < length(object.lifetime)) return Status::fwp_lifetime_mismatch;
    if (other.lifetime == Lifetime::dynamic && other.session != key)
      return Status::fwp_lifetime_mismatch;
    const bool both_kept = length(object.lifetime) == 2 && length(other.lifetime) == 2;
    if (both_kept && kind != Kind::provider && other.provider &&
        other.provider != object.provider) {
      return Status::fwp_lifetime_mismatch;
    }
  }
  if (policy.find(object.kind, object.key) != nullptr) return Status::fwp_already_exists;
  return Status::success;
}

void EngineModel::place(const Guid& key, Object object) {
  if (sessions.at(key).dynamic) {
    object.lifetime = Lifetime::dynamic;
    object.session = key;
  }
  written_by(key).objects.push_back(std::move(object));
}

Status EngineModel::remove(const Guid& key, Kind kind, const Guid& name) {
  if (const Status status = may_write(key); status != Status::success) return status;
  Policy& policy = written_by(key);
  const Object* object = policy.find(kind, name);
  if (object == nullptr) {
    switch (kind) {
      case Kind::provider:
        return Status::fwp_provider_not_found;
      case Kind::sublayer:
        return Status::fwp_sublayer_not_found;
      case Kind::callout:
        return Status::fwp_callout_not_found;
      default:
        return Status::fwp_filter_not_found;
    }
  }
  const bool dynamic = object->lifetime == Lifetime::dynamic;
  if (dynamic && object->session != key) return Status::fwp_wrong_session;
  if (!dynamic && sessions.at(key).dynamic) return Status::fwp_dynamic_session_in_progress;
  for (const Object& other : policy.objects) {
    for (const auto& reference : references(other)) {
      if (reference == std::pair(kind, name)) return Status::fwp_in_use;
    }
  }
  std::erase_if(policy.objects,
                [&](const Object& other) { return other.kind == kind && other.key == name; });
  return Status::success;
}

void EngineModel::restart(bool same_boot) {
  sessions.clear();
  queue_.clear();
  std::erase_if(committed.objects, [&](const Object& object) {
    return object.lifetime == Lifetime::dynamic ||
           (!same_boot && object.lifetime == Lifetime::fixed);
  });
}

}  // namespace wfp::engine::model
