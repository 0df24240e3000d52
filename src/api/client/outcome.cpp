#include "api/client/outcome.h"

namespace wfp::api {

Object read_object(ipc::wire::Object::Reader object) {
  switch (object.which()) {
    case ipc::wire::Object::ENGINE:
      return {ObjectType::engine, 0};
    case ipc::wire::Object::ENDPOINTS:
      return {ObjectType::endpoints, 0};
    case ipc::wire::Object::ENDPOINT:
      return {ObjectType::endpoint, object.getEndpoint()};
    case ipc::wire::Object::POLICY:  // not asked for yet
      break;
  }
  return {};
}

void write_object(const Object& object, ipc::wire::Object::Builder wire) {
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
