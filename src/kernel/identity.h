// Identity: whom Linux credentials stand for, as a Windows token (the table in docs/endpoints.md).
//
//   uid n, gid n             S-1-22-1-n, S-1-22-2-n, with all groups
//   everybody                S-1-1-0; everybody but nobody also S-1-5-11
//   uid 0                    also SYSTEM and Administrators
//   configured groups        Administrators, Network Configuration Operators
//   members of sudo, wheel   Administrators for denials alone, as in an unelevated Windows token
//   a system service         NT SERVICE\x
//   capabilities             CAP_AUDIT_CONTROL SeSecurity, CAP_CHOWN SeTakeOwnership,
//   CAP_DAC_OVERRIDE SeRestore,
//                            CAP_SYS_PTRACE SeDebug
//   a foreign user namespace no privileges; what makes an administrator counts for denials alone,
//   as do the groups
//                            that the account database lists for the uid (a namespace can drop
//                            groups)
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "endpoint/endpoint.h"
#include "security/token.h"

namespace wfp::kernel {

struct IdentityRules {
  std::optional<std::uint32_t> administrators;  // gid
  std::optional<std::uint32_t> operators;       // gid
  std::vector<std::uint32_t>
      unelevated;                     // gids whose members could become administrators: sudo, wheel
  std::uint32_t overflow_id = 65534;  // what an id without a mapping is shown as; "nobody"

  // The groups that the account database lists for a uid; asked for foreign user namespaces alone.
  // An error refuses the token.
  std::function<Result<std::vector<std::uint32_t>>(std::uint32_t uid)> groups_of;
};

class Identity {
 public:
  explicit Identity(IdentityRules rules) : rules_(std::move(rules)) {}

  // `service`: Cgroup::service of the process, empty if it is none.
  [[nodiscard]] Result<security::Token> token_of(const endpoint::CredentialSet& credentials,
                                                 std::string_view service = {}) const;

 private:
  IdentityRules rules_;
};

// The gids of sudo and wheel, the overflow id, and groups_of() as this system knows them. Reads the
// account database.
IdentityRules system_identity_rules();

}  // namespace wfp::kernel
