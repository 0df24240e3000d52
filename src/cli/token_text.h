// A token as text, for `wfp access check`: "bob", or
// "S-1-22-1-1001,S-1-1-0,S-1-5-32-544:deny-only,SeSecurityPrivilege".
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/failure.h"
#include "cli/sid.h"
#include "openwfp.h"

namespace wfp::cli {

class TokenText {
 public:
  explicit TokenText(Sid user) : user_(std::move(user)) {}

  void add_group(Sid sid, std::uint32_t attributes);  // SE_GROUP_*
  void add_privilege(const LUID_AND_ATTRIBUTES& privilege) { privileges_.push_back(privilege); }

  // As the C API takes it; points into this object.
  [[nodiscard]] OPENWFP_PRINCIPAL0 principal() const;

 private:
  Sid user_;
  std::vector<std::unique_ptr<const Sid>> sids_;  // what groups_ points to
  std::vector<SID_AND_ATTRIBUTES> groups_;
  std::vector<LUID_AND_ATTRIBUTES> privileges_;
};

Outcome<TokenText> parse_token(std::string_view text);

}  // namespace wfp::cli
