// Names of network interfaces, and GetIpInterfaceEntry.
#include <netioapi.h>

#include <fstream>

#include "base/wide.h"
#include "win32/edge.h"
#include "win32/interface.h"

namespace wfp::win32 {
namespace {

Result<void> give_luid(const std::optional<Interface>& found, PNET_LUID luid, Status absent) {
  WFP_CHECK_OK(require(found.has_value(), absent));
  luid->Value = found->luid();
  return {};
}

Result<void> luid_of_name(const std::string& name, PNET_LUID luid) {
  WFP_CHECK_OK(require(luid != nullptr));
  return give_luid(find_interface(name), luid, Status::invalid_parameter);
}

Result<void> luid_of_wide_name(const WCHAR* name, PNET_LUID luid) {
  WFP_CHECK_OK(require(name != nullptr));
  WFP_TRY(const std::string narrow, from_wide(name));
  return luid_of_name(narrow, luid);
}

bool forwards(const Interface& interface, ADDRESS_FAMILY family) {
  const std::string version = family == AF_INET6 ? "ipv6" : "ipv4";
  int value = 0;
  std::ifstream("/proc/sys/net/" + version + "/conf/" + interface.name + "/forwarding") >> value;
  return value != 0;
}

Result<void> read_entry(PMIB_IPINTERFACE_ROW row) {
  WFP_CHECK_OK(require(row != nullptr));
  WFP_CHECK_OK(require(row->Family == AF_INET || row->Family == AF_INET6));
  WFP_CHECK_OK(require(row->InterfaceLuid.Value != 0 || row->InterfaceIndex != 0));
  const auto found = row->InterfaceLuid.Value != 0
                         ? find_interface_of_luid(row->InterfaceLuid.Value)
                         : find_interface(row->InterfaceIndex);
  WFP_CHECK_OK(require(found.has_value(), Status::object_name_not_found));
  const ADDRESS_FAMILY family = row->Family;
  *row = MIB_IPINTERFACE_ROW{};
  row->Family = family;
  row->InterfaceLuid.Value = found->luid();
  row->InterfaceIndex = found->index;
  row->ForwardingEnabled = forwards(*found, family) ? TRUE : FALSE;
  row->UseAutomaticMetric = TRUE;
  row->NlMtu = found->mtu;
  row->Connected = found->running ? TRUE : FALSE;
  return {};
}

}  // namespace
}  // namespace wfp::win32

using wfp::Status;
using wfp::win32::code_from;
using wfp::win32::find_interface;

DWORD WINAPI ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex, PNET_LUID InterfaceLuid) {
  return code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(wfp::win32::require(InterfaceLuid != nullptr));
    return wfp::win32::give_luid(find_interface(InterfaceIndex), InterfaceLuid,
                                 Status::object_name_not_found);
  });
}

DWORD WINAPI ConvertInterfaceLuidToIndex(const NET_LUID* InterfaceLuid,
                                         PNET_IFINDEX InterfaceIndex) {
  return code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(wfp::win32::require(InterfaceLuid != nullptr && InterfaceIndex != nullptr));
    const auto found = wfp::win32::find_interface_of_luid(InterfaceLuid->Value);
    WFP_CHECK_OK(wfp::win32::require(found.has_value()));
    *InterfaceIndex = found->index;
    return {};
  });
}

DWORD WINAPI ConvertInterfaceAliasToLuid(const WCHAR* InterfaceAlias, PNET_LUID InterfaceLuid) {
  return code_from([&] { return wfp::win32::luid_of_wide_name(InterfaceAlias, InterfaceLuid); });
}

DWORD WINAPI ConvertInterfaceNameToLuidW(const WCHAR* InterfaceName, PNET_LUID InterfaceLuid) {
  return code_from([&] { return wfp::win32::luid_of_wide_name(InterfaceName, InterfaceLuid); });
}

DWORD WINAPI ConvertInterfaceNameToLuidA(const CHAR* InterfaceName, PNET_LUID InterfaceLuid) {
  return code_from([&]() -> wfp::Result<void> {
    WFP_CHECK_OK(wfp::win32::require(InterfaceName != nullptr));
    return wfp::win32::luid_of_name(InterfaceName, InterfaceLuid);
  });
}

void WINAPI InitializeIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  if (Row != nullptr) *Row = MIB_IPINTERFACE_ROW{};
}

DWORD WINAPI GetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  return code_from([&] { return wfp::win32::read_entry(Row); });
}

// What a program would set - metrics, router discovery - Linux keeps elsewhere or not at all.
DWORD WINAPI SetIpInterfaceEntry(PMIB_IPINTERFACE_ROW Row) {
  return code_from([&]() -> wfp::Result<void> {
    MIB_IPINTERFACE_ROW now = Row == nullptr ? MIB_IPINTERFACE_ROW{} : *Row;
    WFP_CHECK_OK(wfp::win32::read_entry(Row == nullptr ? nullptr : &now));
    return wfp::fail(Status::not_supported);
  });
}
