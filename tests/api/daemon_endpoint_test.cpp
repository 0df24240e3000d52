// Endpoints of this very process, through the C API and a real wfpd.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>
#include <functional>
#include <string>
#include <vector>

#include "api/daemon_api.h"
#include "base/unique.h"

namespace wfp::test {
namespace {

using Properties = FWPS_ALE_ENDPOINT_PROPERTIES0;

// A TCP connection over the loopback device, both ends ours.
class Connection {
 public:
  Connection()
      : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)),
        client_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    EXPECT_EQ(bind(listener_.get(), generic, size), 0);
    EXPECT_EQ(listen(listener_.get(), 1), 0);
    EXPECT_EQ(getsockname(listener_.get(), generic, &size), 0);
    server_port_ = ntohs(address.sin_port);
    EXPECT_EQ(connect(client_.get(), generic, size), 0);
    accepted_.reset(accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    EXPECT_EQ(getsockname(client_.get(), generic, &size), 0);
    client_port_ = ntohs(address.sin_port);
  }
  [[nodiscard]] UINT16 server_port() const { return server_port_; }
  [[nodiscard]] UINT16 client_port() const { return client_port_; }
  [[nodiscard]] UINT64 client_cookie() const {
    UINT64 cookie = 0;
    socklen_t size = sizeof cookie;
    getsockopt(client_.get(), SOL_SOCKET, SO_COOKIE, &cookie, &size);
    return cookie;
  }

 private:
  UniqueFd listener_;
  UniqueFd client_;
  UniqueFd accepted_;
  UINT16 server_port_ = 0;
  UINT16 client_port_ = 0;
};

class Endpoints : public DaemonApi {
 protected:
  // How many rows a template selects, or a failure's code as minus one and the code.
  int count(const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0& wanted,
            const std::function<void(const Properties&)>& look = {}) {
    HANDLE handle = nullptr;
    result_ = api().create_enum(engine_, &wanted, &handle);
    if (result_ != 0) return -1;
    Properties** entries = nullptr;
    UINT32 returned = 0;
    EXPECT_EQ(api().enumerate(engine_, handle, 0xffffffff, &entries, &returned), 0u);
    for (UINT32 i = 0; look && i < returned; ++i) look(*entries[i]);
    api().free(reinterpret_cast<void**>(&entries));
    EXPECT_EQ(api().destroy_enum(engine_, handle), 0u);
    return static_cast<int>(returned);
  }
  // The template of the connection's client end.
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 client_end() const {
    FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
    wanted.localPort.type = FWP_UINT16;
    wanted.localPort.uint16 = connection_.client_port();
    wanted.remotePort.type = FWP_UINT16;
    wanted.remotePort.uint16 = connection_.server_port();
    return wanted;
  }

  Connection connection_;
  std::uint32_t result_ = 0;
};
WFP_BOTH_FLAVOURS(Endpoints);

TEST_P(Endpoints, OwnConnectionIsListedWithItsFacts) {
  Properties found{};
  std::wstring app;
  ASSERT_EQ(count(client_end(),
                  [&](const Properties& row) {
                    found = row;
                    if (row.appId.data != nullptr)
                      app = reinterpret_cast<const wchar_t*>(row.appId.data);
                  }),
            1);
  EXPECT_EQ(found.endpointId, connection_.client_cookie());
  EXPECT_EQ(found.ipVersion, FWP_IP_VERSION_V4);
  EXPECT_EQ(found.localV4Address, INADDR_LOOPBACK);
  EXPECT_EQ(found.remoteV4Address, INADDR_LOOPBACK);
  EXPECT_EQ(found.ipProtocol, IPPROTO_TCP);
  EXPECT_NE(found.localTokenModifiedId, 0u);
  char path[4096] = {};
  ASSERT_GT(readlink("/proc/self/exe", path, sizeof path - 1), 0);
  const std::string exe = path;
  EXPECT_EQ(app, std::wstring(exe.begin(), exe.end()));
}

TEST_P(Endpoints, GetByIdFindsItAndNotWhatIsNotThere) {
  Properties* found = nullptr;
  ASSERT_EQ(api().get_by_id(engine_, connection_.client_cookie(), &found), 0u);
  EXPECT_EQ(found->localPort, connection_.client_port());
  api().free(reinterpret_cast<void**>(&found));
  EXPECT_EQ(api().get_by_id(engine_, ~UINT64{0}, &found), code(Status::fwp_not_found));
}

