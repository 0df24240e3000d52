#include "api/convert/net_event.h"

#include <endian.h>

#include "api/convert/sid.h"
#include "api/convert/value.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

// FILETIME counts 100 ns since 1601.
constexpr std::int64_t kUnixEpoch = 116'444'736'000'000'000;

FILETIME file_time(std::int64_t unix_ns) {
  const auto ticks = static_cast<std::uint64_t>(unix_ns / 100 + kUnixEpoch);
  return {static_cast<DWORD>(ticks), static_cast<DWORD>(ticks >> 32)};
}

// A zero FILETIME is no bound; so is what lies before 1970.
std::int64_t unix_ns_of(const FILETIME& time) {
  const std::uint64_t ticks = std::uint64_t{time.dwHighDateTime} << 32 | time.dwLowDateTime;
  if (ticks <= static_cast<std::uint64_t>(kUnixEpoch)) return 0;
  constexpr std::uint64_t kMost = INT64_MAX / 100;
  const std::uint64_t since = ticks - static_cast<std::uint64_t>(kUnixEpoch);
  return static_cast<std::int64_t>(std::min(since, kMost)) * 100;
}

void read_address(std::uint64_t high, std::uint64_t low, bool v6, UINT32& v4,
                  FWP_BYTE_ARRAY16& bytes) {
  if (!v6) {
    v4 = static_cast<UINT32>(low);
    return;
  }
  const std::uint64_t halves[2] = {htobe64(high), htobe64(low)};
  std::memcpy(bytes.byteArray16, halves, sizeof bytes.byteArray16);
}

template <class Header>
void read_header(NetEventWire wire, Header& to, Room& room) {
  const bool v6 = wire.getIpVersion() == FWP_IP_VERSION_V6;
  to.timeStamp = file_time(wire.getUnixNs());
  to.flags = wire.getFlags();
  to.ipVersion = static_cast<FWP_IP_VERSION>(wire.getIpVersion());
  to.ipProtocol = wire.getProtocol();
  read_address(wire.getLocalHigh(), wire.getLocalLow(), v6, to.localAddrV4, to.localAddrV6);
  read_address(wire.getRemoteHigh(), wire.getRemoteLow(), v6, to.remoteAddrV4, to.remoteAddrV6);
  to.localPort = wire.getLocalPort();
  to.remotePort = wire.getRemotePort();
  to.scopeId = wire.getScopeId();
  to.appId = place_blob(wire.getAppId(), room);
  to.userId = place_sid(wire.getUser(), room);
  if constexpr (requires { to.addressFamily; }) {
    to.addressFamily = v6 ? FWP_AF_INET6 : FWP_AF_INET;
    to.packageSid = place_sid(wire.getPackageSid(), room);
  } else {
    to.flags &= ~static_cast<UINT32>(FWPM_NET_EVENT_FLAG_PACKAGE_ID_SET);
  }
}

template <class Detail>
Detail* place_detail(NetEventWire wire, Room& room) {
  auto* detail = room.place<Detail>();
  detail->filterId = wire.getFilterId();
  detail->layerId = wire.getLayerId();
  if constexpr (requires { detail->isLoopback; }) {
    detail->reauthReason = wire.getReauthReason();
    detail->originalProfile = wire.getOriginalProfile();
    detail->currentProfile = wire.getCurrentProfile();
    detail->msFwpDirection = wire.getDirection();
    detail->isLoopback = wire.getIsLoopback() ? TRUE : FALSE;
  }
  return detail;
}

template <class Event>
void read_any(NetEventWire wire, Event& to, Room& room) {
  read_header(wire, to.header, room);
  to.type = static_cast<FWPM_NET_EVENT_TYPE>(wire.getType());
  if (to.type == FWPM_NET_EVENT_TYPE_CLASSIFY_DROP)
    to.classifyDrop = place_detail<std::remove_pointer_t<decltype(to.classifyDrop)>>(wire, room);
  if constexpr (requires { to.classifyAllow; }) {
    if (to.type == FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW)
      to.classifyAllow = place_detail<FWPM_NET_EVENT_CLASSIFY_ALLOW0>(wire, room);
  }
}

}  // namespace

bool can_tell(int version, NetEventWire wire) {
  return wire.getType() == FWPM_NET_EVENT_TYPE_CLASSIFY_DROP ||
         (version >= 2 && wire.getType() == FWPM_NET_EVENT_TYPE_CLASSIFY_ALLOW);
}

void read_event(NetEventWire wire, FWPM_NET_EVENT0& to, Room& room) { read_any(wire, to, room); }
void read_event(NetEventWire wire, FWPM_NET_EVENT1& to, Room& room) { read_any(wire, to, room); }
void read_event(NetEventWire wire, FWPM_NET_EVENT2& to, Room& room) { read_any(wire, to, room); }
void read_event(NetEventWire wire, FWPM_NET_EVENT3& to, Room& room) { read_any(wire, to, room); }
void read_event(NetEventWire wire, FWPM_NET_EVENT4& to, Room& room) { read_any(wire, to, room); }
void read_event(NetEventWire wire, FWPM_NET_EVENT5& to, Room& room) { read_any(wire, to, room); }

Call<void> write_wanted(const FWPM_NET_EVENT_ENUM_TEMPLATE0* from,
                        ipc::wire::NetEventTemplate::Builder wire) {
  if (from == nullptr) return {};
  if (from->numFilterConditions != 0 && from->filterCondition == nullptr)
    return fail(Refusal(Status::fwp_null_pointer));
  wire.setStartUnixNs(unix_ns_of(from->startTime));
  wire.setEndUnixNs(unix_ns_of(from->endTime));
  return write_conditions(from->filterCondition, from->numFilterConditions,
                          wire.initConditions(from->numFilterConditions));
}

Call<FWPM_NET_EVENT_ENUM_TEMPLATE0*> read_wanted(ipc::wire::NetEventTemplate::Reader wire,
                                                 Room& room) {
  auto* wanted = room.place<FWPM_NET_EVENT_ENUM_TEMPLATE0>();
  if (wire.getStartUnixNs() != 0) wanted->startTime = file_time(wire.getStartUnixNs());
  if (wire.getEndUnixNs() != 0) wanted->endTime = file_time(wire.getEndUnixNs());
  wanted->numFilterConditions = wire.getConditions().size();
  WFP_TRY(wanted->filterCondition, read_conditions(wire.getConditions(), room));
  return wanted;
}

}  // namespace wfp::api
