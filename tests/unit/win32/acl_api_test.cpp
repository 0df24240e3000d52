#include <cstring>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

template <std::size_t size>
struct AclRoom {
  alignas(4) BYTE bytes[size] = {};
  PACL get() { return reinterpret_cast<PACL>(bytes); }
  explicit AclRoom(DWORD revision = ACL_REVISION) {
    EXPECT_TRUE(InitializeAcl(get(), size, revision));
  }
  // As a DACL in SDDL.
  std::string text() {
    SECURITY_DESCRIPTOR descriptor;
    InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
    SetSecurityDescriptorDacl(&descriptor, TRUE, get(), FALSE);
    return text_of_descriptor(&descriptor, DACL_SECURITY_INFORMATION);
  }
  ACL_SIZE_INFORMATION sizes() {
    ACL_SIZE_INFORMATION information{};
    EXPECT_TRUE(GetAclInformation(get(), &information, sizeof information, AclSizeInformation));
    return information;
  }
};

TEST(AclApi, InitializeChecksSizeAndRevision) {
  ACL acl;
  EXPECT_FALSE(InitializeAcl(&acl, sizeof acl - 1, ACL_REVISION));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  for (const DWORD revision : {0u, 1u, 5u}) {
    EXPECT_FALSE(InitializeAcl(&acl, sizeof acl, revision));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  }
  EXPECT_FALSE(InitializeAcl(&acl, 0x10000, ACL_REVISION));
  EXPECT_FALSE(InitializeAcl(nullptr, 8, ACL_REVISION));
  EXPECT_TRUE(InitializeAcl(&acl, 11, ACL_REVISION));
  EXPECT_EQ(acl.AclSize, 8);  // a multiple of 4
  EXPECT_TRUE(IsValidAcl(&acl));
}

TEST(AclApi, AddsInOrder) {
  AclRoom<200> acl;
  EXPECT_TRUE(AddAccessDeniedAce(acl.get(), ACL_REVISION, 0x1, sid("S-1-5-7").get()));
  EXPECT_TRUE(AddAccessAllowedAceEx(acl.get(), ACL_REVISION,
                                    OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE, GENERIC_ALL,
                                    sid("BA").get()));
  EXPECT_TRUE(AddAccessAllowedAce(acl.get(), ACL_REVISION, 0x20001, sid("WD").get()));
  EXPECT_EQ(acl.text(), "D:(D;;CC;;;AN)(A;OICI;GA;;;BA)(A;;CCRC;;;WD)");
  EXPECT_TRUE(IsValidAcl(acl.get()));
  EXPECT_EQ(acl.sizes().AceCount, 3u);
  EXPECT_EQ(acl.sizes().AclBytesInUse, 8u + 20 + 24 + 20);
  EXPECT_EQ(acl.sizes().AclBytesFree, 200u - 72);
}

