#include "daemon/process.h"

#include <fstream>
#include <sstream>

namespace wfp::daemon {

Result<std::string> boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  if (std::getline(file, id) && !id.empty()) return id;
  return fail(Status::unsuccessful, "/proc/sys/kernel/random/boot_id cannot be read");
}

std::optional<std::uint64_t> start_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  // The name, in brackets, may hold anything. Behind it: the state, and 18 numbers before the
  // start.
  const auto name_end = line.rfind(')');
  if (name_end == std::string::npos) return std::nullopt;
  std::istringstream rest(line.substr(name_end + 1));
  std::string state;
  rest >> state;
  if (state == "Z" || state == "X") return std::nullopt;  // it runs no more
  std::string skipped;
  for (int i = 0; i < 18; ++i) rest >> skipped;
  std::uint64_t start = 0;
  if (rest >> start) return start;
  return std::nullopt;
}

}  // namespace wfp::daemon
