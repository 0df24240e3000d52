// RandomPolicy: random objects, conditions and traffic, few enough that they meet each other.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "classify_model.h"
#include "engine/request.h"

namespace wfp::engine::model {

class RandomPolicy {
 public:
  explicit RandomPolicy(std::uint64_t seed) : random_(seed) {}

  std::uint32_t pick(std::uint32_t below) { return static_cast<std::uint32_t>(random_() % below); }
  bool one_in(std::uint32_t n) { return pick(n) == 0; }
  // One of the few keys of a kind.
  Guid key(Kind kind);
  Guid layer();

  Filter filter();
  // Flags of a filter or of another kind, and the life they ask for.
  Lifetime lifetime(std::uint32_t& flags, std::uint32_t persistent);
  Traffic traffic();

 private:
  schema::Condition port_condition();
  schema::Condition address_condition();
  schema::Condition condition();

  std::mt19937_64 random_;
};

Request request_of(const Traffic& traffic);

}  // namespace wfp::engine::model
