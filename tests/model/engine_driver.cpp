#include "engine_driver.h"

#include <set>

#include "schema/builtin.h"
#include "security/well_known.h"

namespace wfp::engine::model {
namespace {

using schema::FieldId;
using schema::MatchType;
using schema::Value;

constexpr schema::LayerId kLayer = schema::LayerId::ale_auth_connect_v4;

TokenRef administrator() {
  security::TokenData data;
  data.user = security::well_known(security::WellKnownSid::local_system);
  data.groups = {{security::well_known(security::WellKnownSid::builtin_administrators)}};
  return std::make_shared<const security::Token>(security::Token::create(std::move(data)).value());
}

template <class R>
Status status(const R& result) {
  return result ? Status::success : result.error().status;
}

}  // namespace

EngineDriver::EngineDriver(std::uint64_t seed) : random_(seed), token_(administrator()) {
  for (std::uint32_t i = 0; i < 8; ++i) {
    const Guid key{300 + i, 0, 0, {1}};
    if (!is_registered(key)) continue;
    const CalloutAction action = blocks(key) ? CalloutAction::block : CalloutAction::permit;
    callouts_.add(key, [action](const CalloutCall&) { return CalloutResult{action, false}; });
  }
  start(initial_snapshot());
}

void EngineDriver::start(Snapshot snapshot) {
  engine_.emplace(Engine::Config{[this] { return Guid{++last_guid_, 0, 0, {2}}; }, {}, {}},
                  std::move(snapshot));
}

EngineDriver::Difference EngineDriver::differ(const std::string& what, Status engine,
                                              Status model) {
  if (engine == model) return std::nullopt;
  return what + ": the engine says " + std::string(status_info(engine).nt_name) + ", the model " +
         std::string(status_info(model).nt_name);
}

std::optional<Guid> EngineDriver::any_session() {
  std::vector<Guid> ready;
  for (const auto& [key, session] : model_.sessions) {
    if (!model_.is_waiting(key)) ready.push_back(key);
  }
  if (ready.empty()) return std::nullopt;
  return ready[pick(static_cast<std::uint32_t>(ready.size()))];
}

std::optional<std::string> EngineDriver::run(std::uint64_t steps) {
  for (step_ = 0; step_ < steps; ++step_) {
    if (auto difference = step()) return "step " + std::to_string(step_) + ": " + *difference;
    static_cast<void>(engine_->take_events());
  }
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::step() {
  const std::uint32_t dice = pick(1000);
  if (dice < 30) return open();
  if (dice < 50) return close();
  if (dice < 110) return begin();
  if (dice < 170) return finish(!one_in(3));
  if (dice < 450) return add();
  if (dice < 620) return remove();
  if (dice < 900) return classify_one();
  if (dice < 960) return look();
  if (dice < 998) return let_time_pass();
  return restart();
}

EngineDriver::Difference EngineDriver::open() {
  if (model_.sessions.size() >= 6) return std::nullopt;
  SessionRequest request;
  request.flags = one_in(2) ? schema::kSessionFlagDynamic : 0;
  const bool dynamic = request.flags != 0;
  const auto key = engine_->open(std::move(request), token_, now_);
  if (!key) return "a session was not opened";
  model_.open(*key, dynamic);
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::close() {
  if (model_.sessions.empty()) return std::nullopt;
  auto victim = model_.sessions.begin();
  std::advance(victim, pick(static_cast<std::uint32_t>(model_.sessions.size())));
  const Guid key = victim->first;  // waiting or not, in a transaction or not: killed
  const Status closed = status(engine_->close(key, now_));
  model_.close(key);
  if (auto difference = differ("close", closed, Status::success)) return difference;
  return compare();
}

EngineDriver::Difference EngineDriver::begin() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const bool reads = one_in(3);
  bool waits = false;
  const Status expected = model_.begin(*session, reads, now_, waits);
  const auto ready = engine_->begin(*session, reads ? schema::kTxnReadOnly : 0, now_);
  if (auto difference = differ("begin", status(ready), expected)) return difference;
  if (ready && (*ready == Readiness::waiting) != waits) return "begin: waiting differs";
  tally_.waited += waits ? 1 : 0;
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::finish(bool commit) {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const Status expected = commit ? model_.commit(*session) : model_.abort(*session);
  const Status done =
      status(commit ? engine_->commit(*session, now_) : engine_->abort(*session, now_));
  if (auto difference = differ(commit ? "commit" : "abort", done, expected)) return difference;
  tally_.committed += commit && done == Status::success ? 1 : 0;
  return compare();
}

Lifetime EngineDriver::random_lifetime(std::uint32_t& flags, std::uint32_t persistent) {
  if (!one_in(4)) return Lifetime::fixed;
  flags |= persistent;
  return Lifetime::persistent;
}

std::vector<schema::Condition> EngineDriver::random_conditions() {
  std::vector<schema::Condition> conditions;
  for (std::uint32_t left = pick(4); left > 0; --left) {
    const auto port = static_cast<std::uint16_t>(pick(6));
    switch (pick(5)) {
      case 0:
        conditions.push_back({FieldId::ip_remote_port, MatchType::equal, Value(port)});
        break;
      case 1:
        conditions.push_back(
            {FieldId::ip_remote_port, MatchType::range,
             Value::range(Value(port), Value(static_cast<std::uint16_t>(port + pick(3))))});
        break;
      case 2:
        conditions.push_back({FieldId::ip_remote_port, MatchType::not_equal, Value(port)});
        break;
      case 3:
        conditions.push_back(
            {FieldId::flags, MatchType::flags_none_set, Value(std::uint32_t{1} << pick(3))});
        break;
      default:
        conditions.push_back({FieldId::ale_app_id, MatchType::equal,
                              Value(schema::Blob{static_cast<std::uint8_t>(1 + pick(3))})});
    }
  }
  return conditions;
}

Filter EngineDriver::random_filter() {
  constexpr std::uint32_t kActions[] = {schema::kActionBlock,
                                        schema::kActionPermit,
                                        schema::kActionBlock,
                                        schema::kActionPermit,
                                        schema::kActionCalloutTerminating,
                                        schema::kActionCalloutUnknown,
                                        schema::kActionCalloutInspection};
  Filter filter;
  filter.key = pooled(4, 24);
  filter.display.name = "f";
  filter.layer = schema::layer_info(kLayer).key;
  filter.sublayer = one_in(4) ? schema::layer_info(kLayer).default_sublayer : pooled(2);
  filter.action = kActions[pick(7)];
  if ((filter.action & schema::kActionFlagCallout) != 0) filter.action_key = pooled(3);
  if (one_in(4)) filter.flags |= schema::kFilterFlagClearActionRight;
  const bool may_be_unregistered = filter.action == schema::kActionCalloutTerminating ||
                                   filter.action == schema::kActionCalloutUnknown;
  if (may_be_unregistered && one_in(3))
    filter.flags |= schema::kFilterFlagPermitIfCalloutUnregistered;
  filter.weight =
      one_in(2) ? Value(std::uint64_t{pick(3)}) : Value(static_cast<std::uint8_t>(pick(3)));
  filter.conditions = random_conditions();
  return filter;
}

template <class T>
EngineDriver::Difference EngineDriver::add_object(const Guid& session, T object, Object known) {
  const Status expected = model_.add(session, known);
  const auto added = engine_->add(session, std::move(object), nullptr, now_);
  if (auto difference =
          differ("add a " + std::string(to_string(known.kind)), status(added), expected))
    return difference;
  if (!added) return std::nullopt;
  ++tally_.added;
  if constexpr (std::is_same_v<T, Filter>) {
    known.filter.id = added->id;
    known.filter.effective_weight =
        (*engine_->get<Filter>(session, added->key))->object.effective_weight;
  }
  known.order = ++order_;
  model_.place(session, std::move(known));
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::add() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  Object known;
  if (one_in(3)) known.provider = pooled(1);
  switch (pick(6)) {
    case 0: {
      Provider provider;
      known.kind = Kind::provider;
      known.provider.reset();
      provider.key = known.key = pooled(1);
      provider.display.name = "p";
      known.lifetime = random_lifetime(provider.flags, schema::kProviderFlagPersistent);
      return add_object(*session, provider, known);
    }
    case 1: {
      Sublayer sublayer;
      known.kind = Kind::sublayer;
      sublayer.key = known.key = pooled(2);
      sublayer.display.name = "s";
      sublayer.provider = known.provider;
      sublayer.weight = known.weight = static_cast<std::uint16_t>(pick(3) * 0x4000);
      known.lifetime = random_lifetime(sublayer.flags, schema::kSublayerFlagPersistent);
      return add_object(*session, sublayer, known);
    }
    case 2: {
      Callout callout;
      known.kind = Kind::callout;
      callout.key = known.key = pooled(3);
      callout.display.name = "c";
      callout.provider = known.provider;
      callout.layer = schema::layer_info(kLayer).key;
      known.lifetime = random_lifetime(callout.flags, schema::kCalloutFlagPersistent);
      return add_object(*session, callout, known);
    }
    default: {
      Filter filter = random_filter();
      known.kind = Kind::filter;
      known.key = filter.key;
      filter.provider = known.provider;
      known.lifetime = random_lifetime(filter.flags, schema::kFilterFlagPersistent);
      known.filter = filter;
      return add_object(*session, filter, known);
    }
  }
}

template <class T>
EngineDriver::Difference EngineDriver::remove_object(const Guid& session, Kind kind,
                                                     const Guid& key) {
  const Status expected = model_.remove(session, kind, key);
  const Status removed = status(engine_->remove<T>(session, key, now_));
  tally_.removed += removed == Status::success ? 1 : 0;
  return differ("delete a " + std::string(to_string(kind)), removed, expected);
}

EngineDriver::Difference EngineDriver::remove() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  switch (pick(6)) {
    case 0:
      return remove_object<Provider>(*session, Kind::provider, pooled(1));
    case 1:
      return remove_object<Sublayer>(*session, Kind::sublayer, pooled(2));
    case 2:
      return remove_object<Callout>(*session, Kind::callout, pooled(3));
    default:
      return remove_object<Filter>(*session, Kind::filter, pooled(4, 24));
  }
}

EngineDriver::Difference EngineDriver::classify_one() {
  Traffic traffic;
  Request request(kLayer);
  if (!one_in(6)) {
    traffic.port = static_cast<std::uint16_t>(pick(8));
    static_cast<void>(request.set(FieldId::ip_remote_port, Value(*traffic.port)));
  }
  traffic.app = static_cast<std::uint8_t>(pick(4));
  if (traffic.app != 0)
    static_cast<void>(request.set(FieldId::ale_app_id, Value(schema::Blob{traffic.app})));
  traffic.flags = pick(8);
  static_cast<void>(request.set(FieldId::flags, Value(traffic.flags)));
  const Decision decision = classify(request, *engine_->snapshot(), callouts_);
  const VerdictOnly verdict = decide(request, *engine_->snapshot(), callouts_);
  const Answer expected = answer(model_.committed, traffic);
  if (Answer{decision.verdict, decision.filter_id} != expected) return "classify decides otherwise";
  if (Answer{verdict.verdict, verdict.filter_id} != expected) return "decide decides otherwise";
  if (expected.filter != 0) {
    ++(expected.verdict == Verdict::block ? tally_.blocked : tally_.permitted);
  }
  return std::nullopt;
}

// Reads inside sessions: each sees its own transaction.
EngineDriver::Difference EngineDriver::look() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const Guid key = pooled(4, 24);
  const bool known = model_.seen_by(*session).find(Kind::filter, key) != nullptr;
  if (engine_->get<Filter>(*session, key).has_value() != known) return "get sees something else";
  const auto all = engine_->enumerate<Sublayer>(*session, {});
  std::size_t expected = schema::builtin_sublayers().size();
  for (const Object& object : model_.seen_by(*session).objects)
    expected += object.kind == Kind::sublayer ? 1 : 0;
  if (!all || all->size() != expected) return "enumerate sees something else";
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::let_time_pass() {
  now_ += pick(9000);
  engine_->advance(now_);
  model_.advance(now_);
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::restart() {
  const bool same_boot = one_in(2);
  ++tally_.restarted;
  Loaded loaded = load_policy(policy_of(*engine_->snapshot()), {same_boot, {}});
  if (!loaded.rejected.empty()) return "load refuses " + loaded.rejected[0];
  start(std::move(loaded.snapshot));
  engine_->advance(now_);  // nobody is awaited: dynamic objects end
  model_.restart(same_boot);
  // Ids are new: the model takes them over, and with them the order of equals.
  for (Object& object : model_.committed.objects) {
    if (object.kind != Kind::filter) continue;
    const auto stored = engine_->snapshot()->find<Filter>(object.key);
    if (stored == nullptr) return "a filter did not survive";
    object.filter.id = stored->object.id;
  }
  return compare();
}

template <class T>
EngineDriver::Difference EngineDriver::compare_kind(Kind kind) {
  std::set<std::pair<Guid, Lifetime>> engine;
  std::set<std::pair<Guid, Lifetime>> model;
  const auto& table = engine_->snapshot()->template table<T>();
  for (auto at = table.first(); at; at.next()) {
    if (at.value()->lifetime != Lifetime::builtin) engine.emplace(at.key(), at.value()->lifetime);
  }
  for (const Object& object : model_.committed.objects) {
    if (object.kind == kind) model.emplace(object.key, object.lifetime);
  }
  if (engine == model) return std::nullopt;
  return "the committed objects differ: " + std::string(to_string(kind));
}

EngineDriver::Difference EngineDriver::compare() {
  if (auto difference = compare_kind<Provider>(Kind::provider)) return difference;
  if (auto difference = compare_kind<Sublayer>(Kind::sublayer)) return difference;
  if (auto difference = compare_kind<Callout>(Kind::callout)) return difference;
  return compare_kind<Filter>(Kind::filter);
}

}  // namespace wfp::engine::model
