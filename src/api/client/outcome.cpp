#include "api/client/outcome.h"

#include <algorithm>

namespace wfp::api {

namespace {

// The kinds of the protocol and the types of the C API stand in one order.
constexpr std::uint32_t kFirstPolicyType = static_cast<std::uint32_t>(ObjectType::provider) -
                                           static_cast<std::uint32_t>(ipc::wire::Kind::PROVIDER);
static_assert(static_cast<std::uint32_t>(ObjectType::net_events) ==
              kFirstPolicyType + static_cast<std::uint32_t>(ipc::wire::Kind::NET_EVENT));

Object read_policy(ipc::wire::Object::Policy::Reader policy) {
  if (policy.getKind() == ipc::wire::Kind::ENGINE) return {ObjectType::engine, 0, {}};
  const auto type = static_cast<std::uint32_t>(policy.getKind()) + kFirstPolicyType;
  if (type > static_cast<std::uint32_t>(ObjectType::net_events)) return {};
  Object object{static_cast<ObjectType>(type), 0, {}};
  const auto key = policy.getKey();
  std::copy_n(key.begin(), std::min(key.size(), object.key.size()), object.key.begin());
  return object;
}

}  // namespace

Object read_object(ipc::wire::Object::Reader object) {
  switch (object.which()) {
    case ipc::wire::Object::ENGINE:
      return {ObjectType::engine, 0, {}};
    case ipc::wire::Object::ENDPOINTS:
      return {ObjectType::endpoints, 0, {}};
    case ipc::wire::Object::ENDPOINT:
      return {ObjectType::endpoint, object.getEndpoint(), {}};
    case ipc::wire::Object::POLICY:
      return read_policy(object.getPolicy());
  }
  return {};
}

void write_object(const Object& object, ipc::wire::Object::Builder wire) {
  if (object.type >= ObjectType::provider) {
    auto policy = wire.initPolicy();
    policy.setKind(
        static_cast<ipc::wire::Kind>(static_cast<std::uint32_t>(object.type) - kFirstPolicyType));
    if (object.key != decltype(object.key){})
      policy.setKey(kj::arrayPtr(object.key.data(), object.key.size()));
    return;
  }
  switch (object.type) {
    case ObjectType::endpoints:
      return wire.setEndpoints();
    case ObjectType::endpoint:
      return wire.setEndpoint(object.endpoint_id);
    default:
      return wire.setEngine();
  }
}

Call<void> read_outcome(ipc::wire::Outcome::Reader outcome) {
  if (outcome.getStatus() == static_cast<std::uint32_t>(Status::success)) return {};
  Refusal refusal(status_info(static_cast<Status>(outcome.getStatus())).status,
                  std::string(outcome.getDetail().cStr()));
  if (outcome.hasRefusal()) {
    const auto wire = outcome.getRefusal();
    refusal.object = read_object(wire.getObject());
    refusal.missing_access = wire.getMissing();
    refusal.privilege = wire.getPrivilege().cStr();
    refusal.owner.assign(wire.getOwner().begin(), wire.getOwner().end());
  }
  return fail(std::move(refusal));
}

}  // namespace wfp::api
