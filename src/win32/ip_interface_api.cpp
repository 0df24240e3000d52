// netioapi.h: what IP does on an interface. Read only: Linux has no metric of interfaces, and what
// else a row could ask for is set elsewhere on a Linux machine.
#include <net/if.h>
#include <netioapi.h>

#include <cstring>

#include "win32/edge.h"
#include "win32/ip_settings.h"

namespace wfp::win32 {
namespace {

using Row = MIB_IPINTERFACE_ROW;

Result<IpVersion> version_of(const Row& row) {
  if (row.Family == AF_INET) return IpVersion::v4;
  if (row.Family == AF_INET6) return IpVersion::v6;
  return fail(Status::invalid_parameter);
}

// A LUID goes before an index.
Result<Interface> interface_of(const Row& row) {
  if (row.InterfaceLuid.Value != 0) return interface_by_luid(row.InterfaceLuid.Value);
  WFP_CHECK_OK(require(row.InterfaceIndex != 0));
  return interface_by_index(row.InterfaceIndex);
}

void put_times(Row& row, const IpSettings& settings) {
  constexpr ULONG kMilliseconds = 1000;
  row.BaseReachableTime = settings.of_neighbours("base_reachable_time_ms").value_or(0);
  row.ReachableTime = row.BaseReachableTime;
  row.RetransmitTime = settings.of_neighbours("retrans_time_ms").value_or(0);
  row.PathMtuDiscoveryTimeout = settings.of_routes("mtu_expires").value_or(0) * kMilliseconds;
}

void put_v6(Row& row, const IpSettings& settings, const Interface& interface) {
  constexpr std::uint32_t kNoLinkLocal = 1;  // addr_gen_mode: none
  constexpr ULONG kSitePrefix = 64;
  row.RouterDiscoveryBehavior = settings.of_interface("accept_ra").value_or(0) != 0
                                    ? RouterDiscoveryEnabled
                                    : RouterDiscoveryDisabled;
  row.DadTransmits = settings.of_interface("dad_transmits").value_or(0);
  row.LinkLocalAddressBehavior = settings.of_interface("addr_gen_mode").value_or(0) == kNoLinkLocal
                                     ? LinkLocalAlwaysOff
                                     : LinkLocalAlwaysOn;
  row.SitePrefixLength = kSitePrefix;
  row.NlMtu = settings.of_interface("mtu").value_or(interface.mtu);
  row.SupportsRouterDiscovery = static_cast<BOOLEAN>((interface.flags & IFF_LOOPBACK) == 0);
  row.DisableDefaultRoutes =
      static_cast<BOOLEAN>(settings.of_interface("accept_ra_defrtr").value_or(1) == 0);
}

// A member that Linux has nothing for is 0.
Row describe(IpVersion version, const Interface& interface, const IpSettings& settings) {
  constexpr ULONG kLargestPacket = 65535;
  Row row{};
  row.Family = version == IpVersion::v4 ? AF_INET : AF_INET6;
  row.InterfaceLuid.Value = interface.luid;
  row.InterfaceIndex = interface.index;
  row.MaxReassemblySize = kLargestPacket;
  row.ForwardingEnabled =
      static_cast<BOOLEAN>(settings.of_interface("forwarding").value_or(0) != 0);
  row.WeakHostSend = TRUE;
  row.WeakHostReceive = TRUE;
  row.UseAutomaticMetric = TRUE;
  const auto neighbours = static_cast<BOOLEAN>((interface.flags & (IFF_NOARP | IFF_LOOPBACK)) == 0);
  row.UseNeighborUnreachabilityDetection = neighbours;
  row.SupportsNeighborDiscovery = neighbours;
  row.ZoneIndices[ScopeLevelInterface] = interface.index;
  row.ZoneIndices[ScopeLevelLink] = interface.index;
  row.NlMtu = interface.mtu;
  row.Connected = static_cast<BOOLEAN>((interface.flags & IFF_RUNNING) != 0);
  put_times(row, settings);
  if (version == IpVersion::v6) put_v6(row, settings, interface);
  return row;
}

Result<Row> present_row(const Row* asked) {
  WFP_CHECK_OK(require(asked != nullptr));
  WFP_TRY(const IpVersion version, version_of(*asked));
  WFP_TRY(const Interface interface, interface_of(*asked));
  const IpSettings settings(version, interface);
  WFP_CHECK_OK(require(settings.present(), Status::not_found));
  return describe(version, interface, settings);
}

// Whether each of the members is as it is, or as InitializeIpInterfaceEntry left it.
template <class... Member>
bool keeps(const Row& asked, const Row& present, Member Row::*... member) {
  return ((asked.*member == present.*member || asked.*member == static_cast<Member>(-1)) && ...);
}

bool keeps_metric(const Row& asked, const Row& present) {
  if (asked.UseAutomaticMetric == TRUE) return true;  // Metric says nothing then
  return keeps(asked, present, &Row::UseAutomaticMetric, &Row::Metric);
}

bool keeps_all(const Row& asked, const Row& present) {
  const bool routing = keeps(asked, present, &Row::AdvertisingEnabled, &Row::ForwardingEnabled,
                             &Row::WeakHostSend, &Row::WeakHostReceive, &Row::AdvertiseDefaultRoute,
                             &Row::DisableDefaultRoutes, &Row::SitePrefixLength, &Row::NlMtu);
  const bool neighbours =
      keeps(asked, present, &Row::UseNeighborUnreachabilityDetection,
            &Row::ManagedAddressConfigurationSupported, &Row::OtherStatefulConfigurationSupported,
            &Row::RouterDiscoveryBehavior, &Row::DadTransmits, &Row::BaseReachableTime,
            &Row::RetransmitTime, &Row::PathMtuDiscoveryTimeout, &Row::LinkLocalAddressBehavior,
            &Row::LinkLocalAddressTimeout);
  return keeps_metric(asked, present) && routing && neighbours;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

VOID WINAPI InitializeIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  if (Row == nullptr) return;
  std::memset(Row, 0xff, sizeof *Row);  // each member says "unchanged"
  Row->Family = AF_UNSPEC;
  Row->InterfaceLuid.Value = 0;
  Row->InterfaceIndex = 0;
}

NETIO_STATUS WINAPI GetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  return code_from([&]() -> Result<void> {
    WFP_TRY(*Row, present_row(Row));
    return {};
  });
}

NETIO_STATUS WINAPI SetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  return code_from([&]() -> Result<void> {
    WFP_TRY(const auto present, present_row(Row));
    const bool v4 = present.Family == AF_INET;
    WFP_CHECK_OK(require(!v4 || Row->SitePrefixLength == 0));
    WFP_CHECK_OK(require(keeps_all(*Row, present), Status::not_supported));
    Row->InterfaceLuid = present.InterfaceLuid;
    return {};
  });
}
