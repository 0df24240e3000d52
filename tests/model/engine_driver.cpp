#include "engine_driver.h"

#include <set>

#include "schema/builtin.h"
#include "security/well_known.h"

namespace wfp::engine::model {
namespace {

TokenRef administrator(const security::Sid& user) {
  security::TokenData data;
  data.user = user;
  data.groups = {{security::well_known(security::WellKnownSid::builtin_administrators)}};
  return std::make_shared<const security::Token>(security::Token::create(std::move(data)).value());
}

template <class R>
Status status(const R& result) {
  return result ? Status::success : result.error().status;
}

}  // namespace

EngineDriver::EngineDriver(std::uint64_t seed)
    : random_(seed),
      token_(administrator(security::well_known(security::WellKnownSid::local_system))),
      other_token_(administrator(security::well_known(security::WellKnownSid::local_service))) {
  for (std::uint32_t i = 0; i < 8; ++i) {
    const Guid key{static_cast<std::uint32_t>(Kind::callout) * 100 + i, 0, 0, {1}};
    if (!is_registered(key)) continue;
    const CalloutAction action = blocks(key) ? CalloutAction::block : CalloutAction::permit;
    callouts_.add(key, [action](const CalloutCall&) { return CalloutResult{action, false}; });
  }
  start(initial_snapshot());
}

void EngineDriver::start(Snapshot snapshot) {
  Engine::Config config;
  config.make_guid = [this] { return Guid{++last_guid_, 0, 0, {2}}; };
  config.before_commit = [this](const Commit&) -> Result<void> {
    if (stores_) return {};
    return fail(Status::insufficient_resources, "the disk is full");
  };
  engine_.emplace(std::move(config), std::move(snapshot));
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
  return ready[random_.pick(static_cast<std::uint32_t>(ready.size()))];
}

std::optional<Guid> EngineDriver::any_writer() {
  for (const auto& [key, session] : model_.sessions) {
    const bool may_write = session.state == EngineModel::State::writing ||
                           session.state == EngineModel::State::may_call;
    if (may_write && !random_.one_in(4)) return key;
  }
  return any_session();
}

std::optional<std::string> EngineDriver::run(std::uint64_t steps) {
  for (std::uint64_t i = 0; i < steps; ++i) {
    stores_ = !random_.one_in(20);
    if (auto difference = step()) return "step " + std::to_string(i) + ": " + *difference;
    static_cast<void>(engine_->take_events());
    tally_.most_filters = std::max(tally_.most_filters, engine_->snapshot()->filters.size());
  }
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::step() {
  const std::uint32_t dice = random_.pick(1000);
  if (dice < 40) return open();
  if (dice < 50) return close();
  if (dice < 80) return begin();
  if (dice < 90) return prepare();
  if (dice < 230) return finish(!random_.one_in(3));
  if (dice < 600) return add();
  if (dice < 690) return remove();
  if (dice < 900) return classify_one();
  if (dice < 960) return look();
  if (dice < 998) return let_time_pass();
  return restart();
}

EngineDriver::Difference EngineDriver::open() {
  if (model_.sessions.size() >= 5) return std::nullopt;
  SessionRequest request;
  request.flags = random_.one_in(2) ? schema::kSessionFlagDynamic : 0;
  if (!model_.orphans.empty() && random_.one_in(2)) request.key = model_.orphans.begin()->first;
  if (!model_.sessions.empty() && random_.one_in(8)) request.key = model_.sessions.begin()->first;
  const bool same_user = !random_.one_in(4);
  const bool dynamic = request.flags != 0;
  const bool comes_back = model_.orphans.contains(request.key);
  if (request.key.is_zero()) request.key = {++last_guid_, 0, 0, {3}};
  const Status expected = model_.open(request.key, dynamic, same_user);
  const auto key = engine_->open(request, same_user ? token_ : other_token_, now_);
  if (key) tally_.came_back += comes_back ? 1 : 0;
  return differ("open", status(key), expected);
}

EngineDriver::Difference EngineDriver::close() {
  if (model_.sessions.empty()) return std::nullopt;
  auto victim = model_.sessions.begin();
  std::advance(victim, random_.pick(static_cast<std::uint32_t>(model_.sessions.size())));
  const Guid key = victim->first;  // waiting or not, in a transaction or not: killed
  const Status closed = status(engine_->close(key, now_));
  model_.close(key, now_);
  ++tally_.killed;
  if (auto difference = differ("close", closed, Status::success)) return difference;
  return compare();
}

EngineDriver::Difference EngineDriver::begin() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const bool reads = random_.one_in(3);
  bool waits = false;
  const Status expected = model_.begin(*session, reads, now_, waits);
  const auto ready = engine_->begin(*session, reads ? schema::kTxnReadOnly : 0, now_);
  if (auto difference = differ("begin", status(ready), expected)) return difference;
  if (ready && (*ready == Readiness::waiting) != waits) return "begin: waiting differs";
  tally_.waited += waits ? 1 : 0;
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::prepare() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  bool waits = false;
  const Status expected = model_.prepare(*session, now_, waits);
  const auto ready = engine_->prepare_write(*session, now_);
  if (auto difference = differ("prepare", status(ready), expected)) return difference;
  if (ready && (*ready == Readiness::waiting) != waits) return "prepare: waiting differs";
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::finish(bool commit) {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const Status expected =
      commit ? model_.commit(*session, stores_, now_) : model_.abort(*session, now_);
  const Status done =
      status(commit ? engine_->commit(*session, now_) : engine_->abort(*session, now_));
  if (auto difference = differ(commit ? "commit" : "abort", done, expected)) return difference;
  tally_.committed += commit && done == Status::success ? 1 : 0;
  tally_.not_stored += done == Status::insufficient_resources ? 1 : 0;
  return compare();
}

template <class T>
EngineDriver::Difference EngineDriver::remove_object(const Guid& session) {
  const Guid key = random_.key(kKindOf<T>);
  const Status expected = model_.remove(session, kKindOf<T>, key, stores_, now_);
  const Status removed = status(engine_->remove<T>(session, key, now_));
  tally_.removed += removed == Status::success ? 1 : 0;
  return differ("delete a " + std::string(to_string(kKindOf<T>)), removed, expected);
}

EngineDriver::Difference EngineDriver::remove() {
  const auto session = any_writer();
  if (!session) return std::nullopt;
  switch (random_.pick(8)) {
    case 0:
      return remove_object<Provider>(*session);
    case 1:
      return remove_object<ProviderContext>(*session);
    case 2:
      return remove_object<Sublayer>(*session);
    case 3:
      return remove_object<Callout>(*session);
    default:
      return remove_object<Filter>(*session);
  }
}

EngineDriver::Difference EngineDriver::classify_one() {
  const Traffic traffic = random_.traffic();
  const Request request = request_of(traffic);
  const Snapshot& snapshot = *engine_->snapshot();
  const Decision decision = classify(request, snapshot, callouts_);
  const VerdictOnly verdict = decide(request, snapshot, callouts_);
  const Answer expected = answer(model_.committed, traffic);
  Answer with_walk{decision.verdict, std::nullopt};
  if (decision.filter_id != 0) with_walk.filter = decision.filter_key;
  Answer alone{verdict.verdict, std::nullopt};
  if (const Guid* key = snapshot.filter_ids.find(verdict.filter_id)) alone.filter = *key;
  if (with_walk != expected) return "classify decides otherwise";
  if (alone != expected) return "decide decides otherwise";
  if (expected.filter) {
    ++(expected.verdict == Verdict::block ? tally_.blocked : tally_.permitted);
  }
  return std::nullopt;
}

// Reads inside sessions: each sees its own transaction.
EngineDriver::Difference EngineDriver::look() {
  const auto session = any_session();
  if (!session) return std::nullopt;
  const Policy* seen = model_.seen_by(*session);
  const auto filters = engine_->enumerate<Filter>(*session, {});
  if (auto difference = differ("enumerate", status(filters),
                               seen == nullptr ? Status::fwp_txn_aborted : Status::success))
    return difference;
  if (seen == nullptr) return std::nullopt;
  std::set<std::pair<Guid, std::uint64_t>> engine;
  std::set<std::pair<Guid, std::uint64_t>> model;
  for (const auto& stored : *filters)
    engine.emplace(stored->object.key, stored->object.effective_weight);
  for (const Object& object : seen->objects) {
    if (object.kind == Kind::filter) model.emplace(object.key, weight_of(object.filter));
  }
  if (engine != model) return "enumerate sees something else";
  const Guid key = random_.key(Kind::callout);
  const bool known = seen->find(Kind::callout, key) != nullptr;
  if (engine_->get<Callout>(*session, key).has_value() != known) return "get sees something else";
  return std::nullopt;
}

EngineDriver::Difference EngineDriver::let_time_pass() {
  now_ += random_.one_in(30) ? 3'600'000 : random_.pick(9000);
  engine_->advance(now_);
  model_.advance(now_);
  if (!model_.orphans.empty() && random_.one_in(8)) {
    const Guid gone = model_.orphans.begin()->first;
    engine_->forget_session(gone);
    model_.forget(gone);
  }
  return compare();
}

EngineDriver::Difference EngineDriver::restart() {
  const bool same_boot = !random_.one_in(3);
  ++tally_.restarted;
  Loaded loaded = load_policy(policy_of(*engine_->snapshot()), {same_boot, {}});
  if (!loaded.rejected.empty()) return "load refuses " + loaded.rejected[0];
  start(std::move(loaded.snapshot));
  model_.restart(same_boot);
  for (auto& [key, orphan] : model_.orphans) {
    if (random_.one_in(3)) continue;  // its process is gone: its objects end
    orphan = {true, now_ + 30'000};
    engine_->await_session(key, token_->user(), orphan.deadline);
  }
  engine_->advance(now_);
  model_.advance(now_);
  return compare();
}

template <class T>
EngineDriver::Difference EngineDriver::compare_kind() {
  std::set<std::pair<Guid, Lifetime>> engine;
  std::set<std::pair<Guid, Lifetime>> model;
  const auto& table = engine_->snapshot()->template table<T>();
  for (auto at = table.first(); at; at.next()) {
    if (at.value()->lifetime != Lifetime::builtin) engine.emplace(at.key(), at.value()->lifetime);
  }
  for (const Object& object : model_.committed.objects) {
    if (object.kind == kKindOf<T>) model.emplace(object.key, object.lifetime);
  }
  if (engine == model) return std::nullopt;
  return "the committed objects differ: " + std::string(to_string(kKindOf<T>));
}

EngineDriver::Difference EngineDriver::compare() {
  if (auto difference = compare_kind<Provider>()) return difference;
  if (auto difference = compare_kind<ProviderContext>()) return difference;
  if (auto difference = compare_kind<Sublayer>()) return difference;
  if (auto difference = compare_kind<Callout>()) return difference;
  return compare_kind<Filter>();
}

}  // namespace wfp::engine::model
