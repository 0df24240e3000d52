#include <grp.h>
#include <pwd.h>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

struct Found {
  std::string sid, domain, name;
  SID_NAME_USE use = SidTypeUnknown;
  DWORD error = ERROR_SUCCESS;
};

Found by_name(const char* name) {
  alignas(4) BYTE bytes[SECURITY_MAX_SID_SIZE];
  DWORD size = sizeof bytes, domain_size = 256;
  char domain[256];
  SID_NAME_USE use = SidTypeUnknown;
  if (!LookupAccountNameA(nullptr, name, bytes, &size, domain, &domain_size, &use))
    return {{}, {}, {}, SidTypeUnknown, GetLastError()};
  EXPECT_EQ(domain_size, std::string(domain).size());
  return {text_of(bytes), domain, {}, use};
}

Found by_sid(const std::string& text) {
  char name[256], domain[256];
  DWORD name_size = sizeof name, domain_size = sizeof domain;
  SID_NAME_USE use = SidTypeUnknown;
  if (!LookupAccountSidA(nullptr, sid(text).get(), name, &name_size, domain, &domain_size, &use))
    return {{}, {}, {}, SidTypeUnknown, GetLastError()};
  EXPECT_EQ(name_size, std::string(name).size());
  return {text, domain, name, use};
}

TEST(AccountApi, WindowsOwnNamesInAnyCase) {
  for (const char* name :
       {"BUILTIN\\Administrators", "administrators", "builtin\\ADMINISTRATORS"}) {
    const Found found = by_name(name);
    EXPECT_EQ(found.sid, "S-1-5-32-544") << name;
    EXPECT_EQ(found.domain, "BUILTIN");
    EXPECT_EQ(found.use, SidTypeAlias);
  }
  EXPECT_EQ(by_name("Everyone").sid, "S-1-1-0");
  EXPECT_EQ(by_name("Everyone").domain, "");
  EXPECT_EQ(by_name("Everyone").use, SidTypeWellKnownGroup);
  EXPECT_EQ(by_name("NT AUTHORITY\\SYSTEM").sid, "S-1-5-18");
  EXPECT_EQ(by_sid("S-1-5-18").name, "SYSTEM");
  EXPECT_EQ(by_sid("S-1-5-18").domain, "NT AUTHORITY");
  EXPECT_EQ(by_sid("S-1-5-32").use, SidTypeDomain);
  EXPECT_EQ(by_sid("S-1-16-12288").use, SidTypeLabel);
}

TEST(AccountApi, ServicesByTheirSha1) {
  // As Windows has them.
  EXPECT_EQ(by_name("NT SERVICE\\TrustedInstaller").sid,
            "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464");
  EXPECT_EQ(by_name("NT SERVICE\\mpssvc").sid,
            "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052");
  EXPECT_EQ(by_name("nt service\\MPSSVC").domain, "NT SERVICE");
  EXPECT_EQ(by_sid("S-1-5-80-1-2-3-4-5").error, DWORD{ERROR_NONE_MAPPED});
}

TEST(AccountApi, UsersAndGroupsOfThisMachine) {
  const passwd* root = ::getpwuid(0);
  ASSERT_NE(root, nullptr);
  const std::string name = root->pw_name;
  for (const std::string& text : {name, "Unix User\\" + name, ".\\" + name}) {
    EXPECT_EQ(by_name(text.c_str()).sid, "S-1-22-1-0") << text;
    EXPECT_EQ(by_name(text.c_str()).use, SidTypeUser);
  }
  EXPECT_EQ(by_sid("S-1-22-1-0").name, name);
  EXPECT_EQ(by_sid("S-1-22-1-0").domain, "Unix User");
  const group* zero = ::getgrgid(0);
  ASSERT_NE(zero, nullptr);
  EXPECT_EQ(by_name(("Unix Group\\" + std::string(zero->gr_name)).c_str()).sid, "S-1-22-2-0");
  EXPECT_EQ(by_sid("S-1-22-2-0").name, zero->gr_name);
  EXPECT_EQ(by_sid("S-1-22-2-0").use, SidTypeGroup);
}

