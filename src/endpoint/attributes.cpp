#include "endpoint/attributes.h"

#include <array>

#include "base/utf.h"
#include "endpoint/principal.h"

namespace wfp::endpoint {
namespace {

using security::Claim;
using security::ClaimType;
using security::ClaimValue;

constexpr std::array<std::string_view, kAttributeNames> kNames = {
    "app", "service", "direction", "user", "protocol", "local_port", "remote_port"};

Claim claim(AttributeName name, ClaimType type, ClaimValue value) {
  const std::uint32_t flags = type == ClaimType::string ? Claim::kCaseSensitive : 0;
  return {to_utf16(to_string(name)), type, flags, {std::move(value)}};
}

Claim text(AttributeName name, std::string_view value) {
  return claim(name, ClaimType::string, to_utf16(value));
}

Claim number(AttributeName name, std::uint64_t value) {
  return claim(name, ClaimType::uint64, value);
}

}  // namespace

std::string_view to_string(AttributeName name) { return kNames[static_cast<std::size_t>(name)]; }

std::string_view to_string(Direction direction) {
  switch (direction) {
    case Direction::none:
      return {};
    case Direction::outbound:
      return "outbound";
    case Direction::inbound:
      return "inbound";
    case Direction::listening:
      return "listening";
  }
  return {};
}

std::vector<Claim> claims_of(const Snapshot& snapshot, const Endpoint& endpoint,
                             AttributeNames wanted) {
  std::vector<Claim> claims;
  const auto wants = [wanted](AttributeName name) { return (wanted & bit(name)) != 0; };
  const auto add_number = [&](AttributeName name, std::uint64_t value) {
    if (wants(name)) claims.push_back(number(name, value));
  };
  const Application* application = snapshot.application(endpoint);
  if (application && wants(AttributeName::app)) {
    claims.push_back(text(AttributeName::app, application->id));
  }
  const Cgroup* cgroup = snapshot.cgroup(endpoint);
  if (cgroup && !cgroup->service.empty() && wants(AttributeName::service)) {
    claims.push_back(text(AttributeName::service, cgroup->service));
  }
  if (endpoint.direction != Direction::none && wants(AttributeName::direction)) {
    claims.push_back(text(AttributeName::direction, to_string(endpoint.direction)));
  }
  const CredentialSet* made_by = snapshot.credential_set(endpoint);
  if (made_by && wants(AttributeName::user)) {
    claims.push_back(claim(AttributeName::user, ClaimType::sid, user_sid(made_by->uid)));
  }
  add_number(AttributeName::protocol, endpoint.protocol);
  if (endpoint.local_port != 0) add_number(AttributeName::local_port, endpoint.local_port);
  if (endpoint.remote_port != 0) add_number(AttributeName::remote_port, endpoint.remote_port);
  return claims;
}

security::AttributeSet attributes_of(const Snapshot& snapshot, const Endpoint& endpoint,
                                     AttributeNames wanted) {
  return security::AttributeSet::of_object(claims_of(snapshot, endpoint, wanted));
}

}  // namespace wfp::endpoint
