// Tokens on the wire, both ways, with Windows' numbers for group attributes and privileges.
#pragma once

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "ipc/capnp.h"
#include "security/rights.h"
#include "security/token.h"

namespace wfp::daemon {

// invalid_sid, invalid_parameter (too many SIDs): what a client says about a token is not believed
// to be well-formed.
Result<security::Token> read_token(ipc::wire::Token::Reader token);
endpoint::CredentialSet read_unix_user(ipc::wire::UnixUser::Reader user);

// What a handle to such a token may be used for: to look at it and to copy it, no more. Generic
// rights and MAXIMUM_ALLOWED are understood; access_denied for anything else.
Result<security::AccessMask> grant_token_access(security::AccessMask desired);

void write_token(ipc::wire::Token::Builder builder, const security::Token& token,
                 const endpoint::CredentialSet& credentials);

}  // namespace wfp::daemon
