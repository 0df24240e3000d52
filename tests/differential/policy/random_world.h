// RandomWorld: random policies over all layers and every field the kernel knows, and random
// operations, of values few enough that they meet each other.
#pragma once

#include <random>
#include <vector>

#include "compile/evaluate.h"
#include "engine/engine.h"
#include "engine/request.h"

namespace wfp::compile::differential {

// A user as the engine knows him and as the kernel does.
struct User {
  engine::TokenRef token;
  wfp_policy_token wire{};
  std::vector<std::uint32_t> groups;
};

class RandomWorld {
 public:
  explicit RandomWorld(std::uint64_t seed) : random_(seed) {}

  // The policy of an engine to which up to `filters` filters were added, at one layer or at all.
  engine::SnapshotRef policy(std::size_t filters, std::optional<schema::LayerId> layer);
  schema::LayerId layer();
  engine::Request request(schema::LayerId layer);
  User user(const wfp_key& hash_key);

  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  bool one_in(std::uint32_t n) { return pick(n) == 0; }

 private:
  schema::Value value(schema::FieldId field, schema::IpVersion version);
  schema::Value flags(schema::FieldId field);
  schema::Value descriptor();
  std::optional<schema::Condition> condition(const schema::LayerInfo& layer);
  engine::Filter filter(const schema::LayerInfo& layer);

  std::mt19937_64 random_;
};

}  // namespace wfp::compile::differential
