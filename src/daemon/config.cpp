#include "daemon/config.h"

#include <grp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <sstream>

namespace wfp::daemon {
namespace {

constexpr std::array<std::string_view, 7> kLogLevels = {"trace", "debug",    "info", "warning",
                                                        "error", "critical", "off"};

// Sets one key; an error is the sentence that follows the line number.
using Problem = std::optional<std::string>;

struct Target {
  Config& config;
  const std::string& group_file;
};

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  Number value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Problem set_group(std::optional<gid_t>& group, const std::string& value,
                  const std::string& group_file) {
  group = find_group(value, group_file);
  if (group) return std::nullopt;
  return "no group '" + value + "' in " + group_file +
         " (a group known elsewhere can be given by its number)";
}

// "quota.sessions" for an ordinary uid, "quota.root.sessions" for uid 0, "quota.everyone.sessions"
// for all ordinary uids together.
Problem set_quota(Config& config, std::string_view name, std::string_view value) {
  auto* ceilings = &config.quotas.user;
  if (name.starts_with("root.")) ceilings = &config.quotas.root;
  if (name.starts_with("everyone.")) ceilings = &config.quotas.everyone;
  if (ceilings != &config.quotas.user) name.remove_prefix(name.find('.') + 1);
  const auto row = std::ranges::find(kQuotas, name, &QuotaRow::name);
  if (row == kQuotas.end()) return "unknown quota '" + std::string(name) + "'";
  const auto ceiling = number<std::uint64_t>(value);
  if (!ceiling || *ceiling == 0)
    return "a quota is a whole number above 0, not '" + std::string(value) + "'";
  (*ceilings)[static_cast<std::size_t>(row->quota)] = *ceiling;
  return std::nullopt;
}

Problem set_slice(Config& config, const std::string& value) {
  const bool good = value.starts_with('/') && value.size() > 1 && !value.ends_with('/') &&
                    value.find("//") == std::string::npos && value.find("..") == std::string::npos;
  if (!good) return "a slice is the path of a cgroup such as /system.slice, not '" + value + "'";
  config.system_slice = value;
  return std::nullopt;
}

Problem set_log_level(Config& config, const std::string& value) {
  if (std::ranges::find(kLogLevels, value) == kLogLevels.end()) {
    return "'" + value + "' is no log level (trace, debug, info, warning, error, critical, off)";
  }
  config.log_level = value;
  return std::nullopt;
}

Problem set_key(const Target& target, std::string_view key, const std::string& value) {
  if (key == "administrators-group")
    return set_group(target.config.administrators, value, target.group_file);
  if (key == "operators-group") return set_group(target.config.operators, value, target.group_file);
  if (key == "system-slice") return set_slice(target.config, value);
  if (key == "log-level") return set_log_level(target.config, value);
  constexpr std::string_view kQuotaPrefix = "quota.";
  if (key.starts_with(kQuotaPrefix))
    return set_quota(target.config, key.substr(kQuotaPrefix.size()), value);
  return "unknown key '" + std::string(key) + "'";
}

Problem set_line(const Target& target, std::string_view line,
                 std::set<std::string, std::less<>>& seen) {
  line = trim(line.substr(0, line.find('#')));
  if (line.empty()) return std::nullopt;
  const auto equals = line.find('=');
  if (equals == std::string_view::npos) return "expected 'key = value'";
  const std::string_view key = trim(line.substr(0, equals));
  const std::string value(trim(line.substr(equals + 1)));
  if (key.empty()) return "expected 'key = value'";
  if (value.empty()) return "'" + std::string(key) + "' has no value";
  if (!seen.emplace(key).second) return "'" + std::string(key) + "' is given twice";
  return set_key(target, key, value);
}

struct FileCloser {
  void operator()(std::FILE* file) const { std::fclose(file); }
};

}  // namespace

std::optional<gid_t> find_group(const std::string& name_or_gid, const std::string& group_file) {
  if (const auto gid = number<gid_t>(name_or_gid)) {
    return *gid == std::numeric_limits<gid_t>::max() ? std::nullopt : std::optional(*gid);
  }
  const std::unique_ptr<std::FILE, FileCloser> file(std::fopen(group_file.c_str(), "re"));
  if (!file) return std::nullopt;
  std::array<char, 65536> buffer{};
  group row{};
  group* found = nullptr;
  while (fgetgrent_r(file.get(), &row, buffer.data(), buffer.size(), &found) == 0) {
    if (name_or_gid == row.gr_name) return row.gr_gid;
  }
  return std::nullopt;
}

Result<Config> parse_config(std::string_view text, const std::string& name,
                            const std::string& group_file) {
  Config config;
  std::set<std::string, std::less<>> seen;
  std::string problems;
  std::size_t line_number = 0;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    ++line_number;
    if (const auto problem = set_line({config, group_file}, text.substr(0, end), seen)) {
      problems += (problems.empty() ? "" : "\n") + name + ":" + std::to_string(line_number) + ": " +
                  *problem;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  if (!problems.empty()) return fail(Status::invalid_parameter, problems);
  return config;
}

Result<Config> read_config(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return fail(status_from_errno(errno), path + ": " + std::strerror(errno));
  std::ostringstream text;
  text << file.rdbuf();
  if (file.bad()) return fail(Status::unsuccessful, path + ": cannot be read");
  return parse_config(text.str(), path);
}

}  // namespace wfp::daemon
