// Security descriptors as Windows' functions get them: a pointer to either of two forms, told apart
// by a control bit.
//
//   absolute       SECURITY_DESCRIPTOR: a header with pointers to its parts
//   self-relative  SECURITY_DESCRIPTOR_RELATIVE: one block, the header with offsets to its parts
#pragma once

#include <windows.h>

#include "base/result.h"
#include "security/descriptor.h"

namespace wfp::win32 {

// Where the parts of a descriptor are; null for a part that is not there.
struct DescriptorParts {
  SECURITY_DESCRIPTOR_CONTROL control = 0;
  BYTE resource_manager_control = 0;
  PSID owner = nullptr;
  PSID group = nullptr;
  PACL sacl = nullptr;  // meaningful only with SE_SACL_PRESENT
  PACL dacl = nullptr;  // meaningful only with SE_DACL_PRESENT

  [[nodiscard]] bool is_self_relative() const { return (control & SE_SELF_RELATIVE) != 0; }
  [[nodiscard]] bool has_sacl() const { return (control & SE_SACL_PRESENT) != 0; }
  [[nodiscard]] bool has_dacl() const { return (control & SE_DACL_PRESENT) != 0; }
};

// invalid_parameter for a null pointer, unknown_revision for a revision but 1. The parts themselves
// are not looked at.
Result<DescriptorParts> parts_of(PSECURITY_DESCRIPTOR descriptor);

// Are the offsets of a self-relative descriptor where a part may be?
bool has_valid_offsets(PSECURITY_DESCRIPTOR descriptor, const DescriptorParts& parts);

// Are the parts well-formed?
bool is_valid(const DescriptorParts& parts);

// Bytes of the header in its form, and of the parts.
std::size_t size_in_bytes(const DescriptorParts& parts);

// The descriptor as a value; `otherwise` if a part is malformed.
Result<security::SecurityDescriptor> descriptor_at(
    PSECURITY_DESCRIPTOR descriptor, Status otherwise = Status::invalid_security_descr);

// Leaves in the descriptor what the mask asks for, of the SACL down to single kinds of ACEs; the
// rest becomes absent.
Result<void> keep_parts(security::SecurityDescriptor& descriptor, SECURITY_INFORMATION wanted);

}  // namespace wfp::win32
