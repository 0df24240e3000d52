// The descriptors of an engine that nobody has configured, and the own (not inherited) part of the
// endpoint container's.
#pragma once

#include "daemon/failure.h"
#include "security/descriptor.h"

namespace wfp::daemon {

enum class DefaultKind : std::uint8_t {
  ours,     // without the service accounts of Windows; users see their own endpoints
  windows,  // exactly what Windows documents
};

// For the container: what it says itself; what it inherits from the engine comes on top.
Result<security::SecurityDescriptor> default_descriptor(Object::Kind kind, DefaultKind which);

}  // namespace wfp::daemon
