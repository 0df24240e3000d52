#include <aclapi.h>
#include <unistd.h>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

// A DACL in SDDL, or the error, after the entries were merged into `old` (none: "").
std::string merged(const std::string& old, std::vector<EXPLICIT_ACCESS_A> entries) {
  const auto from = descriptor(old);
  BOOL present = FALSE, defaulted = FALSE;
  PACL acl = nullptr;
  if (!old.empty()) GetSecurityDescriptorDacl(from.get(), &present, &acl, &defaulted);
  PACL result = reinterpret_cast<PACL>(&acl);
  const DWORD code =
      SetEntriesInAclA(static_cast<ULONG>(entries.size()), entries.data(), acl, &result);
  if (code != ERROR_SUCCESS) {
    EXPECT_EQ(result, nullptr);
    return "error " + std::to_string(code);
  }
  const LocalPtr<ACL> owner(result);
  SECURITY_DESCRIPTOR to;
  InitializeSecurityDescriptor(&to, SECURITY_DESCRIPTOR_REVISION);
  SetSecurityDescriptorDacl(&to, TRUE, result, FALSE);
  return text_of_descriptor(&to, DACL_SECURITY_INFORMATION);
}

EXPLICIT_ACCESS_A entry(ACCESS_MODE mode, DWORD mask, const char* name,
                        DWORD inheritance = NO_INHERITANCE) {
  EXPLICIT_ACCESS_A entry;
  BuildExplicitAccessWithNameA(&entry, const_cast<char*>(name), mask, mode, inheritance);
  return entry;
}

