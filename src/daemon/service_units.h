// Which services the machine starts by itself: what a provider's serviceName is about. The
// persistent objects of a provider whose service is not started are kept, but not in force.
#pragma once

#include <string>
#include <vector>

namespace wfp::daemon {

class ServiceUnits {
 public:
  // `folders` stand for those in which systemd looks for units.
  explicit ServiceUnits(std::vector<std::string> folders = default_folders());

  // A unit is started automatically if another one wants or requires it by a link: that is what
  // `systemctl enable` makes, and what a package ships in /lib. "name" means "name.service".
  [[nodiscard]] bool is_enabled(const std::string& name) const;

 private:
  static std::vector<std::string> default_folders();
  std::vector<std::string> folders_;
};

}  // namespace wfp::daemon
