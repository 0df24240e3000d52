#include "daemon/service_units.h"

#include <filesystem>

namespace wfp::daemon {
namespace {

namespace fs = std::filesystem;

bool pulls_others(const fs::path& folder) {
  const std::string extension = folder.extension();
  return extension == ".wants" || extension == ".requires";
}

bool has_link(const fs::path& folder, const std::string& unit) {
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (!pulls_others(entry->path())) continue;
    if (fs::symlink_status(entry->path() / unit, error).type() == fs::file_type::symlink)
      return true;
    error.clear();
  }
  return false;
}

}  // namespace

std::vector<std::string> ServiceUnits::default_folders() {
  return {"/etc/systemd/system",           "/run/systemd/system",     "/run/systemd/generator",
          "/usr/local/lib/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"};
}

ServiceUnits::ServiceUnits(std::vector<std::string> folders) : folders_(std::move(folders)) {}

bool ServiceUnits::is_enabled(const std::string& name) const {
  if (name.empty() || name.find('/') != std::string::npos) return false;
  const std::string unit = name.find('.') == std::string::npos ? name + ".service" : name;
  for (const std::string& folder : folders_) {
    if (has_link(folder, unit)) return true;
  }
  return false;
}

}  // namespace wfp::daemon
