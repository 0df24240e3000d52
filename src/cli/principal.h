// Principal: somebody about whom `wfp access` asks, as the C API takes him.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/failure.h"
#include "cli/sid.h"
#include "openwfp.h"

namespace wfp::cli {

// A user is asked about with the groups that the user database lists for him and without
// capabilities; anything else as a caller who carries just this SID, Everyone and Authenticated
// Users.
class Principal {
 public:
  explicit Principal(Sid sid);
  static Principal me();
  Principal(const Principal&) = delete;
  Principal& operator=(const Principal&) = delete;

  // What the API takes: null for me(). Points into this object.
  [[nodiscard]] const OPENWFP_PRINCIPAL0* api() const { return is_me_ ? nullptr : &api_; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::size_t group_count() const { return gids_.size(); }

 private:
  Principal();

  bool is_me_ = false;
  std::string name_;
  Sid sid_;
  std::vector<UINT32> gids_;
  std::vector<SID_AND_ATTRIBUTES> groups_;
  OPENWFP_PRINCIPAL0 api_{};
};

// "READ by entry (A;;...), DELETE by ownership": why, one phrase a reason.
std::string reason_text(const OPENWFP_ACCESS_REASON0& reason);

}  // namespace wfp::cli
