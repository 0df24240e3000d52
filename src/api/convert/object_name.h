// Object <-> OPENWFP_OBJECT0: what a security descriptor protects.
#pragma once

#include "api/client/refusal.h"
#include "api/windows.h"

namespace wfp::api {

// Status::fwp_null_pointer; Status::fwp_invalid_enumerator: it names no kind of object.
Call<Object> object_named(const OPENWFP_OBJECT0* object);
OPENWFP_OBJECT0 windows_object(const Object& object);

}  // namespace wfp::api
