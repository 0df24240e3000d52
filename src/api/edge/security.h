// The contract of every GetSecurityInfo and SetSecurityInfo function.
#pragma once

#include "api/client/security.h"
#include "api/edge/edge.h"

namespace wfp::api {

// Where a Get puts its results. Any of the four parts may be null; the descriptor may not.
struct SecurityOut {
  PSID* owner;
  PSID* group;
  PACL* dacl;
  PACL* sacl;
  PSECURITY_DESCRIPTOR* descriptor;
};

Call<void> get_security_info(HANDLE engine, const Object& object, SECURITY_INFORMATION information,
                             const SecurityOut& out);
Call<void> set_security_info(HANDLE engine, const Object& object, const SecurityParts& parts);

}  // namespace wfp::api
