// EngineDriver: makes random steps on the engine and on its model at once, and tells the first
// difference.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "engine/engine.h"
#include "engine/load.h"
#include "engine_model.h"

namespace wfp::engine::model {

class EngineDriver {
 public:
  explicit EngineDriver(std::uint64_t seed);

  // The first difference, or nothing.
  std::optional<std::string> run(std::uint64_t steps);

  // What succeeded, so that a run that did nothing is not taken for one that found nothing.
  struct Tally {
    std::uint64_t added = 0, removed = 0, committed = 0, waited = 0, blocked = 0, permitted = 0,
                  restarted = 0;
  };
  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  using Difference = std::optional<std::string>;

  Difference step();
  Difference open();
  Difference close();
  Difference begin();
  Difference finish(bool commit);
  Difference add();
  Difference remove();
  Difference classify_one();
  Difference look();
  Difference let_time_pass();
  Difference restart();
  Difference compare();

  template <class T>
  Difference add_object(const Guid& session, T object, Object known);
  template <class T>
  Difference remove_object(const Guid& session, Kind kind, const Guid& key);
  template <class T>
  Difference compare_kind(Kind kind);

  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  bool one_in(std::uint32_t n) { return pick(n) == 0; }
  // A session that does not wait, if there is one.
  std::optional<Guid> any_session();
  Guid pooled(std::uint32_t kind, std::uint32_t keys = 8) {
    return {kind * 100 + pick(keys), 0, 0, {1}};
  }
  std::vector<schema::Condition> random_conditions();
  Filter random_filter();
  Lifetime random_lifetime(std::uint32_t& flags, std::uint32_t persistent);
  static Difference differ(const std::string& what, Status engine, Status model);
  void start(Snapshot snapshot);

  std::mt19937_64 random_;
  std::uint32_t last_guid_ = 0;
  Time now_ = 0;
  TokenRef token_;
  CalloutRegistry callouts_;
  std::optional<Engine> engine_;
  EngineModel model_;
  std::uint64_t order_ = 0;
  std::uint64_t step_ = 0;
  Tally tally_;
};

}  // namespace wfp::engine::model
