// The extensions of openwfp.h, with a real wfpd.
#include <unistd.h>

#include <string>

#include "api/daemon_api.h"

namespace wfp::test {
namespace {

class Extensions : public DaemonApi {
 protected:
  // The mask that somebody is granted of what he desires.
  DWORD granted(const OPENWFP_PRINCIPAL0* principal, DWORD desired) {
    OPENWFP_ACCESS0* access = nullptr;
    EXPECT_EQ(OpenWfpAccessQuery0(engine_, &kEndpoints, principal, desired, &access), 0u);
    if (access == nullptr) return 0;
    const DWORD mask = access->granted;
    reasons_ = access->numReasons;
    api().free(reinterpret_cast<void**>(&access));
    return mask;
  }

  static constexpr OPENWFP_OBJECT0 kEndpoints{OPENWFP_OBJECT_ENDPOINTS, 0, {}};
  UINT32 reasons_ = 0;
};
INSTANTIATE_TEST_SUITE_P(, Extensions, testing::Values(&kUserApi), ApiName());

TEST_P(Extensions, StatusTellsOfTheEngine) {
  OPENWFP_STATUS0* status = nullptr;
  ASSERT_EQ(OpenWfpStatusGet0(engine_, &status), 0u);
  EXPECT_EQ(status->processId, static_cast<UINT32>(daemon_->pid()));
  EXPECT_EQ(status->socketPath, daemon_->socket());
  EXPECT_STREQ(status->mode, "observe");
  EXPECT_GT(status->numLimits, 0u);
  for (UINT32 i = 0; i < status->numLimits; ++i) EXPECT_STRNE(status->limits[i].name, "");
  EXPECT_GE(status->sessionCount, 1) << "root holds READ_STATS";
  api().free(reinterpret_cast<void**>(&status));
}

TEST_P(Extensions, AccessOfAUnixUserIsWhatHeWouldHave) {
  EXPECT_EQ(granted(nullptr, 0xa0), 0xa0u) << "the caller is root";
  OPENWFP_PRINCIPAL0 somebody{};
  somebody.uid = 12345;
  const UINT32 gid = 12345;
  somebody.numGids = 1;
  somebody.gids = &gid;
  EXPECT_EQ(granted(&somebody, 0x20), 0x20u) << "Authenticated Users may ENUM";
  EXPECT_GT(reasons_, 0u);
  EXPECT_EQ(granted(&somebody, 0x80) & 0x80, 0u) << "but not READ everything";
}

TEST_P(Extensions, ResetBringsTheDefaultBack) {
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  ASSERT_EQ(
      OpenWfpSetSecurityInfo0(engine_, &kEndpoints, 0x80000004, nullptr, nullptr, &empty, nullptr),
      0u);
  EXPECT_EQ(granted(nullptr, 0x20), 0u);
  ASSERT_EQ(OpenWfpResetSecurity0(engine_, &kEndpoints, 0), 0u);
  EXPECT_EQ(granted(nullptr, 0x20), 0x20u);
}

TEST_P(Extensions, RefusalNamesObjectAndRight) {
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  ASSERT_EQ(
      OpenWfpSetSecurityInfo0(engine_, &kEndpoints, 0x80000004, nullptr, nullptr, &empty, nullptr),
      0u);
  HANDLE handle = nullptr;
  EXPECT_EQ(api().create_enum(engine_, nullptr, &handle), 5u);
  OPENWFP_REFUSAL0* refusal = nullptr;
  ASSERT_EQ(OpenWfpGetLastRefusal0(&refusal), 0u);
  EXPECT_EQ(refusal->object.type, OPENWFP_OBJECT_ENDPOINTS);
  EXPECT_EQ(refusal->missingAccess, 0x20u) << "ENUM";
  EXPECT_STRNE(refusal->detail, "");
  api().free(reinterpret_cast<void**>(&refusal));
  ASSERT_EQ(OpenWfpResetSecurity0(engine_, &kEndpoints, 0), 0u);
}

TEST_P(Extensions, SettingOneEndpointsDescriptorIsNotSupported) {
  OPENWFP_OBJECT0 one{OPENWFP_OBJECT_ENDPOINT, 1, {}};
  EXPECT_EQ(OpenWfpSetSecurityInfo0(engine_, &one, 4, nullptr, nullptr, nullptr, nullptr), 50u);
}

}  // namespace
}  // namespace wfp::test
