#include <cstring>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

constexpr char kFull[] = "O:BAG:SYD:PAI(A;;GA;;;BA)S:AI(AU;SA;GA;;;WD)";

TEST(DescriptorApi, FreshOneIsEmpty) {
  SECURITY_DESCRIPTOR descriptor;
  std::memset(&descriptor, 0xFF, sizeof descriptor);
  ASSERT_TRUE(InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION));
  EXPECT_TRUE(IsValidSecurityDescriptor(&descriptor));
  EXPECT_EQ(GetSecurityDescriptorLength(&descriptor), sizeof descriptor);
  BOOL present = TRUE;
  PACL acl = reinterpret_cast<PACL>(&descriptor);
  BOOL defaulted = 42;
  ASSERT_TRUE(GetSecurityDescriptorDacl(&descriptor, &present, &acl, &defaulted));
  EXPECT_FALSE(present);
  EXPECT_EQ(acl, reinterpret_cast<PACL>(&descriptor));  // left alone
  EXPECT_EQ(defaulted, 42);
  EXPECT_FALSE(InitializeSecurityDescriptor(&descriptor, 2));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_UNKNOWN_REVISION});
  EXPECT_FALSE(InitializeSecurityDescriptor(nullptr, 1));
}

TEST(DescriptorApi, NullDaclIsNotAnAbsentOne) {
  SECURITY_DESCRIPTOR descriptor;
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  EXPECT_TRUE(SetSecurityDescriptorDacl(&descriptor, TRUE, nullptr, TRUE));
  BOOL present = FALSE, defaulted = FALSE;
  PACL acl = reinterpret_cast<PACL>(&descriptor);
  EXPECT_TRUE(GetSecurityDescriptorDacl(&descriptor, &present, &acl, &defaulted));
  EXPECT_TRUE(present);
  EXPECT_EQ(acl, nullptr);
  EXPECT_TRUE(defaulted);
  EXPECT_EQ(text_of_descriptor(&descriptor), "D:NO_ACCESS_CONTROL");
  EXPECT_TRUE(SetSecurityDescriptorDacl(&descriptor, FALSE, nullptr, FALSE));
  EXPECT_EQ(text_of_descriptor(&descriptor), "");
}

TEST(DescriptorApi, PartsOfBothFormsAreTheSame) {
  const auto relative = descriptor(kFull);
  PSID owner = nullptr, group = nullptr;
  BOOL defaulted = TRUE, present = FALSE;
  PACL acl = nullptr;
  ASSERT_TRUE(GetSecurityDescriptorOwner(relative.get(), &owner, &defaulted));
  EXPECT_EQ(text_of(owner), "S-1-5-32-544");
  EXPECT_FALSE(defaulted);
  ASSERT_TRUE(GetSecurityDescriptorGroup(relative.get(), &group, nullptr));
  EXPECT_EQ(text_of(group), "S-1-5-18");
  ASSERT_TRUE(GetSecurityDescriptorSacl(relative.get(), &present, &acl, nullptr));
  EXPECT_TRUE(present && IsValidAcl(acl));
  SECURITY_DESCRIPTOR_CONTROL control = 0;
  DWORD revision = 0;
  ASSERT_TRUE(GetSecurityDescriptorControl(relative.get(), &control, &revision));
  EXPECT_EQ(control, SE_DACL_PRESENT | SE_SACL_PRESENT | SE_DACL_PROTECTED |
                         SE_DACL_AUTO_INHERITED | SE_SACL_AUTO_INHERITED | SE_SELF_RELATIVE);
  EXPECT_EQ(revision, 1u);
  EXPECT_EQ(GetSecurityDescriptorLength(relative.get()), 20u + 8 + 20 + 8 + 24 + 16 + 12);
}

TEST(DescriptorApi, SettersWantAbsoluteForm) {
  const auto relative = descriptor(kFull);
  EXPECT_FALSE(SetSecurityDescriptorDacl(relative.get(), TRUE, nullptr, FALSE));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SECURITY_DESCR});
  EXPECT_FALSE(SetSecurityDescriptorOwner(relative.get(), nullptr, FALSE));
  SECURITY_DESCRIPTOR unknown{};
  unknown.Revision = 3;
  EXPECT_FALSE(SetSecurityDescriptorOwner(&unknown, nullptr, FALSE));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_UNKNOWN_REVISION});
  DWORD revision = 0;
  SECURITY_DESCRIPTOR_CONTROL control;
  EXPECT_FALSE(GetSecurityDescriptorControl(&unknown, &control, &revision));
  EXPECT_EQ(revision, 3u);
}

