#include <thread>

#include "api/fixture.h"

// Keep below: the user flavour's functions.
#include "fwpmu.h"
#include "fwpsu.h"

namespace wfp::test {
namespace {

class Extension : public FakeApi {};
INSTANTIATE_TEST_SUITE_P(, Extension, testing::Values(&kUserApi), ApiName());

TEST_P(Extension, EnumerationHasEverything) {
  start({.rows = 3});
  HANDLE handle = nullptr;
  ASSERT_EQ(FwpsAleEndpointCreateEnumHandle0(engine_, nullptr, &handle), 0u);
  OPENWFP_ENDPOINT0* entries = nullptr;
  UINT32 returned = 0;
  BOOL hidden = FALSE;
  ASSERT_EQ(OpenWfpEndpointEnum0(engine_, handle, 2, &entries, &returned, &hidden), 0u);
  ASSERT_EQ(returned, 2u);
  EXPECT_TRUE(hidden);
  const OPENWFP_ENDPOINT0& first = entries[0];
  EXPECT_EQ(first.properties.endpointId, kFirstId);
  EXPECT_EQ(first.state, OPENWFP_STATE_ESTABLISHED);
  EXPECT_EQ(first.direction, OPENWFP_DIRECTION_OUTBOUND);
  EXPECT_EQ(first.attribution, OPENWFP_ATTRIBUTION_HOLDER);
  EXPECT_EQ(first.flags, OPENWFP_ENDPOINT_FLAG_MPTCP);
  EXPECT_EQ(first.uid, 1000u);
  EXPECT_EQ(first.gid, 100u);
  ASSERT_NE(first.userSid, nullptr);
  EXPECT_EQ(first.userSid->SubAuthority[1], 1000u);
  ASSERT_EQ(first.numHolders, 2u);
  EXPECT_EQ(first.holders[0], 502u);
  EXPECT_EQ(first.holders[1], 503u);
  EXPECT_EQ(first.netnsInode, 4026531840u);
  EXPECT_EQ(first.netnsCookie, 1u);
  EXPECT_EQ(first.cgroupId, 4242u);
  EXPECT_STREQ(first.cgroupPath, "/system.slice/nginx.service");
  EXPECT_STREQ(first.service, "nginx");
  EXPECT_EQ(first.appDevice, 0x800u);
  EXPECT_EQ(first.appInode, 7000u);
  EXPECT_STREQ(first.appPath, "/usr/bin/app0");
  EXPECT_EQ(first.appPathLength, 13u);
  EXPECT_EQ(entries[1].service, nullptr);
  FwpmFreeMemory0(reinterpret_cast<void**>(&entries));

  FWPS_ALE_ENDPOINT_PROPERTIES0** properties = nullptr;
  ASSERT_EQ(FwpsAleEndpointEnum0(engine_, handle, 9, &properties, &returned), 0u);
  ASSERT_EQ(returned, 1u) << "both functions advance one position";
  EXPECT_EQ(properties[0]->endpointId, kFirstId + 2);
  FwpmFreeMemory0(reinterpret_cast<void**>(&properties));
}

TEST_P(Extension, HoldersOutOfTheirTableAreAnInternalError) {
  start({.misbehaviour = Misbehaviour::bad_holders});
  OPENWFP_ENDPOINT0* endpoint = nullptr;
  EXPECT_EQ(OpenWfpEndpointGetById0(engine_, kFirstId, &endpoint), code(Status::internal_error));
  EXPECT_EQ(endpoint, nullptr);
}

TEST_P(Extension, ObjectMustNameAKind) {
  start();
  const OPENWFP_OBJECT0 none{};
  OPENWFP_ACCESS0* access = nullptr;
  EXPECT_EQ(OpenWfpAccessQuery0(engine_, &none, nullptr, 1, &access),
            code(Status::fwp_invalid_enumerator));
  EXPECT_EQ(OpenWfpAccessQuery0(engine_, nullptr, nullptr, 1, &access),
            code(Status::fwp_null_pointer));
  const OPENWFP_OBJECT0 engine{OPENWFP_OBJECT_ENGINE, 0, {}};
  EXPECT_EQ(OpenWfpResetSecurity0(engine_, &engine, 2), code(Status::fwp_invalid_flags));
}

TEST_P(Extension, PrincipalTravelsAsTheCallerAUnixUserOrAToken) {
  start();
  const OPENWFP_OBJECT0 object{OPENWFP_OBJECT_ENDPOINT, 99, {}};
  OPENWFP_ACCESS0* access = nullptr;
  const auto sent = [&](const OPENWFP_PRINCIPAL0* principal) {
    EXPECT_EQ(OpenWfpAccessQuery0(engine_, &object, principal, 0x80, &access),
              code(Status::access_denied));
    return last_detail();
  };
  EXPECT_NE(sent(nullptr).find("(object = (endpoint = 99), self = true, desired = 128)"),
            std::string::npos);

  const UINT32 gids[] = {100, 27};
  OPENWFP_PRINCIPAL0 alice{};
  alice.uid = 1000;
  alice.numGids = 2;
  alice.gids = gids;
  EXPECT_NE(sent(&alice).find("unix = (uid = 1000, gids = [100, 27])"), std::string::npos)
      << sent(&alice);

  SID everyone{1, 1, {{0, 0, 0, 0, 0, 1}}, {0}};
  const SID_AND_ATTRIBUTES group{&everyone, 4};
  OPENWFP_PRINCIPAL0 token{};
  token.user = &everyone;
  token.numGroups = 1;
  token.groups = &group;
  EXPECT_NE(sent(&token).find("attributes = 4"), std::string::npos) << sent(&token);

  token.groups = nullptr;
  EXPECT_EQ(OpenWfpAccessQuery0(engine_, &object, &token, 1, &access),
            code(Status::fwp_null_pointer));
}

TEST_P(Extension, LastRefusalIsTheThreadsOwnAndSurvivesSuccess) {
  start();
  EXPECT_EQ(FwpmEngineClose0(reinterpret_cast<HANDLE>(3)), 6u);
  std::thread([] {
    OPENWFP_REFUSAL0* none = nullptr;
    EXPECT_EQ(OpenWfpGetLastRefusal0(&none), 1168u);
    EXPECT_EQ(none, nullptr);
  }).join();
  OPENWFP_ENDPOINT0* endpoint = nullptr;
  ASSERT_EQ(OpenWfpEndpointGetById0(engine_, kFirstId, &endpoint), 0u);
  FwpmFreeMemory0(reinterpret_cast<void**>(&endpoint));
  OPENWFP_REFUSAL0* refusal = nullptr;
  ASSERT_EQ(OpenWfpGetLastRefusal0(&refusal), 0u);
  EXPECT_EQ(refusal->status, 6u);
  EXPECT_STREQ(refusal->detail, "the handle is not valid");
  EXPECT_EQ(refusal->object.type, OPENWFP_OBJECT_NONE);
  EXPECT_EQ(refusal->owner, nullptr);
  FwpmFreeMemory0(reinterpret_cast<void**>(&refusal));
}

}  // namespace
}  // namespace wfp::test
