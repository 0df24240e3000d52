#include <ntsecapi.h>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

GENERIC_MAPPING mapping{0x20001, 0x20002, 0x20004, 0xF0007};

struct Answer {
  BOOL result, status = 42;
  DWORD granted = 42, error, privileges;
};

Answer check(HANDLE token, const std::string& sddl, DWORD desired) {
  PRIVILEGE_SET used{};
  DWORD size = sizeof used;
  Answer answer{};
  answer.status = 42;
  answer.granted = 42;
  SetLastError(ERROR_SUCCESS);
  answer.result = AccessCheck(descriptor(sddl).get(), token, desired, &mapping, &used, &size,
                              &answer.granted, &answer.status);
  answer.error = GetLastError();
  answer.privileges = used.PrivilegeCount;
  return answer;
}

TEST(AccessCheckApi, AllowsAndDenies) {
  const MadeToken alice("S-1-22-1-1000", {"S-1-1-0"});
  const Answer yes = check(alice.get(), "O:SYG:SYD:(A;;0x1;;;S-1-22-1-1000)", 1);
  EXPECT_TRUE(yes.result && yes.status);
  EXPECT_EQ(yes.granted, 1u);
  const Answer no = check(alice.get(), "O:SYG:SYD:(A;;0x1;;;S-1-22-1-1000)", 3);
  EXPECT_TRUE(no.result);
  EXPECT_EQ(no.status, FALSE);
  EXPECT_EQ(no.granted, 0u);
  EXPECT_EQ(no.error, DWORD{ERROR_ACCESS_DENIED});
}

TEST(AccessCheckApi, MaximumAllowedAndGenericAces) {
  const MadeToken alice("S-1-22-1-1000", {"S-1-1-0"});
  const Answer answer = check(alice.get(), "O:SYG:SYD:(D;;0x2;;;WD)(A;;GA;;;WD)", MAXIMUM_ALLOWED);
  EXPECT_TRUE(answer.status);
  EXPECT_EQ(answer.granted, 0xF0005u);
}

TEST(AccessCheckApi, DenyOnlyGroupsOnlyDeny) {
  const MadeToken alice("S-1-22-1-1000", {"S-1-5-32-544-"});
  EXPECT_FALSE(check(alice.get(), "O:SYG:SYD:(A;;0x1;;;BA)", 1).status);
  EXPECT_FALSE(check(alice.get(), "O:SYG:SYD:(D;;0x1;;;BA)(A;;0x1;;;S-1-22-1-1000)", 1).status);
}

TEST(AccessCheckApi, NullEmptyAndAbsentDacl) {
  const MadeToken alice("S-1-22-1-1000");
  EXPECT_TRUE(check(alice.get(), "O:SYG:SYD:NO_ACCESS_CONTROL", 7).status);
  EXPECT_FALSE(check(alice.get(), "O:SYG:SYD:", 1).status);
  EXPECT_TRUE(check(alice.get(), "O:SYG:SY", 7).status);
}

TEST(AccessCheckApi, RefusesTheQuestionItself) {
  const MadeToken alice("S-1-22-1-1000");
  const std::string good = "O:SYG:SYD:(A;;0x1;;;WD)";
  const auto error = [&](HANDLE token, const std::string& sddl, DWORD desired) {
    const Answer answer = check(token, sddl, desired);
    EXPECT_FALSE(answer.result);
    EXPECT_EQ(answer.status, 42);
    EXPECT_EQ(answer.granted, 42u);
    return answer.error;
  };
  EXPECT_EQ(error(alice.get(), good, GENERIC_READ), DWORD{ERROR_GENERIC_NOT_MAPPED});
  EXPECT_EQ(error(alice.get(), "D:(A;;0x1;;;WD)", 1), DWORD{ERROR_INVALID_SECURITY_DESCR});
  EXPECT_EQ(error(nullptr, good, 1), DWORD{ERROR_INVALID_HANDLE});
  const MadeToken primary("S-1-22-1-1000", {}, {}, TokenPrimary);
  EXPECT_EQ(error(primary.get(), good, 1), DWORD{ERROR_NO_IMPERSONATION_TOKEN});
  const MadeToken weak("S-1-22-1-1000", {}, {}, TokenImpersonation, TOKEN_DUPLICATE);
  EXPECT_EQ(error(weak.get(), good, 1), DWORD{ERROR_ACCESS_DENIED});
}

TEST(AccessCheckApi, PrivilegesUsedAreReported) {
  const MadeToken auditor("S-1-22-1-1000", {}, {8, 9});
  const Answer answer = check(auditor.get(), "O:SYG:SYD:", ACCESS_SYSTEM_SECURITY);
  EXPECT_TRUE(answer.status);
  EXPECT_EQ(answer.privileges, 1u);
  const MadeToken alice("S-1-22-1-1000");
  EXPECT_EQ(check(alice.get(), "O:SYG:SYD:", ACCESS_SYSTEM_SECURITY).error,
            DWORD{ERROR_PRIVILEGE_NOT_HELD});

  DWORD granted = 0, size = 0;
  BOOL status = FALSE;
  const auto sd = descriptor("O:SYG:SYD:");
  EXPECT_FALSE(AccessCheck(sd.get(), alice.get(), 1, &mapping, nullptr, &size, &granted, &status));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(size, sizeof(PRIVILEGE_SET));
  EXPECT_FALSE(AccessCheck(sd.get(), alice.get(), 1, &mapping, nullptr, &size, &granted, &status));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NOACCESS});
  PRIVILEGE_SET used{};
  EXPECT_FALSE(AccessCheck(sd.get(), auditor.get(), ACCESS_SYSTEM_SECURITY | WRITE_OWNER, &mapping,
                           &used, &size, &granted, &status));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  EXPECT_EQ(size, sizeof(PRIVILEGE_SET) + sizeof(LUID_AND_ATTRIBUTES));
}

