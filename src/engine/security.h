// The security of management objects: which rights each call needs, and the descriptors objects
// start with.
//
// Every object has a descriptor, also each kind's container and the engine itself. A new object
// takes the container's inheritable entries unless Add is given a descriptor; its owner is who
// added it. Nobody skips the check.
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "base/result.h"
#include "engine/object.h"
#include "engine/snapshot.h"
#include "engine/stored.h"
#include "schema/constants.h"
#include "security/access_check.h"
#include "security/generic_mapping.h"
#include "security/security_information.h"
#include "security/token.h"

namespace wfp::engine {

// What the generic rights mean for every object of the engine.
extern const security::GenericMapping kMapping;

enum class DefaultKind : std::uint8_t {
  ours,     // without the service accounts of Windows
  windows,  // exactly what Windows documents
};

// The engine's: administrators may everything, network configuration operators read, write and
// execute, everybody may open the engine and classify.
security::SecurityDescriptor default_engine_descriptor(DefaultKind kind);

// The engine's descriptor and those its containers take from it, by Kind.
std::array<DescriptorRef, kKindCount> default_containers(DefaultKind kind = DefaultKind::ours);

// What a target has if nobody sets anything else, with the SACL of `old`: the engine and a
// container the default, an object (in `container`) what its owner's Add would give it.
Result<DescriptorRef> default_descriptor(Kind target, DefaultKind kind,
                                         const security::CompiledDescriptor& old,
                                         const security::CompiledDescriptor* container);

// What a caller was denied: for a person who wants to do something about it.
struct Refusal {
  ObjectName object;                     // or the container of its kind (key zero)
  security::AccessMask missing = 0;      // the rights, or
  std::string privilege{};               // the privilege
  std::optional<security::Sid> owner{};  // of the object, if the caller may know it
};
Refusal refusal_of(const ObjectName& object, const security::CompiledDescriptor& descriptor,
                   const security::Token& token, security::AccessMask rights,
                   const security::AttributeSet* attributes = nullptr);

bool may(const DescriptorRef& descriptor, const security::Token& token,
         security::AccessMask rights);

// The descriptor of an object that `creator` adds to a container; `given`: what he passed to Add,
// or nullptr. Errors: invalid_owner, privilege_not_held (a SACL without SeSecurityPrivilege),
// invalid_security_descr.
Result<DescriptorRef> descriptor_of_new_object(const security::CompiledDescriptor& container,
                                               const security::SecurityDescriptor* given,
                                               const security::Token& creator);

// `old` with the parts that `information` (bits of SecurityInformation) names taken from `changes`,
// on behalf of `writer`. `container`: whose inheritable entries come anew when a list is
// unprotected; nullptr: none. Errors: those of security::set_security().
Result<DescriptorRef> with_changes(const security::CompiledDescriptor& old,
                                   const security::CompiledDescriptor* container,
                                   std::uint32_t information,
                                   const security::SecurityDescriptor& changes,
                                   const security::Token& writer, bool is_container);

// The parts of `whole` that `information` names.
security::SecurityDescriptor parts_of(const security::SecurityDescriptor& whole,
                                      std::uint32_t information);

// The engine's descriptor as it is kept: administrators may always open the engine.
DescriptorRef keeping_administrators(const DescriptorRef& engine);

// As SDDL, for audit records.
std::string describe_security(const security::CompiledDescriptor& descriptor);

// Whether the SACL asks for a record of this outcome.
bool is_audited(const security::CompiledDescriptor& descriptor, const security::Token& token,
                security::AccessMask desired, bool granted);

}  // namespace wfp::engine