TEST(SetEntriesInAcl, NothingMakesNoAcl) {
  PACL acl = reinterpret_cast<PACL>(&acl);
  EXPECT_EQ(SetEntriesInAclA(0, nullptr, nullptr, &acl), DWORD{ERROR_SUCCESS});
  EXPECT_EQ(acl, nullptr);
  EXPECT_EQ(SetEntriesInAclA(1, nullptr, nullptr, &acl), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(SetEntriesInAclA(0, nullptr, nullptr, nullptr), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(merged("D:(A;;CC;;;WD)", {}), "D:(A;;CC;;;WD)");
}

TEST(SetEntriesInAcl, DenialsComeFirstGrantsBeforeOldGrants) {
  EXPECT_EQ(merged("D:(D;;DC;;;BG)(A;;CC;;;WD)",
                   {entry(GRANT_ACCESS, 1, "Administrators"), entry(DENY_ACCESS, 2, "SYSTEM"),
                    entry(GRANT_ACCESS, 4, "Users")}),
            "D:(D;;DC;;;SY)(D;;DC;;;BG)(A;;CC;;;BA)(A;;LC;;;BU)(A;;CC;;;WD)");
}

TEST(SetEntriesInAcl, GrantAddsAndTakesFromDenials) {
  EXPECT_EQ(merged("D:(D;;CCDC;;;WD)(A;;LC;;;WD)", {entry(GRANT_ACCESS, 1, "Everyone")}),
            "D:(D;;DC;;;WD)(A;;CCLC;;;WD)");
  EXPECT_EQ(merged("D:(D;;CC;;;WD)", {entry(GRANT_ACCESS, 1, "Everyone")}), "D:(A;;CC;;;WD)");
  EXPECT_EQ(merged("D:(A;OI;LC;;;WD)", {entry(GRANT_ACCESS, 1, "Everyone")}),
            "D:(A;;CC;;;WD)(A;OI;LC;;;WD)");
}

TEST(SetEntriesInAcl, SetReplacesDenyAddsRevokeRemoves) {
  EXPECT_EQ(merged("D:(D;;CC;;;WD)(A;;LC;;;WD)(A;;CC;;;BA)", {entry(SET_ACCESS, 2, "Everyone")}),
            "D:(A;;DC;;;WD)(A;;CC;;;BA)");
  EXPECT_EQ(merged("D:(D;;CC;;;WD)", {entry(DENY_ACCESS, 2, "Everyone")}), "D:(D;;CCDC;;;WD)");
  EXPECT_EQ(merged("D:(D;;CC;;;WD)(A;;LC;;;WD)(A;;CC;;;BA)", {entry(REVOKE_ACCESS, 0, "Everyone")}),
            "D:(D;;CC;;;WD)(A;;CC;;;BA)");
}

TEST(SetEntriesInAcl, ConditionalGrantsAreRevokedToo) {
  EXPECT_EQ(
      merged("D:(XA;;CC;;;WD;(@USER.a == 1))(A;;CC;;;BA)", {entry(REVOKE_ACCESS, 0, "Everyone")}),
      "D:(A;;CC;;;BA)");
}

TEST(SetEntriesInAcl, InheritedAcesStayBehind) {
  EXPECT_EQ(merged("D:(D;ID;CC;;;WD)(A;ID;LC;;;WD)",
                   {entry(SET_ACCESS, 1, "Everyone"), entry(REVOKE_ACCESS, 1, "Users")}),
            "D:(A;;CC;;;WD)(D;ID;CC;;;WD)(A;ID;LC;;;WD)");
}

TEST(SetEntriesInAcl, InheritanceFlags) {
  EXPECT_EQ(
      merged("", {entry(GRANT_ACCESS, 1, "Everyone",
                        SUB_CONTAINERS_AND_OBJECTS_INHERIT | INHERIT_ONLY | INHERIT_NO_PROPAGATE)}),
      "D:(A;OICINPIO;CC;;;WD)");
  EXPECT_EQ(merged("", {entry(GRANT_ACCESS, 1, "Everyone", 0x40)}), "error 87");
}

TEST(SetEntriesInAcl, AuditEntries) {
  const auto from = descriptor("D:");
  EXPLICIT_ACCESS_A entries[] = {entry(SET_AUDIT_SUCCESS, 1, "Everyone"),
                                 entry(SET_AUDIT_SUCCESS, 2, "Everyone"),
                                 entry(SET_AUDIT_FAILURE, 4, "Everyone")};
  PACL acl = nullptr;
  ASSERT_EQ(SetEntriesInAclA(3, entries, nullptr, &acl), DWORD{ERROR_SUCCESS});
  const LocalPtr<ACL> owner(acl);
  SECURITY_DESCRIPTOR to;
  InitializeSecurityDescriptor(&to, SECURITY_DESCRIPTOR_REVISION);
  SetSecurityDescriptorSacl(&to, TRUE, acl, FALSE);
  EXPECT_EQ(text_of_descriptor(&to, SACL_SECURITY_INFORMATION),
            "S:(AU;SA;CCDC;;;WD)(AU;FA;LC;;;WD)");
}

TEST(SetEntriesInAcl, Trustees) {
  EXPECT_EQ(merged("", {entry(GRANT_ACCESS, 1, "CURRENT_USER")}),
            "D:(A;;CC;;;S-1-22-1-" + std::to_string(::geteuid()) + ")");
  EXPECT_EQ(merged("", {entry(GRANT_ACCESS, 1, "no such account 4711")}), "error 1332");
  EXPECT_EQ(merged("", {entry(GRANT_ACCESS, 1, nullptr)}), "error 87");
  EXPECT_EQ(merged("", {entry(NOT_USED_ACCESS, 1, "Everyone")}), "error 87");
  EXPECT_EQ(merged("", {entry(static_cast<ACCESS_MODE>(99), 1, "Everyone")}), "error 87");
  auto bad = entry(GRANT_ACCESS, 1, "Everyone");
  bad.Trustee.TrusteeForm = TRUSTEE_BAD_FORM;
  EXPECT_EQ(merged("", {bad}), "error 87");
  bad = entry(GRANT_ACCESS, 1, "Everyone");
  bad.Trustee.pMultipleTrustee = &bad.Trustee;
  EXPECT_EQ(merged("", {bad}), "error 87");
  BYTE garbage[8] = {7};
  bad = entry(GRANT_ACCESS, 1, "Everyone");
  BuildTrusteeWithSidA(&bad.Trustee, garbage);
  EXPECT_EQ(merged("", {bad}), "error 1337");
}

TEST(SetEntriesInAcl, ObjectTypes) {
  GUID type = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
  OBJECTS_AND_SID objects;
  const auto everyone = sid("WD");
  auto one = entry(GRANT_ACCESS, 1, "Everyone");
  BuildTrusteeWithObjectsAndSidA(&one.Trustee, &objects, &type, nullptr, everyone.get());
  const std::string made = merged("D:(A;;LC;;;WD)", {one});
  EXPECT_EQ(made, "D:(OA;;CC;00000001-0002-0003-0405-060708090a0b;;WD)(A;;LC;;;WD)");
  OBJECTS_AND_NAME_A named;
  BuildTrusteeWithObjectsAndNameA(&one.Trustee, &named, SE_DS_OBJECT, const_cast<char*>("user"),
                                  nullptr, const_cast<char*>("Everyone"));
  EXPECT_EQ(merged("", {one}), "error 87");
  BuildTrusteeWithObjectsAndNameA(&one.Trustee, &named, SE_DS_OBJECT, nullptr, nullptr,
                                  const_cast<char*>("Everyone"));
  EXPECT_EQ(merged("", {one}), "D:(A;;CC;;;WD)");
}

TEST(GetExplicitEntries, GiveBackWhatWasSet) {
  const auto from = descriptor(
      "D:(D;;DC;;;BG)(A;OICI;CC;;;WD)(A;ID;LC;;;BA)(OA;;CC;00000001-0002-0003-0405-060708090a0b;;"
      "BU)");
  BOOL present = FALSE, defaulted = FALSE;
  PACL acl = nullptr;
  GetSecurityDescriptorDacl(from.get(), &present, &acl, &defaulted);
  ULONG count = 0;
  PEXPLICIT_ACCESS_W list = nullptr;
  ASSERT_EQ(GetExplicitEntriesFromAclW(acl, &count, &list), DWORD{ERROR_SUCCESS});
  const LocalPtr<EXPLICIT_ACCESS_W> owner(list);
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(list[0].grfAccessMode, DENY_ACCESS);
  EXPECT_EQ(list[1].grfInheritance, DWORD{SUB_CONTAINERS_AND_OBJECTS_INHERIT});
  EXPECT_EQ(text_of(list[1].Trustee.ptstrName), "S-1-1-0");
  EXPECT_EQ(list[2].Trustee.TrusteeForm, TRUSTEE_IS_OBJECTS_AND_SID);
  PACL again = nullptr;
  ASSERT_EQ(SetEntriesInAclW(count, list, nullptr, &again), DWORD{ERROR_SUCCESS});
  const LocalPtr<ACL> again_owner(again);
  EXPECT_EQ(again->AceCount, 3);
  EXPECT_EQ(GetExplicitEntriesFromAclW(nullptr, &count, &list), DWORD{ERROR_SUCCESS});
  EXPECT_EQ(count, 0u);
}

TEST(BuildSecurityDescriptor, MergesIntoTheOldOne) {
  const auto old = descriptor("O:BAD:(A;;CC;;;WD)");
  TRUSTEE_W group;
  wchar_t system[] = L"NT AUTHORITY\\SYSTEM", users[] = L"Users";
  BuildTrusteeWithNameW(&group, system);
  EXPLICIT_ACCESS_W grant;
  BuildExplicitAccessWithNameW(&grant, users, 2, GRANT_ACCESS, NO_INHERITANCE);
  ULONG size = 0;
  PSECURITY_DESCRIPTOR made = nullptr;
  ASSERT_EQ(
      BuildSecurityDescriptorW(nullptr, &group, 1, &grant, 0, nullptr, old.get(), &size, &made),
      DWORD{ERROR_SUCCESS});
  const LocalPtr<> owner(made);
  EXPECT_EQ(text_of_descriptor(made), "O:BAG:SYD:(A;;DC;;;BU)(A;;CC;;;WD)");
  EXPECT_EQ(size, GetSecurityDescriptorLength(made));
  SECURITY_DESCRIPTOR absolute;
  InitializeSecurityDescriptor(&absolute, SECURITY_DESCRIPTOR_REVISION);
  EXPECT_EQ(
      BuildSecurityDescriptorW(nullptr, nullptr, 0, nullptr, 0, nullptr, &absolute, &size, &made),
      DWORD{ERROR_INVALID_SECURITY_DESCR});
  EXPECT_EQ(
      BuildSecurityDescriptorW(nullptr, nullptr, 0, nullptr, 0, nullptr, nullptr, nullptr, &made),
      DWORD{ERROR_INVALID_PARAMETER});
}

TEST(TrusteeApi, FormTypeAndName) {
  TRUSTEE_A trustee;
  char name[] = "Everyone";
  BuildTrusteeWithNameA(&trustee, name);
  EXPECT_EQ(GetTrusteeFormA(&trustee), TRUSTEE_IS_NAME);
  EXPECT_EQ(GetTrusteeTypeA(&trustee), TRUSTEE_IS_UNKNOWN);
  EXPECT_EQ(GetTrusteeNameA(&trustee), name);
  BuildTrusteeWithSidA(&trustee, sid("WD").get());
  EXPECT_EQ(GetTrusteeFormA(&trustee), TRUSTEE_IS_SID);
  EXPECT_EQ(GetTrusteeNameA(&trustee), nullptr);
  EXPECT_EQ(GetTrusteeFormA(nullptr), TRUSTEE_BAD_FORM);
  BuildTrusteeWithNameA(nullptr, name);
}

GENERIC_MAPPING mapping{0x20001, 0x20002, 0x20004, 0xF0007};

struct Private {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  ~Private() { DestroyPrivateObjectSecurity(&descriptor); }
};

TEST(PrivateObjectApi, InheritsFromTheParent) {
  const MadeToken alice("S-1-22-1-1000", {"S-1-1-0"});
  const auto parent = descriptor("O:BAG:BAD:(A;OICI;GA;;;BA)(A;OICIIO;GR;;;CO)(A;;CC;;;WD)");
  Private made;
  ASSERT_TRUE(CreatePrivateObjectSecurityEx(parent.get(), nullptr, &made.descriptor, nullptr, FALSE,
                                            SEF_DACL_AUTO_INHERIT | SEF_DEFAULT_GROUP_FROM_PARENT,
                                            alice.get(), &mapping))
      << GetLastError();
  EXPECT_EQ(text_of_descriptor(made.descriptor, 7),
            "O:S-1-22-1-1000G:BAD:AI(A;ID;CCDCLCSDRCWDWO;;;BA)(A;ID;CCRC;;;S-1-22-1-1000)");
}

TEST(PrivateObjectApi, OwnerAndSaclNeedTheirRights) {
  const MadeToken alice("S-1-22-1-1000"), root("S-1-22-1-0", {}, {8, 18});
  const auto foreign = descriptor("O:BAG:BAD:(A;;CC;;;WD)"),
             audited = descriptor("G:BAS:(AU;SA;CC;;;WD)");
  Private made;
  EXPECT_FALSE(CreatePrivateObjectSecurity(nullptr, foreign.get(), &made.descriptor, FALSE,
                                           alice.get(), &mapping));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_OWNER});
  EXPECT_FALSE(CreatePrivateObjectSecurity(nullptr, audited.get(), &made.descriptor, FALSE,
                                           alice.get(), &mapping));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_PRIVILEGE_NOT_HELD});
  EXPECT_EQ(made.descriptor, nullptr);
  EXPECT_TRUE(CreatePrivateObjectSecurity(nullptr, foreign.get(), &made.descriptor, FALSE,
                                          root.get(), &mapping))
      << GetLastError();
  EXPECT_TRUE(DestroyPrivateObjectSecurity(&made.descriptor));
  EXPECT_EQ(made.descriptor, nullptr);
  EXPECT_TRUE(CreatePrivateObjectSecurity(nullptr, audited.get(), &made.descriptor, FALSE,
                                          root.get(), &mapping))
      << GetLastError();
}

