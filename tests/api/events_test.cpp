// Net events between the protocol and the six versions of Windows' structure.
#include <atomic>
#include <chrono>
#include <cstring>
#include <thread>

#include "api/fixture.h"

// Keep below.
#include "fwpmu.h"

namespace wfp::test {
namespace {

using namespace std::chrono_literals;

class Events : public testing::Test {
 protected:
  void SetUp() override {
    setenv("OPENWFP_SOCKET", fake_.socket_path().c_str(), 1);
    ASSERT_EQ(kUserApi.open(&engine_), 0u);
  }
  void TearDown() override {
    kUserApi.close(engine_);
    unsetenv("OPENWFP_SOCKET");
  }

  // The events that one version of the enumeration brings; `check` looks at each.
  template <class Event, class Check>
  UINT32 enumerate(DWORD (*next)(HANDLE, HANDLE, UINT32, Event***, UINT32*), const Check& check) {
    HANDLE handle = nullptr;
    EXPECT_EQ(FwpmNetEventCreateEnumHandle0(engine_, nullptr, &handle), 0u);
    Event** events = nullptr;
    UINT32 count = 0;
    EXPECT_EQ(next(engine_, handle, 100, &events, &count), 0u);
    for (UINT32 i = 0; i < count; ++i) check(*events[i]);
    FwpmFreeMemory0(reinterpret_cast<void**>(&events));
    EXPECT_EQ(FwpmNetEventDestroyEnumHandle0(engine_, handle), 0u);
    return count;
  }

  template <class Event>
  static void check_header(const Event& event) {
    const auto& header = event.header;
    // 1970 is 11644473600 s after 1601.
    const UINT64 time =
        UINT64{header.timeStamp.dwHighDateTime} << 32 | header.timeStamp.dwLowDateTime;
    EXPECT_EQ(time, 116444736000000000u + 10'000'000u);
    EXPECT_EQ(header.ipProtocol, 6);
    EXPECT_EQ(header.localPort, 40000);
    EXPECT_EQ(header.remotePort, 443);
    ASSERT_EQ(header.appId.size, 8u);
    EXPECT_STREQ(reinterpret_cast<const wchar_t*>(header.appId.data), L"/");
    ASSERT_NE(header.userId, nullptr);
    EXPECT_EQ(header.userId->SubAuthority[0], 18u);
    if (header.ipVersion == FWP_IP_VERSION_V4) {
      EXPECT_EQ(header.localAddrV4, 0x7f000001u);
      EXPECT_EQ(header.remoteAddrV4, 0x0a000001u);
      EXPECT_EQ(event.type, FWPM_NET_EVENT_TYPE_CLASSIFY_DROP);
      ASSERT_NE(event.classifyDrop, nullptr);
      EXPECT_TRUE(event.classifyDrop->filterId == 77 || event.classifyDrop->filterId == 79);
      EXPECT_EQ(event.classifyDrop->layerId, 48);
    } else {
      const UINT8 remote[16] = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x42};
      EXPECT_EQ(std::memcmp(&header.remoteAddrV6, remote, 16), 0);
    }
  }
  template <class Event>
  static void check_new(const Event& event) {
    check_header(event);
    ASSERT_NE(event.header.packageSid, nullptr);
    EXPECT_EQ(event.header.addressFamily,
              event.header.ipVersion == FWP_IP_VERSION_V4 ? FWP_AF_INET : FWP_AF_INET6);
    if (event.type == FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW) {
      EXPECT_EQ(event.classifyAllow->filterId, 78u);
      EXPECT_TRUE(event.classifyAllow->isLoopback);
    }
  }

  FakeEngine fake_;
  HANDLE engine_ = nullptr;
};

TEST_F(Events, OldVersionsAreToldOfDropsAlone) {
  EXPECT_EQ(enumerate(FwpmNetEventEnum0, check_header<FWPM_NET_EVENT0>), 2u);
  EXPECT_EQ(enumerate(FwpmNetEventEnum1,
                      [](const FWPM_NET_EVENT1& event) {
                        check_header(event);
                        EXPECT_EQ(event.classifyDrop->msFwpDirection, 1u);
                        EXPECT_TRUE(event.classifyDrop->isLoopback);
                        EXPECT_EQ(event.header.flags &
                                      static_cast<UINT32>(FWPM_NET_EVENT_FLAG_PACKAGE_ID_SET),
                                  0u);
                      }),
            2u);
}

TEST_F(Events, NewVersionsAreToldOfAllowsToo) {
  EXPECT_EQ(enumerate(FwpmNetEventEnum2, check_new<FWPM_NET_EVENT2>), 3u);
  EXPECT_EQ(enumerate(FwpmNetEventEnum3, check_new<FWPM_NET_EVENT3>), 3u);
  EXPECT_EQ(enumerate(FwpmNetEventEnum4, check_new<FWPM_NET_EVENT4>), 3u);
  EXPECT_EQ(enumerate(FwpmNetEventEnum5, check_new<FWPM_NET_EVENT5>), 3u);
}

TEST_F(Events, SubscribersAreCalledWithTheVersionAfterTheirs) {
  std::atomic<int> old = 0;
  std::atomic<int> current = 0;
  FWPM_NET_EVENT_SUBSCRIPTION0 subscription{};
  HANDLE first = nullptr;
  HANDLE second = nullptr;
  ASSERT_EQ(FwpmNetEventSubscribe0(
                engine_, &subscription,
                [](void* context, const FWPM_NET_EVENT1* event) {
                  check_header(*event);
                  ++*static_cast<std::atomic<int>*>(context);
                },
                &old, &first),
            0u);
  ASSERT_EQ(FwpmNetEventSubscribe4(
                engine_, &subscription,
                [](void* context, const FWPM_NET_EVENT5* event) {
                  check_new(*event);
                  ++*static_cast<std::atomic<int>*>(context);
                },
                &current, &second),
            0u);
  for (int i = 0; i < 1000 && (old < 2 || current < 3); ++i) std::this_thread::sleep_for(5ms);
  EXPECT_EQ(old, 2);
  EXPECT_EQ(current, 3);
  EXPECT_EQ(FwpmNetEventUnsubscribe0(engine_, first), 0u);
  EXPECT_EQ(FwpmNetEventUnsubscribe0(engine_, second), 0u);
  EXPECT_EQ(FwpmNetEventUnsubscribe0(engine_, second), kUserApi.code(Status::invalid_handle));
}

}  // namespace
}  // namespace wfp::test
