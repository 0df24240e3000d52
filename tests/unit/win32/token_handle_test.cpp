#include <unistd.h>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

template <class T>
struct Information {
  std::vector<long> bytes;  // aligned
  [[nodiscard]] const T& operator*() const { return *reinterpret_cast<const T*>(bytes.data()); }
  [[nodiscard]] const T* operator->() const { return &**this; }
};

template <class T>
Information<T> information(HANDLE token, TOKEN_INFORMATION_CLASS what) {
  DWORD size = 0;
  EXPECT_FALSE(GetTokenInformation(token, what, nullptr, 0, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  Information<T> out{std::vector<long>(size / sizeof(long) + 1)};
  EXPECT_TRUE(GetTokenInformation(token, what, out.bytes.data(), size, &size)) << GetLastError();
  return out;
}

TEST(TokenHandle, TellsUserGroupsPrivilegesAndStatistics) {
  const MadeToken token("S-1-22-1-1000", {"S-1-1-0", "S-1-5-32-544-"}, {8, 20});
  EXPECT_EQ(text_of(information<TOKEN_USER>(token.get(), TokenUser)->User.Sid), "S-1-22-1-1000");

  const auto groups = information<TOKEN_GROUPS>(token.get(), TokenGroups);
  ASSERT_EQ(groups->GroupCount, 2u);
  EXPECT_EQ(text_of(groups->Groups[0].Sid), "S-1-1-0");
  EXPECT_EQ(groups->Groups[0].Attributes, DWORD{SE_GROUP_ENABLED | SE_GROUP_MANDATORY});
  EXPECT_EQ(text_of(groups->Groups[1].Sid), "S-1-5-32-544");
  EXPECT_EQ(groups->Groups[1].Attributes, DWORD{SE_GROUP_USE_FOR_DENY_ONLY});

  const auto privileges = information<TOKEN_PRIVILEGES>(token.get(), TokenPrivileges);
  ASSERT_EQ(privileges->PrivilegeCount, 2u);
  EXPECT_EQ(privileges->Privileges[1].Luid.LowPart, 20u);

  const auto statistics = information<TOKEN_STATISTICS>(token.get(), TokenStatistics);
  EXPECT_EQ(statistics->ModifiedId.LowPart, 0x1234u);
  EXPECT_EQ(statistics->GroupCount, 2u);
  EXPECT_EQ(statistics->PrivilegeCount, 2u);
  EXPECT_EQ(text_of(information<TOKEN_OWNER>(token.get(), TokenOwner)->Owner), "S-1-22-1-1000");
  EXPECT_EQ(
      text_of(information<TOKEN_MANDATORY_LABEL>(token.get(), TokenIntegrityLevel)->Label.Sid),
      "S-1-16-8192");
}

TEST(TokenHandle, TokenWithoutGroupsHasAnEmptyList) {
  const MadeToken token("S-1-22-1-1000");
  EXPECT_EQ(information<TOKEN_GROUPS>(token.get(), TokenGroups)->GroupCount, 0u);
  EXPECT_EQ(information<TOKEN_PRIVILEGES>(token.get(), TokenPrivileges)->PrivilegeCount, 0u);
}

TEST(TokenHandle, WhatIsNotKnownIsRefused) {
  const MadeToken token("S-1-22-1-1000");
  DWORD size = 0;
  char buffer[64];
  EXPECT_FALSE(GetTokenInformation(token.get(), TokenPrimaryGroup, buffer, sizeof buffer, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NOT_FOUND});
  for (int what : {0, static_cast<int>(TokenSource), 9999}) {
    EXPECT_FALSE(GetTokenInformation(token.get(), static_cast<TOKEN_INFORMATION_CLASS>(what),
                                     buffer, sizeof buffer, &size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER}) << what;
  }
}

TEST(TokenHandle, InformationNeedsTokenQuery) {
  const MadeToken token("S-1-22-1-1000", {}, {}, TokenImpersonation, TOKEN_DUPLICATE);
  DWORD size = 0;
  EXPECT_FALSE(GetTokenInformation(token.get(), TokenUser, nullptr, 0, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
}

TEST(TokenHandle, WhatWouldChangeTheTokenIsDenied) {
  const auto user = sid("S-1-22-1-1000");
  OPENWFP_TOKEN token{};
  token.user.Sid = user.get();
  token.statistics.TokenType = TokenImpersonation;
  for (DWORD access :
       {DWORD{TOKEN_ADJUST_PRIVILEGES}, DWORD{TOKEN_ASSIGN_PRIMARY}, DWORD{WRITE_DAC},
        DWORD{GENERIC_ALL}, DWORD{GENERIC_WRITE}, DWORD{MAXIMUM_ALLOWED | TOKEN_ADJUST_GROUPS}}) {
    HANDLE handle = &token;
    EXPECT_EQ(openwfp_token_handle_create(&token, access, &handle), DWORD{ERROR_ACCESS_DENIED})
        << std::hex << access;
    EXPECT_EQ(handle, nullptr);
  }
  for (DWORD access : {DWORD{0}, DWORD{TOKEN_QUERY}, DWORD{GENERIC_READ}, DWORD{GENERIC_EXECUTE},
                       DWORD{MAXIMUM_ALLOWED}}) {
    HANDLE handle = nullptr;
    EXPECT_EQ(openwfp_token_handle_create(&token, access, &handle), DWORD{ERROR_SUCCESS})
        << std::hex << access;
    EXPECT_TRUE(CloseHandle(handle));
  }
}

TEST(TokenHandle, MalformedTokenIsRefused) {
  OPENWFP_TOKEN token{};
  HANDLE handle = nullptr;
  EXPECT_EQ(openwfp_token_handle_create(nullptr, TOKEN_QUERY, &handle),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(openwfp_token_handle_create(&token, TOKEN_QUERY, nullptr),
            DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(openwfp_token_handle_create(&token, TOKEN_QUERY, &handle), DWORD{ERROR_INVALID_SID});
  unsigned char bad[8] = {2, 0};
  token.user.Sid = bad;
  EXPECT_EQ(openwfp_token_handle_create(&token, TOKEN_QUERY, &handle), DWORD{ERROR_INVALID_SID});
  const auto user = sid("S-1-22-1-1000");
  token.user.Sid = user.get();
  token.groupCount = 1;
  EXPECT_EQ(openwfp_token_handle_create(&token, TOKEN_QUERY, &handle),
            DWORD{ERROR_INVALID_PARAMETER});
}

TEST(TokenApi, DuplicateNeedsTheRightAndNeverRaisesTheLevel) {
  const MadeToken token("S-1-22-1-1000");
  HANDLE copy = nullptr;
  ASSERT_TRUE(DuplicateToken(token.get(), SecurityIdentification, &copy)) << GetLastError();
  EXPECT_EQ(text_of(information<TOKEN_USER>(copy, TokenUser)->User.Sid), "S-1-22-1-1000");
  EXPECT_NE(information<TOKEN_STATISTICS>(copy, TokenStatistics)->TokenId.LowPart,
            information<TOKEN_STATISTICS>(token.get(), TokenStatistics)->TokenId.LowPart);
  EXPECT_EQ(information<TOKEN_STATISTICS>(copy, TokenStatistics)->ModifiedId.LowPart, 0x1234u);
  HANDLE another = nullptr;
  EXPECT_FALSE(
      DuplicateToken(copy, SecurityIdentification, &another));  // it has QUERY and IMPERSONATE only
  EXPECT_EQ(GetLastError(), DWORD{ERROR_ACCESS_DENIED});
  CloseHandle(copy);
  EXPECT_FALSE(DuplicateToken(token.get(), SecurityImpersonation, &copy));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_BAD_IMPERSONATION_LEVEL});
  EXPECT_EQ(copy, nullptr);
  EXPECT_FALSE(
      DuplicateTokenEx(token.get(), 0, nullptr, SecurityIdentification, TokenPrimary, &copy));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_BAD_IMPERSONATION_LEVEL});
}

TEST(TokenApi, OwnTokenIsThisProcess) {
  HANDLE token = nullptr;
  ASSERT_TRUE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY | TOKEN_DUPLICATE, &token));
  EXPECT_EQ(text_of(information<TOKEN_USER>(token, TokenUser)->User.Sid),
            "S-1-22-1-" + std::to_string(::geteuid()));
  EXPECT_EQ(text_of(information<TOKEN_PRIMARY_GROUP>(token, TokenPrimaryGroup)->PrimaryGroup),
            "S-1-22-2-" + std::to_string(::getegid()));
  EXPECT_EQ(information<TOKEN_STATISTICS>(token, TokenStatistics)->TokenType, TokenPrimary);
  BOOL member = FALSE;
  EXPECT_TRUE(CheckTokenMembership(nullptr, sid("S-1-1-0").get(), &member));
  EXPECT_TRUE(member);
  EXPECT_FALSE(CheckTokenMembership(token, sid("S-1-1-0").get(), &member));  // a primary token
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NO_IMPERSONATION_TOKEN});
  EXPECT_FALSE(IsTokenRestricted(token));
  CloseHandle(token);
}

TEST(TokenApi, OtherProcessesAndThreadsHaveNoToken) {
  HANDLE token = &token;
  EXPECT_FALSE(OpenProcessToken(nullptr, TOKEN_QUERY, &token));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(token, nullptr);
  EXPECT_FALSE(OpenThreadToken(GetCurrentThread(), TOKEN_QUERY, TRUE, &token));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NO_TOKEN});
}

TEST(TokenApi, LocallyUniqueIdsAreUnique) {
  LUID first, second;
  ASSERT_TRUE(AllocateLocallyUniqueId(&first));
  ASSERT_TRUE(AllocateLocallyUniqueId(&second));
  EXPECT_FALSE(RtlEqualLuid(&first, &second));
  EXPECT_FALSE(AllocateLocallyUniqueId(nullptr));
}

}  // namespace
}  // namespace wfp::win32::test