TEST(AccessCheckApi, ByTypeTellsEachNode) {
  GUID object = {1, 0, 0, {}}, property = {2, 0, 0, {}};
  OBJECT_TYPE_LIST types[] = {{0, 0, &object}, {1, 0, &property}};
  const MadeToken alice("S-1-22-1-1000");
  const auto sd =
      descriptor("O:SYG:SYD:(OA;;0x1;00000002-0000-0000-0000-000000000000;;S-1-22-1-1000)");
  PRIVILEGE_SET used{};
  DWORD size = sizeof used, granted[2] = {42, 42}, status[2] = {42, 42};
  ASSERT_TRUE(AccessCheckByTypeResultList(sd.get(), nullptr, alice.get(), 1, types, 2, &mapping,
                                          &used, &size, granted, status))
      << GetLastError();
  EXPECT_EQ(status[1], DWORD{ERROR_SUCCESS});
  EXPECT_EQ(granted[1], 1u);
  types[1].Level = 3;
  EXPECT_FALSE(AccessCheckByTypeResultList(sd.get(), nullptr, alice.get(), 1, types, 2, &mapping,
                                           &used, &size, granted, status));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  types[1].ObjectType = nullptr;
  BOOL one = FALSE;
  EXPECT_FALSE(AccessCheckByType(sd.get(), nullptr, alice.get(), 1, types, 2, &mapping, &used,
                                 &size, granted, &one));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(AccessCheckApi, PrincipalSelfIsTheCallersSid) {
  const MadeToken alice("S-1-22-1-1000");
  const auto sd = descriptor("O:SYG:SYD:(A;;0x1;;;PS)");
  PRIVILEGE_SET used{};
  DWORD size = sizeof used, granted = 0;
  BOOL status = FALSE;
  ASSERT_TRUE(AccessCheckByType(sd.get(), sid("S-1-22-1-1000").get(), alice.get(), 1, nullptr, 0,
                                &mapping, &used, &size, &granted, &status));
  EXPECT_TRUE(status);
  ASSERT_TRUE(AccessCheckByType(sd.get(), sid("S-1-22-1-7").get(), alice.get(), 1, nullptr, 0,
                                &mapping, &used, &size, &granted, &status));
  EXPECT_FALSE(status);
}

TEST(AccessMaskApi, MapsAndCompares) {
  DWORD mask = GENERIC_READ | 0x8;
  MapGenericMask(&mask, &mapping);
  EXPECT_EQ(mask, 0x20009u);
  MapGenericMask(nullptr, &mapping);
  EXPECT_TRUE(AreAllAccessesGranted(7, 3));
  EXPECT_FALSE(AreAllAccessesGranted(1, 3));
  EXPECT_TRUE(AreAnyAccessesGranted(1, 3));
  EXPECT_FALSE(AreAnyAccessesGranted(4, 3));
  QuerySecurityAccessMask(OWNER_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION, &mask);
  EXPECT_EQ(mask, DWORD{READ_CONTROL | ACCESS_SYSTEM_SECURITY});
  SetSecurityAccessMask(OWNER_SECURITY_INFORMATION | DACL_SECURITY_INFORMATION, &mask);
  EXPECT_EQ(mask, DWORD{WRITE_OWNER | WRITE_DAC});
}

TEST(AccessMaskApi, CodesOfTheOtherFlavour) {
  EXPECT_EQ(LsaNtStatusToWinError(static_cast<NTSTATUS>(0xC0000022)), ULONG{ERROR_ACCESS_DENIED});
  EXPECT_EQ(LsaNtStatusToWinError(static_cast<NTSTATUS>(0xC0220008)), 0x80320008u);
  EXPECT_EQ(LsaNtStatusToWinError(0), ULONG{ERROR_SUCCESS});
  EXPECT_EQ(LsaNtStatusToWinError(static_cast<NTSTATUS>(0xC0FFEE00)),
            ULONG{ERROR_MR_MID_NOT_FOUND});
}

TEST(Memory, IsZeroedAndFreed) {
  auto* bytes = static_cast<BYTE*>(LocalAlloc(LPTR, 64));
  ASSERT_NE(bytes, nullptr);
  for (int i = 0; i < 64; ++i) EXPECT_EQ(bytes[i], 0);
  EXPECT_EQ(LocalFree(bytes), nullptr);
  EXPECT_EQ(LocalFree(nullptr), nullptr);
  EXPECT_EQ(LocalAlloc(0x0002, 8), nullptr);  // movable
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  void* heap = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 0);
  ASSERT_NE(heap, nullptr);
  EXPECT_TRUE(HeapFree(GetProcessHeap(), 0, heap));
  EXPECT_EQ(HeapAlloc(nullptr, 0, 8), nullptr);
  EXPECT_FALSE(HeapFree(nullptr, 0, nullptr));
}

}  // namespace
}  // namespace wfp::win32::test
