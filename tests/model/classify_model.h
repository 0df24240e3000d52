// What a policy answers, in the plainest way: sort all filters, ask one after the other.
//
// It knows the conditions that random_policy.cpp makes, and computes weights by itself.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/arbitration.h"
#include "engine/object.h"

namespace wfp::engine::model {

struct Object {
  Kind kind = Kind::provider;
  Guid key;
  Lifetime lifetime = Lifetime::fixed;
  Guid session;
  std::optional<Guid> provider;
  std::uint16_t weight = 0;    // of a sublayer
  Guid layer;                  // of a callout
  bool needs_context = false;  // of a callout
  Filter filter;               // of a filter, as it was given to Add
  std::uint64_t order = 0;     // of adding; no two objects have the same
};

struct Policy {
  std::vector<Object> objects;
  [[nodiscard]] const Object* find(Kind kind, const Guid& key) const;
};

// The traffic the model knows.
struct Traffic {
  schema::LayerId layer = schema::LayerId::ale_auth_connect_v4;
  std::optional<std::uint16_t> port;
  std::optional<std::uint32_t> address;
  std::uint8_t app = 0;  // 0: none
  std::uint32_t flags = 0;
};

struct Answer {
  Verdict verdict = Verdict::permit;
  std::optional<Guid> filter;
  bool operator==(const Answer&) const = default;
};

// Callout keys end in an even or odd number: the even ones are registered, and block if divisible
// by four.
bool is_registered(const Guid& callout);
bool blocks(const Guid& callout);

std::uint64_t weight_of(const Filter& filter);
Answer answer(const Policy& policy, const Traffic& traffic);

}  // namespace wfp::engine::model
