// Guard: asks whether a token may do something with an object that the daemon itself keeps - the
// container of all endpoints, one endpoint - and answers as the engine does for its objects.
#pragma once

#include "daemon/failure.h"
#include "engine/security.h"
#include "security/attribute.h"
#include "security/compiled_descriptor.h"
#include "security/token.h"

namespace wfp::daemon {

// An object and the rules that guard it, for one question. Refers to what outlives the question.
struct GuardedObject {
  Object object;
  const security::CompiledDescriptor& rules;
  const security::AttributeSet* attributes =
      nullptr;  // of an endpoint: what conditions call @RESOURCE
};

// access_denied or privilege_not_held, with what exactly is missing and, if the token may know,
// whose the object is; unless the token has all of `rights`. No rights are always had.
Answer<void> require_access(const GuardedObject& target, const security::Token& token,
                            security::AccessMask rights);

// The parts of `whole` that `information` names, if the token may read them.
Answer<security::Bytes> read_security(const GuardedObject& target,
                                      const security::SecurityDescriptor& whole,
                                      const security::Token& token, std::uint32_t information);

}  // namespace wfp::daemon
