// Failure: why a request was not done, with what a person needs who wants to do something about it.
//
//   Answer<Bytes> security = policy.get(...);       WFP_TRY(auto bytes, policy.get(...));
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <utility>

#include "base/guid.h"
#include "base/result.h"
#include "engine/object.h"
#include "security/rights.h"
#include "security/sid.h"

namespace wfp::daemon {

// What a request is about. One endpoint is named by its id; an object of the policy by kind and
// key, the container of a kind by the kind alone.
struct Object {
  enum class Kind : std::uint8_t { engine, endpoints, endpoint, policy };
  Kind kind = Kind::engine;
  std::uint64_t endpoint_id = 0;
  engine::Kind policy_kind = engine::Kind::engine;
  std::optional<Guid> key{};

  static Object engine() { return {}; }
  static Object endpoints() { return {.kind = Kind::endpoints}; }
  static Object endpoint(std::uint64_t id) { return {.kind = Kind::endpoint, .endpoint_id = id}; }
  // The container of all kinds is the engine.
  static Object policy(engine::Kind kind, std::optional<Guid> key = {}) {
    if (kind == engine::Kind::engine) return engine();
    return {.kind = Kind::policy, .policy_kind = kind, .key = key};
  }
  bool operator==(const Object&) const = default;
};

// Only with access_denied and privilege_not_held.
struct Refusal {
  Object object;
  security::AccessMask missing = 0;      // the rights that are missing, or
  std::string privilege{};               // the privilege
  std::optional<security::Sid> owner{};  // of the object, if the caller may know it
};

struct Failure {
  Failure(Error why)
      : error(std::move(why)) {
  }  // NOLINT(google-explicit-constructor): an Error is a plain Failure
  Failure(Error why, Refusal what) : error(std::move(why)), refusal(std::move(what)) {}

  Error error;
  std::optional<Refusal> refusal;
};

template <class T>
using Answer = std::expected<T, Failure>;

}  // namespace wfp::daemon

namespace wfp {
[[nodiscard]] inline std::unexpected<daemon::Failure> fail(daemon::Failure failure) {
  return std::unexpected(std::move(failure));
}
}  // namespace wfp
