#include "daemon/wire_answer.h"

#include "daemon/wire_object.h"
#include "daemon/wire_value.h"

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
    case wire::Object::POLICY: {
      WFP_TRY(const engine::Kind kind, read_kind(object.getPolicy().getKind()));
      WFP_TRY(const auto key, read_optional_key(object.getPolicy().getKey()));
      return Object::policy(kind, key);
    }
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
    case Object::Kind::policy: {
      auto policy = builder.initPolicy();
      policy.setKind(wire_kind(object.policy_kind));
      if (object.key) policy.setKey(key_data(*object.key));
      return;
    }
  }
}

}  // namespace wfp::daemon
