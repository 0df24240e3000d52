// GetTokenInformation: what a token says of its holder.
//
// Each class has a structure with pointers to SIDs; the SIDs follow it in the same buffer.
#include <windows.h>

#include <cstring>

#include "win32/edge.h"
#include "win32/token_object.h"

namespace wfp::win32 {
namespace {

// Lays a structure and the SIDs it points to into a buffer. Without a buffer it only adds up what
// they take.
class Layout {
 public:
  Layout(void* buffer, std::size_t fixed) : base_(static_cast<BYTE*>(buffer)), size_(fixed) {}

  PSID sid(const security::Sid& sid) {
    BYTE* const at = base_ == nullptr ? nullptr : base_ + size_;
    if (at != nullptr) std::memcpy(at, sid.bytes().data(), sid.size());
    size_ += sid.size();
    return at;
  }
  // `value` at `offset` of the structure.
  template <class T>
  void put(std::size_t offset, const T& value) {
    if (base_ != nullptr) std::memcpy(base_ + offset, &value, sizeof value);
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  BYTE* base_;
  std::size_t size_;
};

std::size_t lay_user(const TokenSnapshot& token, void* buffer) {
  Layout out(buffer, sizeof(TOKEN_USER));
  out.put(0, TOKEN_USER{{out.sid(token.user.sid), token.user.attributes}});
  return out.size();
}

std::size_t lay_groups(const TokenSnapshot& token, void* buffer) {
  constexpr std::size_t first = offsetof(TOKEN_GROUPS, Groups);
  const std::size_t count = token.groups.size();
  Layout out(buffer, std::max(sizeof(TOKEN_GROUPS), first + count * sizeof(SID_AND_ATTRIBUTES)));
  out.put(0, static_cast<DWORD>(count));
  for (std::size_t i = 0; i < count; ++i) {
    const auto& group = token.groups[i];
    out.put(first + i * sizeof(SID_AND_ATTRIBUTES),
            SID_AND_ATTRIBUTES{out.sid(group.sid), group.attributes});
  }
  return out.size();
}

std::size_t lay_privileges(const TokenSnapshot& token, void* buffer) {
  constexpr std::size_t first = offsetof(TOKEN_PRIVILEGES, Privileges);
  Layout out(buffer, first + token.privileges.size() * sizeof(LUID_AND_ATTRIBUTES));
  out.put(0, static_cast<DWORD>(token.privileges.size()));
  for (std::size_t i = 0; i < token.privileges.size(); ++i) {
    out.put(first + i * sizeof(LUID_AND_ATTRIBUTES), token.privileges[i]);
  }
  return out.size();
}

template <class Structure>
std::size_t lay_sid(const security::Sid& sid, void* buffer) {
  static_assert(sizeof(Structure) == sizeof(PSID));
  Layout out(buffer, sizeof(Structure));
  out.put(0, out.sid(sid));
  return out.size();
}

std::size_t lay_label(const TokenSnapshot& token, void* buffer) {
  Layout out(buffer, sizeof(TOKEN_MANDATORY_LABEL));
  out.put(0, TOKEN_MANDATORY_LABEL{
                 {out.sid(token.integrity), SE_GROUP_INTEGRITY | SE_GROUP_INTEGRITY_ENABLED}});
  return out.size();
}

template <class T>
std::size_t lay_value(const T& value, void* buffer) {
  if (buffer != nullptr) std::memcpy(buffer, &value, sizeof value);
  return sizeof value;
}

// The bytes the class takes; they are written if there is a buffer. not_found for a fact the token
// does not know.
Result<std::size_t> lay(const TokenSnapshot& token, TOKEN_INFORMATION_CLASS what, void* buffer) {
  switch (what) {
    case TokenUser:
      return lay_user(token, buffer);
    case TokenGroups:
      return lay_groups(token, buffer);
    case TokenPrivileges:
      return lay_privileges(token, buffer);
    case TokenOwner:
      return lay_sid<TOKEN_OWNER>(token.owner, buffer);
    case TokenPrimaryGroup:
      if (!token.primary_group) return fail(Status::not_found);
      return lay_sid<TOKEN_PRIMARY_GROUP>(*token.primary_group, buffer);
    case TokenStatistics:
      return lay_value(token.statistics, buffer);
    case TokenType:
      return lay_value(token.statistics.TokenType, buffer);
    case TokenImpersonationLevel:
      if (token.statistics.TokenType != TokenImpersonation) return fail(Status::invalid_parameter);
      return lay_value(token.statistics.ImpersonationLevel, buffer);
    case TokenIntegrityLevel:
      return lay_label(token, buffer);
    default:
      return fail(Status::invalid_info_class);
  }
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

BOOL WINAPI GetTokenInformation(HANDLE TokenHandle, TOKEN_INFORMATION_CLASS TokenInformationClass,
                                LPVOID TokenInformation, DWORD TokenInformationLength,
                                PDWORD ReturnLength) {
  return answer([&]() -> Result<void> {
    WFP_CHECK_OK(require(ReturnLength != nullptr));
    WFP_TRY(const auto object, token_of(TokenHandle, TOKEN_QUERY));
    WFP_TRY(const std::size_t size, lay(object->token(), TokenInformationClass, nullptr));
    *ReturnLength = static_cast<DWORD>(size);
    const bool fits = TokenInformation != nullptr && TokenInformationLength >= size;
    WFP_CHECK_OK(require(fits, Status::buffer_too_small));
    WFP_CHECK_OK(lay(object->token(), TokenInformationClass, TokenInformation));
    return {};
  });
}
