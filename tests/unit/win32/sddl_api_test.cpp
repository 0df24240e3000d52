#include <cwchar>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

TEST(SddlApi, SidsInBothWidths) {
  LPWSTR wide = nullptr;
  ASSERT_TRUE(ConvertSidToStringSidW(sid("S-1-22-1-1000").get(), &wide));
  const LocalPtr<wchar_t> owner(wide);
  EXPECT_STREQ(wide, L"S-1-22-1-1000");
  PSID made = nullptr;
  ASSERT_TRUE(ConvertStringSidToSidW(L"BA", &made));
  EXPECT_EQ(text_of(made), "S-1-5-32-544");
  LocalFree(made);
}

TEST(SddlApi, BadSidTextIsAnInvalidSid) {
  for (const char* text : {"", "S", "S-1", "S-1-", "hello", "BAX", "S-1-5-18 ", "\xFF"}) {
    PSID made = &made;
    EXPECT_FALSE(ConvertStringSidToSidA(text, &made)) << text;
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID}) << text;
  }
  PSID made = nullptr;
  EXPECT_FALSE(ConvertStringSidToSidA(nullptr, &made));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(ConvertStringSidToSidA("BA", nullptr));
  LPSTR text = nullptr;
  EXPECT_FALSE(ConvertSidToStringSidA(nullptr, &text));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  BYTE bad[8] = {0};
  EXPECT_FALSE(ConvertSidToStringSidA(bad, &text));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
}

TEST(SddlApi, DescriptorsInBothWidths) {
  PSECURITY_DESCRIPTOR made = nullptr;
  ULONG size = 0;
  ASSERT_TRUE(ConvertStringSecurityDescriptorToSecurityDescriptorW(L"O:BAD:(A;;GR;;;WD)",
                                                                   SDDL_REVISION_1, &made, &size));
  const LocalPtr<> owner(made);
  EXPECT_EQ(size, GetSecurityDescriptorLength(made));
  LPWSTR text = nullptr;
  ULONG length = 0;
  ASSERT_TRUE(ConvertSecurityDescriptorToStringSecurityDescriptorW(made, SDDL_REVISION_1, 0xF,
                                                                   &text, &length));
  const LocalPtr<wchar_t> text_owner(text);
  EXPECT_STREQ(text, L"O:BAD:(A;;GR;;;WD)");
  EXPECT_EQ(length, std::wcslen(text) + 1);
}

TEST(SddlApi, OnlyWhatIsAskedForIsWritten) {
  const auto full = descriptor("O:BAG:SYD:P(A;;GA;;;BA)S:(AU;SA;GA;;;WD)(ML;;NW;;;HI)");
  EXPECT_EQ(text_of_descriptor(full.get(), OWNER_SECURITY_INFORMATION), "O:BA");
  EXPECT_EQ(text_of_descriptor(full.get(), GROUP_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION),
            "G:SYD:P(A;;GA;;;BA)");
  EXPECT_EQ(text_of_descriptor(full.get(), SACL_SECURITY_INFORMATION), "S:(AU;SA;GA;;;WD)");
  EXPECT_EQ(text_of_descriptor(full.get(), LABEL_SECURITY_INFORMATION), "S:(ML;;NW;;;HI)");
  EXPECT_EQ(text_of_descriptor(full.get(), 0), "");
}

TEST(SddlApi, MistakesHaveTheirCodes) {
  PSECURITY_DESCRIPTOR made = nullptr;
  EXPECT_FALSE(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:", 2, &made, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_UNKNOWN_REVISION});
  EXPECT_FALSE(ConvertStringSecurityDescriptorToSecurityDescriptorA(nullptr, 1, &made, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(ConvertStringSecurityDescriptorToSecurityDescriptorA("D:", 1, nullptr, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  for (const char* text : {"X:", "D:(A;;GA;;;)", "D:(A;;GA;;;BA", "O:", "D:(Q;;GA;;;BA)"}) {
    SetLastError(ERROR_SUCCESS);
    EXPECT_FALSE(ConvertStringSecurityDescriptorToSecurityDescriptorA(text, 1, &made, nullptr))
        << text;
    EXPECT_NE(GetLastError(), DWORD{ERROR_SUCCESS}) << text;
  }
  LPSTR text = nullptr;
  EXPECT_FALSE(ConvertSecurityDescriptorToStringSecurityDescriptorA(descriptor("D:").get(), 2, 4,
                                                                    &text, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_UNKNOWN_REVISION});
  EXPECT_FALSE(ConvertSecurityDescriptorToStringSecurityDescriptorA(nullptr, 1, 4, &text, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(SddlApi, AliasesOfAMachineDomainAreNobody) {
  PSID made = nullptr;
  EXPECT_FALSE(ConvertStringSidToSidA("LA", &made));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
}

}  // namespace
}  // namespace wfp::win32::test
