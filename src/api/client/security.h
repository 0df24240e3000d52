// Reading and writing the security descriptor of an object.
#pragma once

#include "api/client/engine.h"
#include "api/convert/descriptor.h"

namespace wfp::api {

// What a Set hands over. A pointer counts only if its bit of `information` is set, and is not
// followed otherwise.
struct SecurityParts {
  SECURITY_INFORMATION information;
  const SID* owner;
  const SID* group;
  const ACL* dacl;
  const ACL* sacl;
};

Call<DescriptorParts> get_security(const Engine& engine, const Object& object,
                                   SECURITY_INFORMATION information);
Call<void> set_security(const Engine& engine, const Object& object, const SecurityParts& parts);
Call<void> reset_security(const Engine& engine, const Object& object, bool windows_default);

}  // namespace wfp::api
