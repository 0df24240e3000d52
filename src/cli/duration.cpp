#include "cli/duration.h"

#include <fmt/format.h>

namespace wfp::cli {

std::string duration_text(std::uint64_t milliseconds) {
  const std::uint64_t seconds = milliseconds / 1000, minutes = seconds / 60, hours = minutes / 60,
                      days = hours / 24;
  if (days > 0) return fmt::format("{} d {} h", days, hours % 24);
  if (hours > 0) return fmt::format("{} h {} m", hours, minutes % 60);
  if (minutes > 0) return fmt::format("{} m", minutes);
  return fmt::format("{} s", seconds);
}

}  // namespace wfp::cli
