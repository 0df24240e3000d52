// The resource attributes of an endpoint, as conditions of ACEs see them: (@RESOURCE.app ==
// "/usr/sbin/nginx").
//
//   app, service, direction              strings, compared case-sensitively
//   user                                 SID of the user who made the socket
//   protocol, local_port, remote_port    integers
//
// What is not known is absent.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "endpoint/snapshot.h"
#include "security/attribute.h"
#include "security/claim.h"

namespace wfp::endpoint {

enum class AttributeName : std::uint8_t {
  app,
  service,
  direction,
  user,
  protocol,
  local_port,
  remote_port
};
inline constexpr std::size_t kAttributeNames = 7;

// "app": as conditions write it.
std::string_view to_string(AttributeName name);

// "inbound", "outbound", "listening"; empty for none.
std::string_view to_string(Direction direction);

// A set of names: bit n stands for AttributeName n.
using AttributeNames = std::uint32_t;
inline constexpr AttributeNames kAllAttributes = (1u << kAttributeNames) - 1;
constexpr AttributeNames bit(AttributeName name) { return 1u << static_cast<unsigned>(name); }

// Those of `wanted` that are known.
std::vector<security::Claim> claims_of(const Snapshot& snapshot, const Endpoint& endpoint,
                                       AttributeNames wanted = kAllAttributes);
security::AttributeSet attributes_of(const Snapshot& snapshot, const Endpoint& endpoint,
                                     AttributeNames wanted = kAllAttributes);

}  // namespace wfp::endpoint
