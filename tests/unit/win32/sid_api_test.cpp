#include <cstring>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

SID_IDENTIFIER_AUTHORITY nt_authority = SECURITY_NT_AUTHORITY;

TEST(SidApi, AllocatesAndFrees) {
  PSID made = nullptr;
  ASSERT_TRUE(AllocateAndInitializeSid(&nt_authority, 2, SECURITY_BUILTIN_DOMAIN_RID,
                                       DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0, &made));
  EXPECT_EQ(text_of(made), "S-1-5-32-544");
  EXPECT_EQ(GetLengthSid(made), 16u);
  EXPECT_EQ(FreeSid(made), nullptr);
}

TEST(SidApi, AllocatesAtMostEightSubAuthorities) {
  PSID made = nullptr;
  ASSERT_TRUE(AllocateAndInitializeSid(&nt_authority, 8, 1, 2, 3, 4, 5, 6, 7, 8, &made));
  EXPECT_EQ(text_of(made), "S-1-5-1-2-3-4-5-6-7-8");
  FreeSid(made);
  EXPECT_FALSE(AllocateAndInitializeSid(&nt_authority, 9, 1, 2, 3, 4, 5, 6, 7, 8, &made));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
  EXPECT_EQ(made, nullptr);
  EXPECT_FALSE(AllocateAndInitializeSid(nullptr, 1, 1, 0, 0, 0, 0, 0, 0, 0, &made));
  EXPECT_FALSE(AllocateAndInitializeSid(&nt_authority, 1, 1, 0, 0, 0, 0, 0, 0, 0, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(SidApi, ValidMeansRevisionOneAndAtMostFifteenParts) {
  alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE] = {1, 15};
  EXPECT_TRUE(IsValidSid(bytes));
  bytes[1] = 16;
  EXPECT_FALSE(IsValidSid(bytes));
  bytes[1] = 0;
  EXPECT_TRUE(IsValidSid(bytes));
  bytes[0] = 2;
  EXPECT_FALSE(IsValidSid(bytes));
  EXPECT_FALSE(IsValidSid(nullptr));
}

TEST(SidApi, LengthFollowsTheCount) {
  EXPECT_EQ(GetSidLengthRequired(0), 8u);
  EXPECT_EQ(GetSidLengthRequired(15), 68u);
  EXPECT_EQ(GetSidLengthRequired(255), 8u + 4 * 255);
  EXPECT_EQ(GetLengthSid(nullptr), 0u);
}

TEST(SidApi, InitializesInPlace) {
  alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE] = {};
  ASSERT_TRUE(InitializeSid(bytes, &nt_authority, 1));
  SetLastError(77);
  *GetSidSubAuthority(bytes, 0) = 18;
  EXPECT_EQ(GetLastError(), DWORD{ERROR_SUCCESS});
  EXPECT_EQ(*GetSidSubAuthorityCount(bytes), 1);
  EXPECT_EQ(GetSidIdentifierAuthority(bytes)->Value[5], 5);
  EXPECT_EQ(text_of(bytes), "S-1-5-18");
  EXPECT_FALSE(InitializeSid(bytes, &nt_authority, 16));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(InitializeSid(nullptr, &nt_authority, 1));
  EXPECT_FALSE(InitializeSid(bytes, nullptr, 1));
}

TEST(SidApi, PointersIntoWhatIsNotThereAreNull) {
  const auto system = sid("S-1-5-18");
  EXPECT_EQ(GetSidSubAuthority(system.get(), 1), nullptr);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(GetSidSubAuthority(nullptr, 0), nullptr);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
  EXPECT_EQ(GetSidIdentifierAuthority(nullptr), nullptr);
  EXPECT_EQ(GetSidSubAuthorityCount(nullptr), nullptr);
}

TEST(SidApi, CopyNeedsRoom) {
  const auto admins = sid("S-1-5-32-544");
  alignas(4) BYTE room[16];
  EXPECT_TRUE(CopySid(sizeof room, room, admins.get()));
  EXPECT_TRUE(EqualSid(room, admins.get()));
  EXPECT_FALSE(CopySid(sizeof room - 1, room, admins.get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_FALSE(CopySid(0, nullptr, admins.get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  BYTE bad[8] = {0};
  EXPECT_FALSE(CopySid(sizeof room, room, bad));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
}

TEST(SidApi, EqualityAndPrefix) {
  const auto admins = sid("S-1-5-32-544"), users = sid("S-1-5-32-545"), system = sid("S-1-5-18");
  EXPECT_TRUE(EqualSid(admins.get(), sid("BA").get()));
  EXPECT_FALSE(EqualSid(admins.get(), users.get()));
  EXPECT_FALSE(EqualSid(admins.get(), nullptr));
  EXPECT_TRUE(EqualPrefixSid(admins.get(), users.get()));
  EXPECT_FALSE(EqualPrefixSid(admins.get(), system.get()));
  EXPECT_FALSE(EqualPrefixSid(admins.get(), sid("S-1-5-33-544").get()));
  EXPECT_FALSE(EqualPrefixSid(nullptr, nullptr));
}

TEST(WellKnownApi, MakesWhatItRecognises) {
  int made = 0;
  const auto domain = sid("S-1-5-21-1-2-3");
  for (int type = 0; type <= WinBuiltinOpenSSHUsersSid; ++type) {
    alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof bytes;
    if (!CreateWellKnownSid(static_cast<WELL_KNOWN_SID_TYPE>(type), domain.get(), bytes, &size)) {
      EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER}) << type;
      continue;
    }
    ++made;
    EXPECT_EQ(size, GetLengthSid(bytes)) << type;
    EXPECT_TRUE(IsValidSid(bytes)) << type;
    EXPECT_TRUE(IsWellKnownSid(bytes, static_cast<WELL_KNOWN_SID_TYPE>(type))) << type;
    EXPECT_FALSE(IsWellKnownSid(sid("S-1-22-1-7").get(), static_cast<WELL_KNOWN_SID_TYPE>(type)));
  }
  EXPECT_EQ(
      made,
      119);  // all but three: the logon identifiers, the local logon and the package authority
}

TEST(WellKnownApi, KnowsTheCommonOnes) {
  const struct {
    WELL_KNOWN_SID_TYPE type;
    const char* text;
  } expected[] = {{WinWorldSid, "S-1-1-0"},
                  {WinLocalSystemSid, "S-1-5-18"},
                  {WinBuiltinAdministratorsSid, "S-1-5-32-544"},
                  {WinBuiltinNetworkConfigurationOperatorsSid, "S-1-5-32-556"},
                  {WinHighLabelSid, "S-1-16-12288"},
                  {WinCreatorOwnerRightsSid, "S-1-3-4"}};
  for (const auto& [type, text] : expected) {
    alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE];
    DWORD size = sizeof bytes;
    ASSERT_TRUE(CreateWellKnownSid(type, nullptr, bytes, &size));
    EXPECT_EQ(text_of(bytes), text);
  }
}

TEST(WellKnownApi, AccountsNeedADomain) {
  alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof bytes;
  EXPECT_FALSE(CreateWellKnownSid(WinAccountDomainAdminsSid, nullptr, bytes, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  ASSERT_TRUE(
      CreateWellKnownSid(WinAccountDomainAdminsSid, sid("S-1-5-21-1-2-3").get(), bytes, &size));
  EXPECT_EQ(text_of(bytes), "S-1-5-21-1-2-3-512");
}

TEST(WellKnownApi, TellsTheSizeItNeeds) {
  DWORD size = 0;
  EXPECT_FALSE(CreateWellKnownSid(WinWorldSid, nullptr, nullptr, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(size, 12u);
  EXPECT_FALSE(CreateWellKnownSid(WinWorldSid, nullptr, nullptr, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(CreateWellKnownSid(WinWorldSid, nullptr, nullptr, nullptr));
  EXPECT_FALSE(CreateWellKnownSid(static_cast<WELL_KNOWN_SID_TYPE>(4711), nullptr, nullptr, &size));
}

TEST(WellKnownApi, ComparesDomains) {
  BOOL equal = FALSE;
  EXPECT_TRUE(
      EqualDomainSid(sid("S-1-5-21-1-2-3-500").get(), sid("S-1-5-21-1-2-3-513").get(), &equal));
  EXPECT_TRUE(equal);
  EXPECT_TRUE(
      EqualDomainSid(sid("S-1-5-21-1-2-3-500").get(), sid("S-1-5-21-1-2-4-500").get(), &equal));
  EXPECT_FALSE(equal);
  EXPECT_FALSE(EqualDomainSid(sid("S-1-5-18").get(), sid("S-1-5-32-544").get(), &equal));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NON_DOMAIN_SID});
  EXPECT_FALSE(EqualDomainSid(nullptr, sid("S-1-5-32-544").get(), &equal));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
  alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof bytes;
  ASSERT_TRUE(GetWindowsAccountDomainSid(sid("S-1-5-21-1-2-3-500").get(), bytes, &size));
  EXPECT_EQ(text_of(bytes), "S-1-5-21-1-2-3");
  EXPECT_FALSE(GetWindowsAccountDomainSid(sid("S-1-5-18").get(), bytes, &size));
}

}  // namespace
}  // namespace wfp::win32::test
