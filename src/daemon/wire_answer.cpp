#include "daemon/wire_answer.h"

namespace wfp::daemon {

void write_failure(wire::Outcome::Builder outcome, const Failure& failure) {
  outcome.setStatus(static_cast<std::uint32_t>(failure.error.status));
  outcome.setDetail(failure.error.what.c_str());
  if (!failure.refusal) return;
  auto refusal = outcome.initRefusal();
  write_object(refusal.initObject(), failure.refusal->object);
  refusal.setMissing(failure.refusal->missing);
  refusal.setPrivilege(failure.refusal->privilege.c_str());
  if (failure.refusal->owner) refusal.setOwner(data_of(failure.refusal->owner->bytes()));
}

Result<Object> read_object(wire::Object::Reader object) {
  switch (object.which()) {
    case wire::Object::ENGINE:
      return Object::engine();
    case wire::Object::ENDPOINTS:
      return Object::endpoints();
    case wire::Object::ENDPOINT:
      return Object::endpoint(object.getEndpoint());
    case wire::Object::POLICY:  // not served yet
      break;
  }
  return fail(Status::invalid_parameter, "an object of a kind that this wfpd does not know");
}

void write_object(wire::Object::Builder builder, const Object& object) {
  switch (object.kind) {
    case Object::Kind::engine:
      return builder.setEngine();
    case Object::Kind::endpoints:
      return builder.setEndpoints();
    case Object::Kind::endpoint:
      return builder.setEndpoint(object.endpoint_id);
  }
}

}  // namespace wfp::daemon
