// netioapi.h: the LUID, index and name of an interface.
#include <netioapi.h>

#include "win32/edge.h"
#include "win32/interface.h"
#include "win32/text.h"

namespace wfp::win32 {
namespace {

// Gives what `find` found to *luid, which is 0 otherwise.
template <class Find>
NETIO_STATUS give_luid(PNET_LUID luid, Find&& find) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(luid != nullptr));
    luid->Value = 0;
    WFP_TRY(const Interface found, find());
    luid->Value = found.luid;
    return {};
  });
}

// A name that is none and a name that nothing has are the same to Windows, and `unknown`.
template <class Width>
Result<Interface> find_name(const typename Width::Char* name, Status unknown) {
  WFP_CHECK_OK(require(name != nullptr, unknown));
  const auto text = Width::to_bytes(name);
  WFP_CHECK_OK(require(text.has_value(), unknown));
  auto found = interface_by_name(*text);
  if (!found && found.error().status == Status::object_name_not_found) return fail(unknown);
  return found;
}

// Length counts characters, the NUL among them.
template <class Width>
NETIO_STATUS give_name(const NET_LUID* luid, typename Width::Char* buffer, SIZE_T length) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(luid != nullptr && buffer != nullptr));
    WFP_TRY(const Interface found, interface_by_luid(luid->Value));
    const auto text = Width::from_bytes(found.name);
    WFP_CHECK_OK(require(text.size() < length, Status::no_memory));
    std::char_traits<typename Width::Char>::copy(buffer, text.c_str(), text.size() + 1);
    return {};
  });
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp;
using namespace wfp::win32;

NETIO_STATUS WINAPI ConvertInterfaceIndexToLuid(NET_IFINDEX InterfaceIndex,
                                                PNET_LUID InterfaceLuid) {
  return give_luid(InterfaceLuid, [&] { return interface_by_index(InterfaceIndex); });
}

NETIO_STATUS WINAPI ConvertInterfaceLuidToIndex(const NET_LUID* InterfaceLuid,
                                                PNET_IFINDEX InterfaceIndex) {
  return code_from([&]() -> Result<void> {
    WFP_CHECK_OK(require(InterfaceLuid != nullptr && InterfaceIndex != nullptr));
    *InterfaceIndex = 0;
    WFP_TRY(const Interface found, interface_by_luid(InterfaceLuid->Value));
    *InterfaceIndex = found.index;
    return {};
  });
}

NETIO_STATUS WINAPI ConvertInterfaceAliasToLuid(const WCHAR* InterfaceAlias,
                                                PNET_LUID InterfaceLuid) {
  return give_luid(InterfaceLuid,
                   [&] { return find_name<Wide>(InterfaceAlias, Status::invalid_parameter); });
}

NETIO_STATUS WINAPI ConvertInterfaceLuidToAlias(const NET_LUID* InterfaceLuid, PWSTR InterfaceAlias,
                                                SIZE_T Length) {
  return give_name<Wide>(InterfaceLuid, InterfaceAlias, Length);
}

NETIO_STATUS WINAPI ConvertInterfaceNameToLuidA(const CHAR* InterfaceName,
                                                PNET_LUID InterfaceLuid) {
  return give_luid(InterfaceLuid,
                   [&] { return find_name<Narrow>(InterfaceName, Status::invalid_name); });
}

NETIO_STATUS WINAPI ConvertInterfaceNameToLuidW(const WCHAR* InterfaceName,
                                                PNET_LUID InterfaceLuid) {
  return give_luid(InterfaceLuid,
                   [&] { return find_name<Wide>(InterfaceName, Status::invalid_name); });
}

NETIO_STATUS WINAPI ConvertInterfaceLuidToNameA(const NET_LUID* InterfaceLuid, PSTR InterfaceName,
                                                SIZE_T Length) {
  return give_name<Narrow>(InterfaceLuid, InterfaceName, Length);
}

NETIO_STATUS WINAPI ConvertInterfaceLuidToNameW(const NET_LUID* InterfaceLuid, PWSTR InterfaceName,
                                                SIZE_T Length) {
  return give_name<Wide>(InterfaceLuid, InterfaceName, Length);
}