TEST(AclApi, AddTellsWhatIsWrong) {
  AclRoom<27> acl;  // 24 bytes: no ACE with a SID of one part fits
  EXPECT_FALSE(AddAccessAllowedAce(acl.get(), ACL_REVISION, 1, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_ALLOTTED_SPACE_EXCEEDED});
  AclRoom<100> wide;
  EXPECT_FALSE(AddAccessAllowedAce(wide.get(), 1, 1, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_REVISION_MISMATCH});
  EXPECT_FALSE(AddAccessAllowedAce(wide.get(), 5, 1, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_REVISION_MISMATCH});
  BYTE bad[8] = {9};
  EXPECT_FALSE(AddAccessAllowedAce(wide.get(), ACL_REVISION, 1, bad));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_SID});
  EXPECT_FALSE(AddAccessAllowedAceEx(wide.get(), ACL_REVISION, SUCCESSFUL_ACCESS_ACE_FLAG, 1,
                                     sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(AddAccessAllowedAce(nullptr, ACL_REVISION, 1, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_ACL});
  wide.get()->AceCount = 7;
  EXPECT_FALSE(AddAccessAllowedAce(wide.get(), ACL_REVISION, 1, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_ACL});
}

TEST(AclApi, AuditAcesCarryTheirFlags) {
  AclRoom<200> acl;
  EXPECT_TRUE(AddAuditAccessAce(acl.get(), ACL_REVISION, 1, sid("WD").get(), TRUE, FALSE));
  EXPECT_TRUE(AddAuditAccessAceEx(acl.get(), ACL_REVISION, CONTAINER_INHERIT_ACE, 1,
                                  sid("WD").get(), TRUE, TRUE));
  EXPECT_TRUE(AddMandatoryAce(acl.get(), ACL_REVISION, 0, SYSTEM_MANDATORY_LABEL_NO_WRITE_UP,
                              sid("S-1-16-12288").get()));
  EXPECT_FALSE(AddMandatoryAce(acl.get(), ACL_REVISION, 0, 8, sid("S-1-16-12288").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_FALSE(AddMandatoryAce(acl.get(), ACL_REVISION, 0, 1, sid("WD").get()));
  SECURITY_DESCRIPTOR descriptor;
  InitializeSecurityDescriptor(&descriptor, SECURITY_DESCRIPTOR_REVISION);
  SetSecurityDescriptorSacl(&descriptor, TRUE, acl.get(), FALSE);
  EXPECT_EQ(text_of_descriptor(&descriptor, SACL_SECURITY_INFORMATION),
            "S:(AU;SA;CC;;;WD)(AU;CISAFA;CC;;;WD)");
  EXPECT_EQ(text_of_descriptor(&descriptor, LABEL_SECURITY_INFORMATION), "S:(ML;;NW;;;HI)");
}

TEST(AclApi, ObjectAcesNeedRevisionFour) {
  GUID type = {1, 2, 3, {4, 5, 6, 7, 8, 9, 10, 11}};
  AclRoom<300> acl;
  EXPECT_FALSE(
      AddAccessAllowedObjectAce(acl.get(), ACL_REVISION, 0, 1, &type, nullptr, sid("WD").get()));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_REVISION_MISMATCH});
  EXPECT_TRUE(
      AddAccessAllowedObjectAce(acl.get(), ACL_REVISION_DS, 0, 1, &type, nullptr, sid("WD").get()));
  EXPECT_TRUE(
      AddAccessDeniedObjectAce(acl.get(), ACL_REVISION_DS, 0, 1, nullptr, &type, sid("WD").get()));
  EXPECT_TRUE(AddAccessAllowedObjectAce(acl.get(), ACL_REVISION_DS, 0, 1, nullptr, nullptr,
                                        sid("WD").get()));
  EXPECT_EQ(acl.text(),
            "D:(OA;;CC;00000001-0002-0003-0405-060708090a0b;;WD)(OD;;CC;;00000001-0002-0003-0405-"
            "060708090a0b;WD)(A;;CC;;;WD)");
  ACL_REVISION_INFORMATION revision{};
  EXPECT_TRUE(GetAclInformation(acl.get(), &revision, sizeof revision, AclRevisionInformation));
  EXPECT_EQ(revision.AclRevision, DWORD{ACL_REVISION_DS});
}

TEST(AclApi, GetsDeletesAndFindsTheEnd) {
  AclRoom<200> acl;
  for (DWORD mask : {1u, 2u, 4u})
    AddAccessAllowedAce(acl.get(), ACL_REVISION, mask, sid("WD").get());
  void* ace = nullptr;
  ASSERT_TRUE(GetAce(acl.get(), 1, &ace));
  EXPECT_EQ(static_cast<ACCESS_ALLOWED_ACE*>(ace)->Mask, 2u);
  EXPECT_FALSE(GetAce(acl.get(), 3, &ace));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_TRUE(DeleteAce(acl.get(), 0));
  EXPECT_EQ(acl.text(), "D:(A;;DC;;;WD)(A;;LC;;;WD)");
  EXPECT_FALSE(DeleteAce(acl.get(), 2));
  ASSERT_TRUE(FindFirstFreeAce(acl.get(), &ace));
  EXPECT_EQ(static_cast<BYTE*>(ace) - acl.bytes, 8 + 2 * 20);
  EXPECT_EQ(acl.sizes().AceCount, 2u);
}

TEST(AclApi, AddAcePutsAListAnywhere) {
  AclRoom<200> from, to;
  AddAccessAllowedAce(from.get(), ACL_REVISION, 1, sid("BA").get());
  AddAccessAllowedAce(from.get(), ACL_REVISION, 2, sid("BA").get());
  AddAccessAllowedAce(to.get(), ACL_REVISION, 4, sid("WD").get());
  const DWORD list = from.sizes().AclBytesInUse - 8;
  EXPECT_TRUE(AddAce(to.get(), ACL_REVISION, 0, from.bytes + 8, list));
  EXPECT_TRUE(AddAce(to.get(), ACL_REVISION, MAXDWORD, from.bytes + 8, 24));
  EXPECT_EQ(to.text(), "D:(A;;CC;;;BA)(A;;DC;;;BA)(A;;LC;;;WD)(A;;CC;;;BA)");
  EXPECT_FALSE(AddAce(to.get(), ACL_REVISION, 0, from.bytes + 8, 23));  // cut off
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  AclRoom<30> small;
  EXPECT_FALSE(AddAce(small.get(), ACL_REVISION, 0, from.bytes + 8, 24));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(small.sizes().AceCount, 0u);
}

TEST(AclApi, InformationChecksItsBuffer) {
  AclRoom<40> acl;
  ACL_SIZE_INFORMATION sizes{};
  EXPECT_FALSE(GetAclInformation(acl.get(), &sizes, sizeof sizes - 1, AclSizeInformation));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_FALSE(
      GetAclInformation(acl.get(), &sizes, sizeof sizes, static_cast<ACL_INFORMATION_CLASS>(7)));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  ACL_REVISION_INFORMATION revision{ACL_REVISION_DS};
  EXPECT_TRUE(SetAclInformation(acl.get(), &revision, sizeof revision, AclRevisionInformation));
  revision.AclRevision = ACL_REVISION;
  EXPECT_FALSE(SetAclInformation(acl.get(), &revision, sizeof revision,
                                 AclRevisionInformation));  // not back
}

// Every single changed byte of a good ACL: the functions say no or work, and never leave its bounds
// (run under ASan).
TEST(AclApi, DamagedAclsAreHandledSafely) {
  AclRoom<100> good;
  AddAccessAllowedAce(good.get(), ACL_REVISION, 1, sid("WD").get());
  AddAccessDeniedAce(good.get(), ACL_REVISION, 1, sid("BA").get());
  for (std::size_t at = 0; at < 60; ++at) {
    for (const int value : {0, 1, 3, 16, 20, 127, 255}) {
      // AclSize itself says how large the buffer is: it must not claim more than there is.
      if (at == 3 || (at == 2 && value > 100)) continue;
      auto copy = std::make_unique<AclRoom<100>>(good);
      copy->bytes[at] = static_cast<BYTE>(value);
      IsValidAcl(copy->get());
      void* ace = nullptr;
      GetAce(copy->get(), 1, &ace);
      AddAccessAllowedAce(copy->get(), ACL_REVISION, 1, sid("WD").get());
      DeleteAce(copy->get(), 0);
      FindFirstFreeAce(copy->get(), &ace);
      copy->text();
    }
  }
}

}  // namespace
}  // namespace wfp::win32::test
