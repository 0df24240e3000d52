// What a token handle stands for: a snapshot of somebody's credentials, and what the handle may be
// used for.
#pragma once

#include <windows.h>

#include <memory>
#include <optional>
#include <vector>

#include "security/token.h"
#include "win32/handle_table.h"
#include "win32/token_handle.h"

namespace wfp::win32 {

struct SidWithAttributes {
  security::Sid sid;
  DWORD attributes = 0;
};

// What access checks make of a group's SE_GROUP_* and of a list of privileges.
security::TokenGroup checkable(const SidWithAttributes& group);
security::PrivilegeSet enabled(const std::vector<LUID_AND_ATTRIBUTES>& privileges);

// The token itself. Immutable; several handles may share it.
struct TokenSnapshot {
  SidWithAttributes user;
  std::vector<SidWithAttributes> groups{};
  std::vector<LUID_AND_ATTRIBUTES> privileges{};
  security::Sid owner;
  std::optional<security::Sid> primary_group{};
  security::Sid integrity;
  TOKEN_STATISTICS statistics{};
  security::Token token;  // the same for access checks
};

// invalid_parameter or invalid_sid for malformed input.
Result<std::shared_ptr<const TokenSnapshot>> make_snapshot(const OPENWFP_TOKEN& from);

class TokenObject final : public HandleObject {
 public:
  TokenObject(std::shared_ptr<const TokenSnapshot> token, ACCESS_MASK granted)
      : token_(std::move(token)), granted_(granted) {}
  [[nodiscard]] const TokenSnapshot& token() const { return *token_; }
  [[nodiscard]] const std::shared_ptr<const TokenSnapshot>& shared() const { return token_; }
  [[nodiscard]] ACCESS_MASK granted() const { return granted_; }

 private:
  std::shared_ptr<const TokenSnapshot> token_;
  ACCESS_MASK granted_;
};

// Opens a handle to the token; access_denied if `desired` asks for more than a snapshot can give.
Result<HANDLE> open_token(std::shared_ptr<const TokenSnapshot> token, ACCESS_MASK desired);

// The token behind a handle that grants all of `needed`: invalid_handle, access_denied.
Result<std::shared_ptr<const TokenObject>> token_of(HANDLE handle, ACCESS_MASK needed);

// A number that no other token of this machine has had since it started, as an LUID.
LUID next_luid();

}  // namespace wfp::win32
