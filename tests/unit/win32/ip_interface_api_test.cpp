#include <gtest/gtest.h>
#include <iphlpapi.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <fstream>

namespace wfp::win32::test {
namespace {

MIB_IPINTERFACE_ROW asking(ADDRESS_FAMILY family, NET_IFINDEX index) {
  MIB_IPINTERFACE_ROW row;
  InitializeIpInterfaceEntry(&row);
  row.Family = family;
  row.InterfaceIndex = index;
  return row;
}

MIB_IPINTERFACE_ROW loopback(ADDRESS_FAMILY family) {
  auto row = asking(family, if_nametoindex("lo"));
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{NO_ERROR});
  return row;
}

std::uint32_t number_in(const std::string& path) {
  std::uint32_t number = 0xdead;
  std::ifstream(path) >> number;
  return number;
}

ULONG mtu_of_loopback() {
  const int socket = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{.ifr_ifrn = {"lo"}, .ifr_ifru = {}};
  EXPECT_EQ(ioctl(socket, SIOCGIFMTU, &request), 0);
  close(socket);
  return static_cast<ULONG>(request.ifr_mtu);
}

TEST(IpInterfaceApi, TellsWhatTheKernelDoes) {
  const auto row = loopback(AF_INET);
  EXPECT_EQ(row.NlMtu, mtu_of_loopback());
  EXPECT_EQ(row.ForwardingEnabled, number_in("/proc/sys/net/ipv4/conf/lo/forwarding"));
  EXPECT_EQ(row.BaseReachableTime, number_in("/proc/sys/net/ipv4/neigh/lo/base_reachable_time_ms"));
  EXPECT_EQ(row.SupportsNeighborDiscovery, FALSE);
  EXPECT_EQ(row.InterfaceLuid.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
}

TEST(IpInterfaceApi, TellsOfIPv6WhereItRuns) {
  if (number_in("/proc/sys/net/ipv6/conf/lo/disable_ipv6") != 0) {
    auto row = asking(AF_INET6, if_nametoindex("lo"));
    EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_NOT_FOUND});
    return;
  }
  const auto row = loopback(AF_INET6);
  EXPECT_EQ(row.NlMtu, number_in("/proc/sys/net/ipv6/conf/lo/mtu"));
  EXPECT_EQ(row.RetransmitTime, number_in("/proc/sys/net/ipv6/neigh/lo/retrans_time_ms"));
  EXPECT_EQ(row.SitePrefixLength, 64u);
}

TEST(IpInterfaceApi, InterfacesHaveNoMetric) {
  const auto row = loopback(AF_INET);
  EXPECT_EQ(row.UseAutomaticMetric, TRUE);
  EXPECT_EQ(row.Metric, 0u);
}

TEST(IpInterfaceApi, LuidGoesBeforeIndex) {
  auto row = loopback(AF_INET);
  row.InterfaceIndex = 0x00fffffe;
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{NO_ERROR});
  EXPECT_EQ(row.InterfaceIndex, if_nametoindex("lo"));
}

TEST(IpInterfaceApi, RowMustSayFamilyAndInterface) {
  auto row = asking(AF_UNSPEC, if_nametoindex("lo"));
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_INVALID_PARAMETER});
  row = asking(AF_INET, 0);
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_INVALID_PARAMETER});
  row = asking(AF_INET, 0x00fffffe);
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(GetIpInterfaceEntry(nullptr), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(IpInterfaceApi, SettingWhatIsChangesNothing) {
  auto row = loopback(AF_INET);
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{NO_ERROR});
  row = asking(AF_INET, if_nametoindex("lo"));
  row.SitePrefixLength = 0;
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{NO_ERROR});
  EXPECT_EQ(row.InterfaceLuid.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
}

TEST(IpInterfaceApi, SettingWhatIsNotIsNotSupported) {
  auto row = loopback(AF_INET);
  row.UseAutomaticMetric = FALSE;
  row.Metric = 3;
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_NOT_SUPPORTED});
  row = loopback(AF_INET);
  row.ForwardingEnabled = !row.ForwardingEnabled;
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_NOT_SUPPORTED});
  row = loopback(AF_INET);
  row.NlMtu += 1;
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_NOT_SUPPORTED});
}

TEST(IpInterfaceApi, SettingIPv4MeansASitePrefixOfZero) {
  auto row = loopback(AF_INET);
  row.SitePrefixLength = 64;
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_INVALID_PARAMETER});
}

}  // namespace
}  // namespace wfp::win32::test
