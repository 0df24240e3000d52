#include "daemon/random_guid.h"

#include <sys/random.h>

namespace wfp::daemon {

Guid random_guid() {
  Guid guid;
  if (::getrandom(&guid, sizeof guid, 0) != static_cast<ssize_t>(sizeof guid)) return {};
  guid.data3 = static_cast<std::uint16_t>((guid.data3 & 0x0FFF) | 0x4000);
  guid.data4[0] = static_cast<std::uint8_t>((guid.data4[0] & 0x3F) | 0x80);
  return guid;
}

}  // namespace wfp::daemon
