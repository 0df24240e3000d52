// A self-relative security descriptor -> the five out pointers of the GetSecurityInfo functions.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "api/convert/block.h"
#include "api/windows.h"

namespace wfp::api {

// The four parts point into the descriptor. A part that is absent, and a NULL ACL, is null.
struct DescriptorParts {
  OwnedMemory descriptor;
  PSID owner = nullptr;
  PSID group = nullptr;
  PACL dacl = nullptr;
  PACL sacl = nullptr;
};

// Status::internal_error for bytes that are no self-relative descriptor or point out of themselves.
Call<DescriptorParts> convert_descriptor(std::span<const std::uint8_t> bytes);

// The bytes of the self-relative descriptor that a caller passes, nothing for NULL. An absolute
// one: Status::descriptor_not_self_relative. Its parts are believed to be where it says, as their
// lengths are in themselves; whether they make a descriptor is the engine's to say.
Call<std::optional<std::span<const std::uint8_t>>> bytes_of_descriptor(PSECURITY_DESCRIPTOR sd);

}  // namespace wfp::api
