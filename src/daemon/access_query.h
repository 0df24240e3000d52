// What somebody may do with an object, and why: the answer to `wfp access`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "daemon/guard.h"
#include "ipc/capnp.h"
#include "security/token.h"

namespace wfp::daemon {

struct AccessReason {
  enum class Source : std::uint8_t { none, ace, owner, privilege, null_dacl };

  security::AccessMask rights = 0;  // what this settles
  bool granted = false;
  Source source = Source::none;
  std::string ace{};  // SDDL of the deciding entry; empty: none decided, or the asker may not read
                      // the descriptor
  bool inherited = false;
};

struct AccessReport {
  security::AccessMask granted = 0;
  std::vector<AccessReason> reasons;
};

struct AccessQuestion {
  const GuardedObject& target;
  const security::Token& subject;  // about whom
  security::AccessMask desired;
  bool may_read_descriptor;  // the asker: then entries are shown
};

AccessReport answer_access(const AccessQuestion& question);

void write_access(ipc::wire::Session::AccessResults::Builder results, const AccessReport& report);

}  // namespace wfp::daemon
