#include "cli/doctor.h"

#include <fmt/format.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/descriptor_text.h"
#include "cli/text.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

using Level = Check::Level;

constexpr const char* kKernelTypes = "/sys/kernel/btf/vmlinux";
constexpr const char* kCgroups = "/sys/fs/cgroup";

// What everybody may have without a warning.
constexpr AccessMask kHarmlessOnEngine = FWPM_ACTRL_OPEN | FWPM_ACTRL_CLASSIFY;
constexpr AccessMask kHarmlessOnEndpoints = FWPM_ACTRL_ENUM;

bool is_cgroup2(const std::string& path) {
  struct statfs found{};
  return statfs(path.c_str(), &found) == 0 && found.f_type == CGROUP2_SUPER_MAGIC;
}

Check check_kernel_types() {
  if (access(kKernelTypes, R_OK) == 0)
    return {Level::good, "the kernel describes its types (BTF)", ""};
  return {Level::bad, fmt::format("no kernel types at {}: {}", kKernelTypes, std::strerror(errno)),
          "a kernel with CONFIG_DEBUG_INFO_BTF=y is needed"};
}

Check check_cgroups() {
  if (is_cgroup2(kCgroups)) return {Level::good, "control groups version 2 are mounted", ""};
  if (is_cgroup2(std::string(kCgroups) + "/unified")) {
    return {Level::warning, "control groups are mounted in hybrid mode",
            "services are told by /sys/fs/cgroup/unified; boot with "
            "systemd.unified_cgroup_hierarchy=1 for all"};
  }
  return {Level::warning, "control groups version 2 are not mounted",
          "endpoints will show no service and no cgroup"};
}

Check check_socket() {
  const std::string path = socket_path();
  struct stat found{};
  if (stat(path.c_str(), &found) != 0) {
    return {Level::bad, fmt::format("no socket at {}: {}", escaped(path), std::strerror(errno)),
            "start the daemon: sudo systemctl start wfpd"};
  }
  if (!S_ISSOCK(found.st_mode))
    return {Level::bad, fmt::format("{} is not a socket", escaped(path)), ""};
  if (found.st_uid != 0 && found.st_uid != geteuid()) {
    return {Level::bad, fmt::format("the socket {} is uid {}'s", escaped(path), found.st_uid),
            "it must be root's or yours: do not trust what answers there"};
  }
  return {Level::good, fmt::format("the socket {} is there", escaped(path)), ""};
}

std::string broad_name(const Sid& sid) {
  if (sid == Sid::everyone() || sid == Sid::authenticated_users()) return name_of(sid);
  return {};
}

}  // namespace

std::vector<Check> check_machine() {
  return {check_kernel_types(), check_cgroups(), check_socket()};
}

std::vector<Check> check_daemon(const OPENWFP_STATUS0& status) {
  std::vector<Check> checks;
  checks.push_back({Level::good,
                    fmt::format("wfpd {} answers (process {}, mode {})", escaped(status.release),
                                status.processId, escaped(status.mode)),
                    ""});
  for (UINT32 i = 0; i < status.numMissingCapabilities; ++i) {
    checks.push_back({Level::bad,
                      fmt::format("wfpd lacks {}", escaped(status.missingCapabilities[i])),
                      "give it in the unit file: AmbientCapabilities="});
  }
  for (UINT32 i = 0; i < status.numNotes; ++i)
    checks.push_back({Level::warning, escaped(status.notes[i]), ""});
  return checks;
}

std::vector<Check> check_descriptor(const Object& object, const Descriptor& descriptor) {
  const std::string reset = fmt::format("see: wfp security show {}     undo: wfp security reset {}",
                                        object.name(), object.name());
  if (descriptor.dacl.state != AclPart::State::list) {
    return {
        {Level::bad,
         fmt::format("{}: there is no access list, so everyone may do everything", object.name()),
         reset}};
  }
  const AccessMask harmless =
      object.kind == Object::Kind::engine ? kHarmlessOnEngine : kHarmlessOnEndpoints;
  std::vector<Check> checks;
  for (const Ace& ace : descriptor.dacl.list.aces) {
    const auto sid = ace.sid();
    const std::string name = sid && ace.is_allow() ? broad_name(*sid) : std::string();
    const AccessMask rights = map_generic_rights(ace.mask()) & ~harmless;
    if (name.empty() || rights == 0) continue;
    checks.push_back({Level::warning,
                      fmt::format("{}: a broad entry: {}", object.name(), ace_line(ace)), reset});
  }
  if (checks.empty())
    checks.push_back({Level::good, fmt::format("{}: no entry is too broad", object.name()), ""});
  return checks;
}

}  // namespace wfp::cli
