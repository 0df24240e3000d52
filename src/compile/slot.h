// Slots: which fields the kernel knows, and the number that stands for a value.
#pragma once

#include <optional>

#include "base/result.h"
#include "bpf/wire/policy_request.h"
#include "compile/key.h"
#include "schema/layer.h"
#include "schema/value.h"

namespace wfp::compile {

enum class Coding : std::uint8_t {
  number,  // as it is
  name,    // a hash: only equal or not
  packed,  // the bits that Linux has
};

struct SlotInfo {
  wfp_slot slot;
  schema::FieldId field;
  Coding coding;
  unsigned bits;  // of the number at an IPv6 layer

  [[nodiscard]] unsigned bits_at(schema::IpVersion version) const {
    const bool is_address = coding == Coding::number && bits == 128;
    return is_address && version == schema::IpVersion::v4 ? 32 : bits;
  }
};

// Nothing: the kernel never knows the field.
std::optional<SlotInfo> slot_of(schema::FieldId field);
const SlotInfo& slot_info(wfp_slot slot);

// The number of a value that the traffic can have, of the field's type. Flags that Linux does not
// have are dropped.
Key key_of(const SlotInfo& slot, const schema::Value& value, const wfp_key& hash_key);

// The value that a packed number stands for.
schema::Value unpacked(const SlotInfo& slot, std::uint32_t number);

}  // namespace wfp::compile
