// EngineDriver: makes random steps on the engine and on its model at once, and tells the first
// difference.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/classify.h"
#include "engine/engine.h"
#include "engine/load.h"
#include "engine_model.h"
#include "random_policy.h"

namespace wfp::engine::model {

class EngineDriver {
 public:
  explicit EngineDriver(std::uint64_t seed);

  // The first difference, or nothing.
  std::optional<std::string> run(std::uint64_t steps);

  // What succeeded, so that a run that did nothing is not taken for one that found nothing.
  struct Tally {
    std::uint64_t added = 0, removed = 0, committed = 0, waited = 0, blocked = 0, permitted = 0,
                  killed = 0, restarted = 0, came_back = 0, not_stored = 0;
    std::uint64_t most_filters = 0;
  };
  [[nodiscard]] const Tally& tally() const { return tally_; }

 private:
  using Difference = std::optional<std::string>;

  Difference step();
  Difference open();
  Difference close();
  Difference begin();
  Difference prepare();
  Difference finish(bool commit);
  Difference add();
  Difference add_provider(const Guid& session);
  Difference add_context(const Guid& session);
  Difference add_sublayer(const Guid& session);
  Difference add_callout(const Guid& session);
  Difference add_filter(const Guid& session);
  Difference remove();
  Difference classify_one();
  Difference look();
  Difference let_time_pass();
  Difference restart();
  Difference compare();

  template <class T>
  Difference add_object(const Guid& session, T object, Object known);
  template <class T>
  Difference remove_object(const Guid& session);
  template <class T>
  Difference compare_kind();

  // A session that does not wait, if there is one.
  std::optional<Guid> any_session();
  // Mostly one that holds the lock to write, so that not every write finds it taken.
  std::optional<Guid> any_writer();
  static Difference differ(const std::string& what, Status engine, Status model);
  void start(Snapshot snapshot);

  RandomPolicy random_;
  std::uint32_t last_guid_ = 0;
  Time now_ = 0;
  bool stores_ = true;  // commits can be made durable
  TokenRef token_;
  TokenRef other_token_;
  CalloutRegistry callouts_;
  std::optional<Engine> engine_;
  EngineModel model_;
  Tally tally_;
};

}  // namespace wfp::engine::model
