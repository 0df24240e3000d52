#include "schema/interface.h"

namespace wfp::schema {
namespace {

constexpr std::uint16_t kOther = 1;
constexpr std::uint16_t kWireless = 71;  // IF_TYPE_IEEE80211
constexpr unsigned kIndexShift = 24;
constexpr unsigned kTypeShift = 48;
constexpr std::uint32_t kIndexMask = 0xffffff;

}  // namespace

std::uint16_t interface_type(const LinuxInterface& interface) {
  if (interface.wireless) return kWireless;
  switch (interface.hardware) {
#define WFP_INTERFACE_TYPE(hardware, type) \
  case hardware:                           \
    return type;
#include "gen/interface_type_table.inc"
#undef WFP_INTERFACE_TYPE
    default:
      return kOther;
  }
}

std::optional<std::uint64_t> interface_luid(const LinuxInterface& interface) {
  if (interface.index == 0 || interface.index > kIndexMask) return std::nullopt;
  return std::uint64_t{interface_type(interface)} << kTypeShift | std::uint64_t{interface.index}
                                                                      << kIndexShift;
}

std::uint32_t interface_index(std::uint64_t luid) { return luid >> kIndexShift & kIndexMask; }

}  // namespace wfp::schema
