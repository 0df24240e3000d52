// A token handle as the client libraries make them, and SIDs from text, for the tests of this
// folder.
#pragma once

#include <gtest/gtest.h>
#include <sddl.h>

#include <memory>
#include <string>
#include <vector>

#include "win32/token_handle.h"

namespace wfp::win32::test {

struct Local {
  void operator()(void* memory) const { LocalFree(memory); }
};
template <class T = void>
using LocalPtr = std::unique_ptr<T, Local>;

inline LocalPtr<> sid(const std::string& text) {
  PSID sid = nullptr;
  EXPECT_TRUE(ConvertStringSidToSidA(text.c_str(), &sid)) << text << ": " << GetLastError();
  return LocalPtr<>(sid);
}

inline std::string text_of(PSID sid) {
  LPSTR text = nullptr;
  if (!ConvertSidToStringSidA(sid, &text)) return "error " + std::to_string(GetLastError());
  const LocalPtr<char> owner(text);
  return text;
}

inline LocalPtr<> descriptor(const std::string& sddl) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  EXPECT_TRUE(ConvertStringSecurityDescriptorToSecurityDescriptorA(sddl.c_str(), SDDL_REVISION_1,
                                                                   &descriptor, nullptr))
      << sddl << ": " << GetLastError();
  return LocalPtr<>(descriptor);
}

inline std::string text_of_descriptor(PSECURITY_DESCRIPTOR descriptor,
                                      SECURITY_INFORMATION parts = 0xF) {
  LPSTR text = nullptr;
  if (!ConvertSecurityDescriptorToStringSecurityDescriptorA(descriptor, SDDL_REVISION_1, parts,
                                                            &text, nullptr)) {
    return "error " + std::to_string(GetLastError());
  }
  const LocalPtr<char> owner(text);
  return text;
}

// A token of the given user and enabled groups, "S-1-5-32-544-" with a minus at the end for a
// deny-only one.
class MadeToken {
 public:
  explicit MadeToken(const std::string& user, std::vector<std::string> groups = {},
                     std::vector<DWORD> privileges = {}, TOKEN_TYPE type = TokenImpersonation,
                     DWORD access = MAXIMUM_ALLOWED) {
    std::vector<LocalPtr<>> owned;
    owned.push_back(sid(user));
    std::vector<SID_AND_ATTRIBUTES> list;
    for (std::string& group : groups) {
      const bool deny_only = group.ends_with('-');
      if (deny_only) group.pop_back();
      owned.push_back(sid(group));
      const DWORD attributes =
          deny_only ? SE_GROUP_USE_FOR_DENY_ONLY : SE_GROUP_ENABLED | SE_GROUP_MANDATORY;
      list.push_back({owned.back().get(), attributes});
    }
    std::vector<LUID_AND_ATTRIBUTES> held;
    for (const DWORD luid : privileges) held.push_back({{luid, 0}, SE_PRIVILEGE_ENABLED});
    OPENWFP_TOKEN token{};
    token.user.Sid = owned.front().get();
    token.groupCount = static_cast<DWORD>(list.size());
    token.groups = list.data();
    token.privilegeCount = static_cast<DWORD>(held.size());
    token.privileges = held.data();
    token.statistics.TokenType = type;
    token.statistics.ImpersonationLevel = SecurityIdentification;
    token.statistics.ModifiedId = {0x1234, 0};
    EXPECT_EQ(openwfp_token_handle_create(&token, access, &handle_), DWORD{ERROR_SUCCESS});
  }
  MadeToken(const MadeToken&) = delete;
  MadeToken& operator=(const MadeToken&) = delete;
  ~MadeToken() {
    if (handle_ != nullptr) CloseHandle(handle_);
  }
  [[nodiscard]] HANDLE get() const { return handle_; }

 private:
  HANDLE handle_ = nullptr;
};

}  // namespace wfp::win32::test
