#include "api/convert/object_name.h"

#include "api/convert/wire.h"

namespace wfp::api {

Call<Object> object_named(const OPENWFP_OBJECT0* object) {
  if (object == nullptr) return fail(Refusal(Status::fwp_null_pointer));
  const std::uint32_t type = number_of(object->type);
  if (type == OPENWFP_OBJECT_NONE || type > OPENWFP_OBJECT_NET_EVENTS) {
    return fail(Refusal(Status::fwp_invalid_enumerator, "object->type names no kind of object"));
  }
  Object named{static_cast<ObjectType>(type), 0, {}};
  if (named.type == ObjectType::endpoint) named.endpoint_id = object->endpointId;
  if (named.type >= ObjectType::provider && named.type < ObjectType::net_events)
    std::memcpy(named.key.data(), &object->key, named.key.size());
  return named;
}

OPENWFP_OBJECT0 windows_object(const Object& object) {
  OPENWFP_OBJECT0 named{};
  named.type = static_cast<OPENWFP_OBJECT_TYPE>(object.type);
  named.endpointId = object.endpoint_id;
  std::memcpy(&named.key, object.key.data(), object.key.size());
  return named;
}

}  // namespace wfp::api
