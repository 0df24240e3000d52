// OPENWFP_PRINCIPAL0 -> the protocol: whom a question is about.
#pragma once

#include "api/client/refusal.h"
#include "api/windows.h"
#include "ipc/capnp.h"

namespace wfp::api {

// Status::fwp_null_pointer: a count without its array, or a group without its SID.
Call<void> check_principal(const OPENWFP_PRINCIPAL0& principal);

// For one with a `user`: exactly this token; for one without: the user's of these Unix credentials.
void write_token(const OPENWFP_PRINCIPAL0& from, ipc::wire::Token::Builder token);
void write_unix_user(const OPENWFP_PRINCIPAL0& from, ipc::wire::UnixUser::Builder user);

}  // namespace wfp::api
