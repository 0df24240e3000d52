// Refusal: why a call of the C API failed. What wfp::Error says, and what was refused to whom when
// it was access.
//
//   Call<Token> token = ...;   if (!token) return fail(std::move(token).error());
//
// A plain Error turns into a Refusal by itself, so WFP_TRY works on a Result inside a function
// returning a Call.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace wfp::api {

// What a security descriptor protects. The numbers are those of OPENWFP_OBJECT_TYPE.
enum class ObjectType : std::uint32_t {
  none = 0,
  engine = 1,
  endpoints = 2,
  endpoint = 3,
  provider = 4,
  provider_context = 5,
  sublayer = 6,
  layer = 7,
  callout = 8,
  filter = 9,
  net_events = 10,
};

struct Object {
  ObjectType type = ObjectType::none;
  std::uint64_t endpoint_id = 0;          // of an endpoint
  std::array<std::uint8_t, 16> key = {};  // of an object of the policy; all zero: the container
};

struct Refusal {
  Status status;
  std::string detail;  // a sentence for a person, may be empty
  Object object;       // none unless access was refused
  std::uint32_t missing_access = 0;
  std::string privilege;            // the one that is missing, may be empty
  std::vector<std::uint8_t> owner;  // SID; empty if the caller may not know it

  explicit Refusal(Status why, std::string what = {}) : status(why), detail(std::move(what)) {}
  Refusal(Error error)  // NOLINT: every Error is a Refusal
      : status(error.status), detail(std::move(error.what)) {}
};

// The answer of one call.
template <class T>
using Call = std::expected<T, Refusal>;

}  // namespace wfp::api

namespace wfp {
[[nodiscard]] inline std::unexpected<api::Refusal> fail(api::Refusal refusal) {
  return std::unexpected(std::move(refusal));
}
}  // namespace wfp