TEST(AccountApi, NobodyIsNobody) {
  for (const char* name :
       {"", "\\", "no such account 4711", "Unix User\\no such user", "elsewhere\\root", "root\\"}) {
    EXPECT_EQ(by_name(name).error, DWORD{ERROR_NONE_MAPPED}) << name;
  }
  for (const char* text : {"S-1-22-1-4294967294", "S-1-22-3-0", "S-1-22-1", "S-1-5-21-1-2-3-500"}) {
    EXPECT_EQ(by_sid(text).error, DWORD{ERROR_NONE_MAPPED}) << text;
  }
}

TEST(AccountApi, TellsBothSizes) {
  DWORD sid_size = 0, domain_size = 0;
  SID_NAME_USE use;
  EXPECT_FALSE(LookupAccountNameW(nullptr, L"Administrators", nullptr, &sid_size, nullptr,
                                  &domain_size, &use));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(sid_size, 16u);
  EXPECT_EQ(domain_size, 8u);
  std::vector<BYTE> bytes(sid_size);
  std::wstring domain(domain_size, L'x');
  ASSERT_TRUE(LookupAccountNameW(nullptr, L"Administrators", bytes.data(), &sid_size, domain.data(),
                                 &domain_size, &use));
  EXPECT_EQ(domain_size, 7u);
  EXPECT_STREQ(domain.c_str(), L"BUILTIN");

  DWORD name_size = 0;
  domain_size = 0;
  EXPECT_FALSE(
      LookupAccountSidW(nullptr, bytes.data(), nullptr, &name_size, nullptr, &domain_size, &use));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(name_size, 15u);
  EXPECT_EQ(domain_size, 8u);
}

TEST(AccountApi, OtherMachinesAndBadParameters) {
  DWORD size = 0, domain_size = 0;
  SID_NAME_USE use;
  EXPECT_FALSE(LookupAccountNameA("\\\\elsewhere.invalid", "root", nullptr, &size, nullptr,
                                  &domain_size, &use));
  EXPECT_EQ(GetLastError(), DWORD{RPC_S_SERVER_UNAVAILABLE});
  EXPECT_FALSE(LookupAccountNameA(nullptr, "root", nullptr, nullptr, nullptr, &domain_size, &use));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(LookupAccountSidA(nullptr, nullptr, nullptr, &size, nullptr, &domain_size, &use));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(PrivilegeApi, NamesAndNumbers) {
  LUID luid{};
  ASSERT_TRUE(LookupPrivilegeValueW(nullptr, L"SeDebugPrivilege", &luid));
  EXPECT_EQ(luid.LowPart, 20u);
  char name[64];
  DWORD size = sizeof name;
  ASSERT_TRUE(LookupPrivilegeNameA(nullptr, &luid, name, &size));
  EXPECT_STREQ(name, "SeDebugPrivilege");
  EXPECT_EQ(size, 16u);
  size = 16;
  EXPECT_FALSE(LookupPrivilegeNameA(nullptr, &luid, name, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(size, 17u);
  EXPECT_FALSE(LookupPrivilegeValueA(nullptr, "SeNothingPrivilege", &luid));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NO_SUCH_PRIVILEGE});
  luid = {1000, 0};
  EXPECT_FALSE(LookupPrivilegeNameA(nullptr, &luid, name, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NO_SUCH_PRIVILEGE});
}

TEST(PrivilegeApi, ChecksAllOrAny) {
  const MadeToken token("S-1-22-1-1000", {}, {8});
  std::vector<BYTE> room(sizeof(PRIVILEGE_SET) + sizeof(LUID_AND_ATTRIBUTES));
  auto* set = reinterpret_cast<PRIVILEGE_SET*>(room.data());
  set->PrivilegeCount = 2;
  set->Privilege[0] = {{8, 0}, 0};
  set->Privilege[1] = {{20, 0}, SE_PRIVILEGE_USED_FOR_ACCESS};
  BOOL held = FALSE;
  ASSERT_TRUE(PrivilegeCheck(token.get(), set, &held));
  EXPECT_TRUE(held);
  EXPECT_EQ(set->Privilege[0].Attributes, DWORD{SE_PRIVILEGE_USED_FOR_ACCESS});
  EXPECT_EQ(set->Privilege[1].Attributes, 0u);
  set->Control = PRIVILEGE_SET_ALL_NECESSARY;
  ASSERT_TRUE(PrivilegeCheck(token.get(), set, &held));
  EXPECT_FALSE(held);
  EXPECT_FALSE(PrivilegeCheck(nullptr, set, &held));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
}  // namespace wfp::win32::test