TEST(PrivateObjectApi, SetsAllOrNothing) {
  const MadeToken alice("S-1-22-1-1000");
  const auto creator = descriptor("O:S-1-22-1-1000G:S-1-22-2-1000D:(A;;CC;;;WD)"),
             changes = descriptor("O:BAD:(A;;DC;;;BU)");
  Private made;
  ASSERT_TRUE(CreatePrivateObjectSecurity(nullptr, creator.get(), &made.descriptor, FALSE,
                                          alice.get(), &mapping))
      << GetLastError();
  EXPECT_FALSE(SetPrivateObjectSecurity(OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION,
                                        changes.get(), &made.descriptor, &mapping, alice.get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_OWNER});
  EXPECT_EQ(text_of_descriptor(made.descriptor, 4), "D:(A;;CC;;;WD)");
  ASSERT_TRUE(SetPrivateObjectSecurity(DACL_SECURITY_INFORMATION, changes.get(), &made.descriptor,
                                       &mapping, nullptr))
      << GetLastError();
  EXPECT_EQ(text_of_descriptor(made.descriptor, 4), "D:(A;;DC;;;BU)");
  DWORD size = 0;
  EXPECT_FALSE(
      GetPrivateObjectSecurity(made.descriptor, DACL_SECURITY_INFORMATION, nullptr, 0, &size));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  std::vector<BYTE> bytes(size);
  ASSERT_TRUE(GetPrivateObjectSecurity(made.descriptor, DACL_SECURITY_INFORMATION, bytes.data(),
                                       size, &size));
  EXPECT_EQ(text_of_descriptor(bytes.data()), "D:(A;;DC;;;BU)");
}

}  // namespace
}  // namespace wfp::win32::test