TEST(DescriptorApi, OnlyInheritanceBitsOfControlCanBeSet) {
  SECURITY_DESCRIPTOR descriptor;
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  EXPECT_TRUE(SetSecurityDescriptorControl(&descriptor, SE_DACL_PROTECTED | SE_SACL_PROTECTED,
                                           SE_DACL_PROTECTED));
  EXPECT_EQ(descriptor.Control, SE_DACL_PROTECTED);
  EXPECT_FALSE(SetSecurityDescriptorControl(&descriptor, SE_DACL_PRESENT, SE_DACL_PRESENT));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(SetSecurityDescriptorControl(&descriptor, 0, SE_DACL_PROTECTED));
  EXPECT_EQ(descriptor.Control, SE_DACL_PROTECTED);
}

TEST(DescriptorApi, ResourceManagerControl) {
  SECURITY_DESCRIPTOR descriptor;
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  UCHAR bits = 9;
  EXPECT_EQ(GetSecurityDescriptorRMControl(&descriptor, &bits), DWORD{ERROR_INVALID_DATA});
  EXPECT_EQ(bits, 0);
  bits = 7;
  EXPECT_EQ(SetSecurityDescriptorRMControl(&descriptor, &bits), DWORD{ERROR_SUCCESS});
  bits = 0;
  EXPECT_EQ(GetSecurityDescriptorRMControl(&descriptor, &bits), DWORD{ERROR_SUCCESS});
  EXPECT_EQ(bits, 7);
  EXPECT_EQ(SetSecurityDescriptorRMControl(&descriptor, nullptr), DWORD{ERROR_SUCCESS});
  EXPECT_EQ(descriptor.Control, 0);
}

TEST(DescriptorForm, ThereAndBackAgain) {
  const auto relative = descriptor(kFull);
  DWORD sizes[5] = {};
  EXPECT_FALSE(MakeAbsoluteSD(relative.get(), nullptr, &sizes[0], nullptr, &sizes[1], nullptr,
                              &sizes[2], nullptr, &sizes[3], nullptr, &sizes[4]));
  ASSERT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(sizes[0], sizeof(SECURITY_DESCRIPTOR));
  std::vector<std::vector<BYTE>> parts;
  for (const DWORD size : sizes) parts.emplace_back(size);
  ASSERT_TRUE(MakeAbsoluteSD(relative.get(), parts[0].data(), &sizes[0],
                             reinterpret_cast<PACL>(parts[1].data()), &sizes[1],
                             reinterpret_cast<PACL>(parts[2].data()), &sizes[2], parts[3].data(),
                             &sizes[3], parts[4].data(), &sizes[4]));
  EXPECT_EQ(text_of_descriptor(parts[0].data()), kFull);
  EXPECT_TRUE(IsValidSecurityDescriptor(parts[0].data()));

  DWORD needed = 0;
  EXPECT_FALSE(MakeSelfRelativeSD(parts[0].data(), nullptr, &needed));
  ASSERT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  ASSERT_EQ(needed, GetSecurityDescriptorLength(relative.get()));
  std::vector<BYTE> again(needed);
  ASSERT_TRUE(MakeSelfRelativeSD(parts[0].data(), again.data(), &needed));
  EXPECT_EQ(std::memcmp(again.data(), relative.get(), needed), 0);
}

TEST(DescriptorForm, WrongFormIsRefused) {
  const auto relative = descriptor(kFull);
  DWORD size = 0;
  EXPECT_FALSE(MakeSelfRelativeSD(relative.get(), nullptr, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_BAD_DESCRIPTOR_FORMAT});
  SECURITY_DESCRIPTOR absolute;
  InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION);
  DWORD sizes[5] = {};
  EXPECT_FALSE(MakeAbsoluteSD(&absolute, nullptr, &sizes[0], nullptr, &sizes[1], nullptr, &sizes[2],
                              nullptr, &sizes[3], nullptr, &sizes[4]));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_BAD_DESCRIPTOR_FORMAT});
}

TEST(DescriptorApi, MalformedPartsAreNotValid) {
  SECURITY_DESCRIPTOR descriptor;
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  BYTE bad[8] = {7, 200};
  SetSecurityDescriptorOwner(&descriptor, bad, FALSE);
  EXPECT_FALSE(IsValidSecurityDescriptor(&descriptor));
  EXPECT_EQ(text_of_descriptor(&descriptor), "error 1338");
  EXPECT_FALSE(IsValidSecurityDescriptor(nullptr));
  EXPECT_EQ(GetSecurityDescriptorLength(nullptr), 0u);
  const auto relative = test::descriptor("O:BAD:");
  auto* header = static_cast<SECURITY_DESCRIPTOR_RELATIVE*>(relative.get());
  EXPECT_TRUE(IsValidSecurityDescriptor(header));
  header->Owner = 4;  // inside the header
  EXPECT_FALSE(IsValidSecurityDescriptor(header));
}

}  // namespace
}  // namespace wfp::win32::test