TEST_P(Endpoints, EveryMemberNarrowsByEveryTypeItTakes) {
  auto wanted = client_end();
  FWP_V4_ADDR_AND_MASK loopback{0x7f000000, 0xff000000};
  FWP_V4_ADDR_AND_MASK elsewhere{0x0a000000, 0xff000000};
  wanted.localSubNet.type = FWP_UINT32;
  wanted.localSubNet.uint32 = INADDR_LOOPBACK;
  EXPECT_EQ(count(wanted), 1);
  wanted.localSubNet.uint32 = INADDR_LOOPBACK + 1;
  EXPECT_EQ(count(wanted), 0);
  wanted.localSubNet.type = FWP_V4_ADDR_MASK;
  wanted.localSubNet.v4AddrMask = &loopback;
  wanted.remoteSubNet = wanted.localSubNet;
  EXPECT_EQ(count(wanted), 1);
  wanted.remoteSubNet.v4AddrMask = &elsewhere;
  EXPECT_EQ(count(wanted), 0);
  wanted = client_end();
  wanted.ipProtocol.type = FWP_UINT8;
  wanted.ipProtocol.uint8 = IPPROTO_TCP;
  EXPECT_EQ(count(wanted), 1);
  wanted.ipProtocol.uint8 = IPPROTO_UDP;
  EXPECT_EQ(count(wanted), 0);
  FWP_RANGE0 protocols{};
  protocols.valueLow.type = protocols.valueHigh.type = FWP_UINT8;
  protocols.valueLow.uint8 = 1;
  protocols.valueHigh.uint8 = IPPROTO_TCP;
  wanted.ipProtocol.type = FWP_RANGE_TYPE;
  wanted.ipProtocol.rangeValue = &protocols;
  EXPECT_EQ(count(wanted), 1) << "a range includes its ends";
  FWP_RANGE0 ports{};
  ports.valueLow.type = ports.valueHigh.type = FWP_UINT16;
  ports.valueLow.uint16 = ports.valueHigh.uint16 = connection_.client_port();
  wanted.localPort.type = FWP_RANGE_TYPE;
  wanted.localPort.rangeValue = &ports;
  EXPECT_EQ(count(wanted), 1);
  FWP_BYTE_ARRAY16 v6{};
  FWP_V6_ADDR_AND_MASK v6_mask{};
  wanted.localSubNet.type = FWP_BYTE_ARRAY16_TYPE;
  wanted.localSubNet.byteArray16 = &v6;
  EXPECT_EQ(count(wanted), 0) << "an IPv6 address means IPv6";
  wanted.localSubNet.type = FWP_V6_ADDR_MASK;
  wanted.localSubNet.v6AddrMask = &v6_mask;
  EXPECT_EQ(count(wanted), 0) << "of any address, but IPv6";
}

TEST_P(Endpoints, ZeroedTemplateIsNoTemplate) {
  const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 zeroed{};
  bool found = false;
  EXPECT_GT(
      count(zeroed,
            [&](const Properties& row) { found |= row.endpointId == connection_.client_cookie(); }),
      0);
  EXPECT_TRUE(found);
}

TEST_P(Endpoints, TypeThatAMemberDoesNotTakeMismatches) {
  for (auto member :
       {&FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0::localSubNet,
        &FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0::remoteSubNet,
        &FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0::ipProtocol, &FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0::localPort,
        &FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0::remotePort}) {
    for (const FWP_DATA_TYPE type :
         {FWP_UINT64, FWP_INT32, FWP_BYTE_BLOB_TYPE, FWP_SID, FWP_UNICODE_STRING_TYPE}) {
      FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
      (wanted.*member).type = type;
      EXPECT_EQ(count(wanted), -1);
      EXPECT_EQ(result_, code(Status::fwp_type_mismatch)) << type;
    }
  }
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
  wanted.localPort.type = FWP_UINT32;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_type_mismatch));
}

TEST_P(Endpoints, NullInsideATemplateIsANullPointer) {
  for (const FWP_DATA_TYPE type : {FWP_V4_ADDR_MASK, FWP_V6_ADDR_MASK, FWP_BYTE_ARRAY16_TYPE}) {
    FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
    wanted.remoteSubNet.type = type;
    count(wanted);
    EXPECT_EQ(result_, code(Status::fwp_null_pointer)) << type;
  }
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
  wanted.remotePort.type = FWP_RANGE_TYPE;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_null_pointer));
}

TEST_P(Endpoints, BadMasksRangesAndTypesHaveTheirCodes) {
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
  FWP_V4_ADDR_AND_MASK holes{0x0a000000, 0xff00ff00};
  wanted.localSubNet.type = FWP_V4_ADDR_MASK;
  wanted.localSubNet.v4AddrMask = &holes;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_invalid_net_mask));
  FWP_V6_ADDR_AND_MASK too_long{{}, 129};
  wanted.localSubNet.type = FWP_V6_ADDR_MASK;
  wanted.localSubNet.v6AddrMask = &too_long;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_invalid_net_mask));

  FWP_RANGE0 upside_down{};
  upside_down.valueLow.type = upside_down.valueHigh.type = FWP_UINT16;
  upside_down.valueLow.uint16 = 2;
  upside_down.valueHigh.uint16 = 1;
  wanted = {};
  wanted.localPort.type = FWP_RANGE_TYPE;
  wanted.localPort.rangeValue = &upside_down;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_invalid_range));

  wanted = {};
  const UINT32 bogus = FWP_DATA_TYPE_MAX;
  std::memcpy(&wanted.localPort.type, &bogus, sizeof bogus);
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_invalid_enumerator));
}

TEST_P(Endpoints, V4AndV6TogetherCanNeverMatch) {
  FWP_V6_ADDR_AND_MASK v6{{}, 0};
  FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0 wanted{};
  wanted.localSubNet.type = FWP_UINT32;
  wanted.remoteSubNet.type = FWP_V6_ADDR_MASK;
  wanted.remoteSubNet.v6AddrMask = &v6;
  count(wanted);
  EXPECT_EQ(result_, code(Status::fwp_never_match));
}

TEST_P(Endpoints, SnapshotIsOfTheMomentItsHandleWasMade) {
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u);
  const Connection later;
  Properties** entries = nullptr;
  UINT32 returned = 0;
  ASSERT_EQ(api().enumerate(engine_, handle, 0xffffffff, &entries, &returned), 0u);
  for (UINT32 i = 0; i < returned; ++i) EXPECT_NE(entries[i]->endpointId, later.client_cookie());
  api().free(reinterpret_cast<void**>(&entries));
}

TEST_P(Endpoints, EnumerateInADynamicSession) {
  reopen(FWPM_SESSION_FLAG_DYNAMIC);
  EXPECT_EQ(count(client_end()), 1);
}

}  // namespace
}  // namespace wfp::test
