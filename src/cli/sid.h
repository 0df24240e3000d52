// Sid: a user, group or service as bytes, and the names people know it by.
//
// Users are written "alice", groups "g:netops", everything else as Windows names it
// ("BUILTIN\Administrators", "Everyone") or as S-1-...; what is shown can be typed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/entry.h"
#include "cli/failure.h"
#include "openwfp.h"

namespace wfp::cli {

class Sid {
 public:
  // A copy; `sid` must be valid.
  explicit Sid(const SID* sid);
  static std::optional<Sid> from_text(
      std::string_view text);  // "S-1-1-0" or an alias of SDDL, "WD"
  static Sid of_user(std::uint32_t uid);
  static Sid of_group(std::uint32_t gid);
  static const Sid& everyone();
  static const Sid& authenticated_users();

  [[nodiscard]] const SID* get() const { return reinterpret_cast<const SID*>(bytes_.data()); }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }
  [[nodiscard]] std::string text() const;

  // The number of a Linux user or group, if it is one's SID.
  [[nodiscard]] std::optional<std::uint32_t> uid() const;
  [[nodiscard]] std::optional<std::uint32_t> gid() const;

  bool operator==(const Sid&) const = default;

 private:
  Sid() = default;
  std::string bytes_;
};

std::string name_of(const Sid& sid);
std::string name_of_user(std::uint32_t uid);  // bytes, not escaped; the number if it has no name

std::optional<std::uint32_t> find_user(std::string_view name);  // a name or a number

// Fails with ExitCode::not_found. `owner` is what "u::" means.
Outcome<Sid> resolve(const Trustee& trustee, const std::optional<Sid>& owner = std::nullopt);

// The groups that the user database lists for a user, the primary one first; empty for a uid
// without an entry.
std::vector<std::uint32_t> groups_of(std::uint32_t uid);
std::vector<std::string> members_of(std::uint32_t gid);

}  // namespace wfp::cli
