// Config: what /etc/openwfp/wfpd.conf says. Lines of `key = value`; # opens a comment; an unknown
// key, a key given twice and a bad value are errors with their line. Without a file the defaults
// hold.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "daemon/quotas.h"

namespace wfp::daemon {

struct Config {
  // Groups by gid. Names are looked up in /etc/group alone, once: no name service is asked, so a
  // slow one cannot hold the daemon up and a remote one cannot name its administrators.
  std::optional<gid_t> administrators;  // BUILTIN\Administrators; default: no group
  std::optional<gid_t> operators;  // BUILTIN\Network Configuration Operators; default: no group
  std::string system_slice =
      "/system.slice";             // below it a service's cgroup gives the NT SERVICE SID
  std::string log_level = "info";  // spdlog's words: trace ... critical, off
  QuotaCeilings quotas = QuotaCeilings::defaults();
};

// All problems of the text, one a line, each "NAME:LINE: what is wrong".
// `group_file` stands for /etc/group.
Result<Config> parse_config(std::string_view text, const std::string& name,
                            const std::string& group_file = "/etc/group");

// Status::object_name_not_found when there is no such file.
Result<Config> read_config(const std::string& path);

// gid of a group of `group_file`, or of a plain number.
std::optional<gid_t> find_group(const std::string& name_or_gid,
                                const std::string& group_file = "/etc/group");

}  // namespace wfp::daemon
