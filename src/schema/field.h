// FieldId: one property of traffic that a condition can look at, such as the remote port. Which
// layers have it, and in which order, is said by LayerInfo::fields.
//
// The rows are spec/fields.tsv. An address field holds a uint32 at a V4 layer and 16 bytes at a V6
// layer.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/guid.h"
#include "schema/data_type.h"

namespace wfp::schema {

enum class FieldId : std::uint8_t {
#define WFP_FIELD(name, ...) name,
#include "gen/field_table.inc"
#undef WFP_FIELD
};

inline constexpr std::size_t kFieldCount = 0
#define WFP_FIELD(...) +1
#include "gen/field_table.inc"
#undef WFP_FIELD
    ;

enum class IpVersion : std::uint8_t { v4, v6 };

enum class FieldKind : std::uint8_t {
  raw_data,
  ip_address,  // takes an address with a mask, too
  flags,       // a set of bits
};

struct FieldInfo {
  FieldId id;
  Guid key;
  std::string_view name;          // the enumerator
  std::string_view windows_name;  // "FWPM_CONDITION_IP_REMOTE_PORT"
  DataType type_v4;
  DataType type_v6;
  FieldKind kind;
  std::int64_t maximum;  // the greatest value of its domain, or -1: whatever the type holds
  std::uint8_t
      weight_rank;  // 0..29: which two bits of an automatic weight it sets (engine/weight.h)

  [[nodiscard]] DataType type(IpVersion version) const {
    return version == IpVersion::v4 ? type_v4 : type_v6;
  }
};

std::span<const FieldInfo> fields();  // by id
const FieldInfo& field_info(FieldId id);
const FieldInfo* find_field(const Guid& key);
const FieldInfo* find_field(std::string_view name);

}  // namespace wfp::schema
