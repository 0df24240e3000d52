// Query: the enumeration template (FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0) as a predicate on endpoints.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <variant>

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "schema/data_type.h"

namespace wfp::endpoint {

using schema::DataType;

struct V4Mask {
  std::uint32_t address;  // host order, as the mask
  std::uint32_t mask;
};

struct V6Prefix {
  Address address;
  std::uint8_t length;  // bits
};

struct RangeEnd {
  std::uint32_t type;
  std::uint64_t number;
};

struct Range {  // both ends belong to it
  RangeEnd low;
  RangeEnd high;
};

// A value that came without what its type points to.
struct NullPointer {};

// One member of the template as the caller gave it, right or wrong.
struct ConditionValue {
  std::uint32_t type = 0;  // FWP_DATA_TYPE; 0 = FWP_EMPTY
  std::variant<std::monostate, NullPointer, std::uint64_t, Address, V4Mask, V6Prefix, Range> data;
};

struct EndpointTemplate {  // an empty member does not narrow
  ConditionValue local_subnet{};
  ConditionValue remote_subnet{};
  ConditionValue protocol{};
  ConditionValue local_port{};
  ConditionValue remote_port{};
};

class Query {
 public:
  // Matches everything.
  Query() = default;

  // Errors: fwp_invalid_enumerator (no such type), fwp_type_mismatch (not a type of this member),
  // fwp_null_pointer, fwp_invalid_net_mask (a mask with holes, a prefix above 128),
  // fwp_invalid_range (ends swapped or of two types), fwp_never_match (one subnet V4 and the other
  // V6).
  static Result<Query> make(const EndpointTemplate& narrowing);

  [[nodiscard]] bool matches(const Endpoint& endpoint) const;
  [[nodiscard]] bool matches_all() const { return matches_all_; }

  struct Subnet {
    std::optional<IpVersion> version;  // none: any address
    Address address{};                 // bits outside the mask are zero
    Address mask{};
  };
  struct Interval {
    std::uint16_t low = 0;
    std::uint16_t high = 0xffff;
  };

 private:
  bool matches_all_ = true;
  Subnet local_;
  Subnet remote_;
  Interval protocol_;
  Interval local_port_;
  Interval remote_port_;
};

}  // namespace wfp::endpoint
