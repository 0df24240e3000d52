#include <cstring>
#include <set>
#include <vector>

#include "api/fixture.h"

namespace wfp::test {
namespace {

constexpr UINT32 kEverything = 0xffffffff;

class Enumeration : public FakeApi {
 protected:
  void create(const Behaviour& behaviour) {
    start(behaviour);
    ASSERT_EQ(api().create_enum(engine_, nullptr, &handle_), 0u);
  }

  // Ids of the next rows.
  std::vector<UINT64> next(UINT32 count) {
    FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
    UINT32 returned = 77;
    EXPECT_EQ(api().enumerate(engine_, handle_, count, &entries, &returned), 0u);
    std::vector<UINT64> ids;
    for (UINT32 i = 0; i < returned; ++i) ids.push_back(entries[i]->endpointId);
    EXPECT_EQ(entries == nullptr, returned == 0);
    api().free(reinterpret_cast<void**>(&entries));
    EXPECT_EQ(entries, nullptr);
    return ids;
  }

  HANDLE handle_ = nullptr;
};
WFP_BOTH_FLAVOURS(Enumeration);

TEST_P(Enumeration, RowsAreAsTheEngineSaysThem) {
  create({.rows = 2});
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
  UINT32 returned = 0;
  ASSERT_EQ(api().enumerate(engine_, handle_, kEverything, &entries, &returned), 0u);
  ASSERT_EQ(returned, 2u);
  const FWPS_ALE_ENDPOINT_PROPERTIES0& v4 = *entries[0];
  EXPECT_EQ(v4.endpointId, kFirstId);
  EXPECT_EQ(v4.ipVersion, FWP_IP_VERSION_V4);
  EXPECT_EQ(v4.localV4Address, 0x7f000001u) << "host order";
  EXPECT_EQ(v4.remoteV4Address, 0x0a000000u);
  EXPECT_EQ(v4.ipProtocol, 6);
  EXPECT_EQ(v4.localPort, 1024);
  EXPECT_EQ(v4.remotePort, 443);
  EXPECT_EQ(v4.localTokenModifiedId, 77u);
  EXPECT_EQ(v4.mmSaId | v4.qmSaId | v4.ipsecStatus | v4.flags, 0u);
  const std::wstring path = L"/usr/bin/app0";
  ASSERT_EQ(v4.appId.size, (path.size() + 1) * sizeof(wchar_t)) << "counts the NUL";
  EXPECT_EQ(reinterpret_cast<const wchar_t*>(v4.appId.data), path);
  const FWPS_ALE_ENDPOINT_PROPERTIES0& v6 = *entries[1];
  EXPECT_EQ(v6.ipVersion, FWP_IP_VERSION_V6);
  EXPECT_EQ(v6.localV6Address[15], 1) << "network order";
  EXPECT_EQ(v6.remoteV6Address[0], 0x20);
  EXPECT_EQ(v6.remoteV6Address[3], 0xb8);
  EXPECT_EQ(v6.remoteV6Address[15], 0x42);
  api().free(reinterpret_cast<void**>(&entries));
}

TEST_P(Enumeration, CallsReturnTheFollowingRowsAndFewerOnlyAtTheEnd) {
  create({.rows = 5});
  EXPECT_EQ(next(2), (std::vector<UINT64>{kFirstId, kFirstId + 1}));
  EXPECT_EQ(next(2), (std::vector<UINT64>{kFirstId + 2, kFirstId + 3}));
  EXPECT_EQ(next(2), (std::vector<UINT64>{kFirstId + 4}));
  EXPECT_TRUE(next(2).empty());
  EXPECT_TRUE(next(kEverything).empty());
}

TEST_P(Enumeration, ZeroRequestedIsSuccessAndMovesNothing) {
  create({.rows = 3});
  EXPECT_TRUE(next(0).empty());
  EXPECT_EQ(next(1).at(0), kFirstId);
}

TEST_P(Enumeration, AllOnesMeansEverythingInOneCall) {
  create({.rows = 50'000});
  const auto ids = next(kEverything);
  ASSERT_EQ(ids.size(), 50'000u);
  EXPECT_EQ(std::set<UINT64>(ids.begin(), ids.end()).size(), ids.size());
  EXPECT_EQ(ids.back(), kFirstId + 49'999);
}

TEST_P(Enumeration, EngineThatCapsItsPagesIsAskedAgain) {
  create({.rows = 20'000, .page_cap = 999});
  EXPECT_EQ(next(10'001).size(), 10'001u);
  EXPECT_EQ(next(kEverything).size(), 9'999u);
}

TEST_P(Enumeration, NoEndpointsIsSuccess) {
  create({.rows = 0});
  EXPECT_TRUE(next(kEverything).empty());
}

TEST_P(Enumeration, OutPointersAreRequiredAndClearedOnFailure) {
  create({});
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
  UINT32 returned = 5;
  EXPECT_EQ(api().enumerate(engine_, handle_, 1, nullptr, &returned),
            code(Status::fwp_null_pointer));
  EXPECT_EQ(returned, 0u);
  EXPECT_EQ(api().enumerate(engine_, handle_, 1, &entries, nullptr),
            code(Status::fwp_null_pointer));
  EXPECT_EQ(api().create_enum(engine_, nullptr, nullptr), code(Status::fwp_null_pointer));
  EXPECT_EQ(api().get_by_id(engine_, kFirstId, nullptr), code(Status::fwp_null_pointer));
  auto* properties = reinterpret_cast<FWPS_ALE_ENDPOINT_PROPERTIES0*>(8);
  EXPECT_EQ(api().get_by_id(engine_, 1, &properties), code(Status::fwp_not_found));
  EXPECT_EQ(properties, nullptr);
}

TEST_P(Enumeration, GetByIdIsOneAllocation) {
  start();
  FWPS_ALE_ENDPOINT_PROPERTIES0* properties = nullptr;
  ASSERT_EQ(api().get_by_id(engine_, kFirstId, &properties), 0u);
  EXPECT_EQ(properties->endpointId, kFirstId);
  EXPECT_EQ(reinterpret_cast<const wchar_t*>(properties->appId.data),
            std::wstring(L"/usr/bin/app0"));
  api().free(reinterpret_cast<void**>(&properties));
  EXPECT_EQ(properties, nullptr);
}

TEST_P(Enumeration, FreeToleratesNull) {
  api().free(nullptr);
  void* memory = nullptr;
  api().free(&memory);
}

class MalformedPages : public FakeApi {
 protected:
  void expect_internal_error(Misbehaviour misbehaviour) {
    start({.misbehaviour = misbehaviour});
    HANDLE handle = nullptr;
    ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u);
    FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
    UINT32 returned = 0;
    EXPECT_EQ(api().enumerate(engine_, handle, 10, &entries, &returned),
              code(Status::internal_error));
    EXPECT_EQ(entries, nullptr);
    EXPECT_EQ(returned, 0u);
  }
};
WFP_BOTH_FLAVOURS(MalformedPages);

TEST_P(MalformedPages, IndexOutOfItsTable) { expect_internal_error(Misbehaviour::bad_app_index); }
TEST_P(MalformedPages, MoreRowsThanAskedFor) { expect_internal_error(Misbehaviour::too_many_rows); }
TEST_P(MalformedPages, NoRowsButMoreToCome) {
  expect_internal_error(Misbehaviour::empty_with_more);
}

class Template : public FakeApi {
 protected:
  // What the engine receives of a template.
  std::string sent(const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0& from) {
    if (engine_ == nullptr) start({.echo = true});
    HANDLE handle = nullptr;
    EXPECT_EQ(kUserApi.create_enum(engine_, &from, &handle),
              kUserApi.code(Status::fwp_never_match));
    EXPECT_EQ(handle, nullptr);
    return last_detail();
  }
};
INSTANTIATE_TEST_SUITE_P(, Template, testing::Values(&kUserApi), ApiName());

#define EXPECT_SENT(from, text) EXPECT_NE(sent(from).find(text), std::string::npos) << sent(from)

TEST_P(Template, ValuesTravelByType) {
  FWP_V4_ADDR_AND_MASK v4{0x0a010200, 0xffffff00};
  FWP_V6_ADDR_AND_MASK v6{{0x20, 1}, 64};
  FWP_RANGE0 range{};
  range.valueLow.type = FWP_UINT16;
  range.valueLow.uint16 = 80;
  range.valueHigh.type = FWP_UINT16;
  range.valueHigh.uint16 = 443;
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 from{};
  from.localSubNet.type = FWP_V4_ADDR_MASK;
  from.localSubNet.v4AddrMask = &v4;
  from.remoteSubNet.type = FWP_V6_ADDR_MASK;
  from.remoteSubNet.v6AddrMask = &v6;
  from.ipProtocol.type = FWP_UINT8;
  from.ipProtocol.uint8 = 17;
  from.localPort.type = FWP_RANGE_TYPE;
  from.localPort.rangeValue = &range;
  EXPECT_SENT(from, "v4Mask = (address = 167838208, mask = 4294967040)");
  EXPECT_SENT(from, "length = 64");
  EXPECT_SENT(from, "protocol = (type = 1, number = 17)");
  EXPECT_SENT(from, "range = (low = (type = 2, number = 80), high = (type = 2, number = 443))");
  EXPECT_SENT(from, "remotePort = (type = 0, empty = void)");
}

TEST_P(Template, NullPointersAreSaidNotFollowed) {
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 from{};
  from.localSubNet.type = FWP_V4_ADDR_MASK;
  from.remoteSubNet.type = FWP_BYTE_ARRAY16_TYPE;
  from.localPort.type = FWP_RANGE_TYPE;
  EXPECT_SENT(from, "localSubnet = (type = 256, nullPointer = void)");
  EXPECT_SENT(from, "remoteSubnet = (type = 11, nullPointer = void)");
  EXPECT_SENT(from, "localPort = (type = 258, nullPointer = void)");
}

TEST_P(Template, ValuesOfTypesThatNoMemberTakesAreNotLookedAt) {
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 from{};
  from.localPort.type = FWP_SID;
  from.localPort.sid = reinterpret_cast<SID*>(1);
  from.remotePort.uint64 = reinterpret_cast<UINT64*>(1);
  const UINT32 bogus = 0x7fffffff;
  static_assert(sizeof from.remotePort.type == sizeof bogus);
  std::memcpy(&from.remotePort.type, &bogus, sizeof bogus);
  EXPECT_SENT(from, "localPort = (type = 13, empty = void)");
  EXPECT_SENT(from, "remotePort = (type = 2147483647, empty = void)");
}

}  // namespace
}  // namespace wfp::test
