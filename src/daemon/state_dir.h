// The folder of the policy store: the daemon's own, closed to everybody else, and held by one
// daemon at a time.
#pragma once

#include <string>

#include "base/result.h"
#include "base/unique.h"

namespace wfp::daemon {

class StateDir {
 public:
  // Creates `path` (its parents must exist) with mode 0700, or checks that it is a folder of the
  // daemon's own uid that nobody else may enter; then takes its lock. The lock falls with the
  // process, however that ends.
  static Result<StateDir> open(const std::string& path);

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name) const { return path_ + "/" + name; }

 private:
  StateDir(std::string path, UniqueFd lock) : path_(std::move(path)), lock_(std::move(lock)) {}

  std::string path_;
  UniqueFd lock_;
};

}  // namespace wfp::daemon
