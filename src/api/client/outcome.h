// Outcome of the protocol <-> Call: how the engine says yes or no.
#pragma once

#include <variant>

#include "api/client/refusal.h"
#include "ipc/capnp.h"

namespace wfp::api {

// Nothing, or why not. A status that this library does not know is Status::internal_error, never
// success.
Call<void> read_outcome(ipc::wire::Outcome::Reader outcome);

// Sends a request whose answer is an outcome alone.
template <class Request>
kj::Promise<Call<std::monostate>> send_for_outcome(Request& request) {
  return request.send().then([](auto&& response) -> Call<std::monostate> {
    WFP_CHECK_OK(read_outcome(response.getOutcome()));
    return std::monostate{};
  });
}

Object read_object(ipc::wire::Object::Reader object);
void write_object(const Object& object, ipc::wire::Object::Builder wire);

}  // namespace wfp::api
