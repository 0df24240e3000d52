// Between the daemon's Answers and the wire's Outcomes.
#pragma once

#include "daemon/failure.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

namespace wire = ipc::wire;

void write_failure(wire::Outcome::Builder outcome, const Failure& failure);

// Success leaves the outcome at its zeros.
template <class T>
void write_outcome(wire::Outcome::Builder outcome, const Answer<T>& answer) {
  if (!answer) write_failure(outcome, answer.error());
}

// invalid_parameter for a kind this release does not know.
Result<Object> read_object(wire::Object::Reader object);
void write_object(wire::Object::Builder builder, const Object& object);

inline capnp::Data::Reader data_of(std::span<const std::uint8_t> bytes) {
  return {bytes.data(), bytes.size()};
}
inline std::span<const std::uint8_t> bytes_of(capnp::Data::Reader data) {
  return {data.begin(), data.size()};
}

}  // namespace wfp::daemon
