// The contract of the GetSecurityInfo and SetSecurityInfo functions, on the endpoints' container
// and on the engine.
#include <cstring>
#include <vector>

#include "api/daemon_api.h"

namespace wfp::test {
namespace {

constexpr SECURITY_INFORMATION kProtectedDacl = 0x80000000;
constexpr SECURITY_INFORMATION kUnprotectedDacl = 0x20000000;

// A SID of up to two sub-authorities.
struct SmallSid {
  SID sid;
  DWORD second;
};
SmallSid system_sid() { return {{1, 1, {{0, 0, 0, 0, 0, 5}}, {18}}, 0}; }

class SecurityOfObjects : public DaemonApi {
 protected:
  void SetUp() override {
    DaemonApi::SetUp();
    if (engine_ == nullptr) return;
    ASSERT_EQ(api().get_security(engine_, 4, nullptr, nullptr, &before_, nullptr, &descriptor_),
              0u);
  }
  void TearDown() override {
    if (before_ != nullptr)
      api().set_security(engine_, 4 | kUnprotectedDacl, nullptr, nullptr, before_, nullptr);
    api().free(&descriptor_);
    DaemonApi::TearDown();
  }

  std::uint32_t set(SECURITY_INFORMATION information, const SID* owner, const SID* group,
                    const ACL* dacl, const ACL* sacl) {
    return api().set_security(engine_, information, owner, group, dacl, sacl);
  }
  // Control bits of the descriptor's head, read with all that Get takes.
  std::uint16_t control() {
    PSECURITY_DESCRIPTOR now = nullptr;
    EXPECT_EQ(api().get_security(engine_, 7, nullptr, nullptr, nullptr, nullptr, &now), 0u);
    std::uint16_t bits = 0;
    if (now != nullptr) std::memcpy(&bits, static_cast<char*>(now) + 2, sizeof bits);
    api().free(&now);
    return bits;
  }

  PACL before_ = nullptr;
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
};
WFP_BOTH_FLAVOURS(SecurityOfObjects);

TEST_P(SecurityOfObjects, NothingAskedForIsAnEmptyDescriptor) {
  PSECURITY_DESCRIPTOR empty = nullptr;
  PSID owner = &empty;
  PACL dacl = before_;
  ASSERT_EQ(api().get_security(engine_, 0, &owner, nullptr, &dacl, nullptr, &empty), 0u);
  EXPECT_EQ(owner, nullptr);
  EXPECT_EQ(dacl, nullptr);
  std::uint32_t offsets[4];
  std::memcpy(offsets, static_cast<char*>(empty) + 4, sizeof offsets);
  for (const std::uint32_t offset : offsets) EXPECT_EQ(offset, 0u);
  api().free(&empty);
}

TEST_P(SecurityOfObjects, SettingNothingSucceedsAndChangesNothing) {
  const auto before = control();
  EXPECT_EQ(set(0, nullptr, nullptr, nullptr, nullptr), 0u);
  EXPECT_EQ(control(), before);
}

TEST_P(SecurityOfObjects, LabelAndUnknownBitsAreParameterErrors) {
  PSECURITY_DESCRIPTOR none = nullptr;
  for (const SECURITY_INFORMATION bit :
       {0x10u, 0x20u, 0x40u, 0x80u, 0x100u, 0x200u, 0x10000u, 0x01000000u}) {
    EXPECT_EQ(set(bit, nullptr, nullptr, nullptr, nullptr), code(Status::invalid_parameter)) << bit;
    EXPECT_EQ(api().get_security(engine_, bit, nullptr, nullptr, nullptr, nullptr, &none),
              code(Status::invalid_parameter))
        << bit;
    EXPECT_EQ(none, nullptr);
  }
  for (const SECURITY_INFORMATION bit : {0x80000000u, 0x20000000u, 0x40000000u, 0x10000000u}) {
    EXPECT_EQ(api().get_security(engine_, bit, nullptr, nullptr, nullptr, nullptr, &none),
              code(Status::invalid_parameter))
        << "only for Set: " << bit;
  }
}

TEST_P(SecurityOfObjects, ProtectedAndUnprotectedTogetherAreAParameterError) {
  EXPECT_EQ(set(4 | kProtectedDacl | kUnprotectedDacl, nullptr, nullptr, before_, nullptr),
            code(Status::invalid_parameter));
  EXPECT_EQ(set(8 | 0x50000000, nullptr, nullptr, nullptr, nullptr),
            code(Status::invalid_parameter));
}

TEST_P(SecurityOfObjects, OwnerAndGroupBitsNeedASid) {
  EXPECT_EQ(set(1, nullptr, nullptr, nullptr, nullptr), code(Status::invalid_owner));
  EXPECT_EQ(set(2, nullptr, nullptr, nullptr, nullptr), code(Status::invalid_primary_group));
}

TEST_P(SecurityOfObjects, MalformedSidsAndAclsAreRefusedEachByItsCode) {
  SmallSid bad = system_sid();
  bad.sid.Revision = 2;
  EXPECT_EQ(set(1, &bad.sid, nullptr, nullptr, nullptr), code(Status::invalid_sid));
  bad.sid.Revision = 1;
  bad.sid.SubAuthorityCount = 16;
  EXPECT_EQ(set(2, nullptr, &bad.sid, nullptr, nullptr), code(Status::invalid_sid));
  const ACL too_short{2, 0, 4, 0, 0};
  EXPECT_EQ(set(4, nullptr, nullptr, &too_short, nullptr), code(Status::invalid_acl));
  const ACL no_room_for_its_ace{2, 0, 8, 1, 0};
  EXPECT_EQ(set(4, nullptr, nullptr, &no_room_for_its_ace, nullptr), code(Status::invalid_acl));
  const ACL revision{9, 0, 8, 0, 0};
  EXPECT_EQ(set(4, nullptr, nullptr, &revision, nullptr), code(Status::invalid_acl));
}

TEST_P(SecurityOfObjects, PointerWhoseBitIsClearIsIgnored) {
  const auto* nowhere = reinterpret_cast<const ACL*>(1);
  const SmallSid system = system_sid();
  EXPECT_EQ(set(2, nullptr, &system.sid, nowhere, nowhere), 0u);
}

TEST_P(SecurityOfObjects, NullDaclIsStoredAndReadBackAsNull) {
  ASSERT_EQ(set(4, nullptr, nullptr, nullptr, nullptr), 0u);
  EXPECT_NE(control() & 0x0004, 0) << "SE_DACL_PRESENT";
  PSECURITY_DESCRIPTOR now = nullptr;
  PACL dacl = before_;
  ASSERT_EQ(api().get_security(engine_, 4, nullptr, nullptr, &dacl, nullptr, &now), 0u);
  EXPECT_EQ(dacl, nullptr);
  api().free(&now);
}

TEST_P(SecurityOfObjects, EmptyProtectedDaclIsEmpty) {
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  ASSERT_EQ(set(4 | kProtectedDacl, nullptr, nullptr, &empty, nullptr), 0u);
  PSECURITY_DESCRIPTOR now = nullptr;
  PACL dacl = nullptr;
  ASSERT_EQ(api().get_security(engine_, 4, nullptr, nullptr, &dacl, nullptr, &now), 0u)
      << "the owner still reads";
  ASSERT_NE(dacl, nullptr);
  EXPECT_EQ(dacl->AceCount, 0);
  api().free(&now);
  HANDLE handle = nullptr;
  EXPECT_EQ(api().create_enum(engine_, nullptr, &handle), code(Status::access_denied))
      << "but has no ENUM";
}

TEST_P(SecurityOfObjects, EmptyUnprotectedDaclKeepsTheInheritedAces) {
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  ASSERT_EQ(set(4, nullptr, nullptr, &empty, nullptr), 0u);
  PSECURITY_DESCRIPTOR now = nullptr;
  PACL dacl = nullptr;
  ASSERT_EQ(api().get_security(engine_, 4, nullptr, nullptr, &dacl, nullptr, &now), 0u);
  ASSERT_NE(dacl, nullptr);
  EXPECT_GT(dacl->AceCount, 0);
  api().free(&now);
}

TEST_P(SecurityOfObjects, EnumerationMadeBeforeADenyKeepsWorking) {
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u);
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  ASSERT_EQ(set(4 | kProtectedDacl, nullptr, nullptr, &empty, nullptr), 0u);
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
  UINT32 returned = 0;
  EXPECT_EQ(api().enumerate(engine_, handle, 0xffffffff, &entries, &returned), 0u);
  api().free(reinterpret_cast<void**>(&entries));
}

TEST_P(SecurityOfObjects, SetInsideATransactionIsRefusedGetIsNot) {
  for (const UINT32 flags : {0u, 1u}) {
    ASSERT_EQ(api().begin(engine_, flags), 0u);
    EXPECT_EQ(set(4, nullptr, nullptr, before_, nullptr), code(Status::fwp_txn_in_progress))
        << "also a read-only one";
    EXPECT_EQ(set(0x10, nullptr, nullptr, nullptr, nullptr), code(Status::fwp_txn_in_progress))
        << "checked before the parameters";
    EXPECT_EQ(api().set_engine_security(engine_, 4, nullptr, nullptr, before_, nullptr),
              code(Status::fwp_txn_in_progress));
    control();
    ASSERT_EQ(api().abort(engine_), 0u);
  }
}

TEST_P(SecurityOfObjects, SetInADynamicSessionIsRefusedForEndpoints) {
  reopen(FWPM_SESSION_FLAG_DYNAMIC);
  EXPECT_EQ(set(4, nullptr, nullptr, before_, nullptr),
            code(Status::fwp_dynamic_session_in_progress));
  control();
  reopen(0);
}

TEST_P(SecurityOfObjects, EngineHasADescriptorOfItsOwn) {
  PSECURITY_DESCRIPTOR engine = nullptr;
  PACL dacl = nullptr;
  ASSERT_EQ(api().get_engine_security(engine_, 4, nullptr, nullptr, &dacl, nullptr, &engine), 0u);
  ASSERT_NE(dacl, nullptr);
  EXPECT_EQ(api().set_engine_security(engine_, 4, nullptr, nullptr, dacl, nullptr), 0u);
  api().free(&engine);
}

}  // namespace
}  // namespace wfp::test
