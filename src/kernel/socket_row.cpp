#include "kernel/socket_row.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <span>

namespace wfp::kernel {
namespace {

using endpoint::Address;
using endpoint::Direction;
using endpoint::SocketType;
using endpoint::State;

constexpr std::array<std::uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool is_mapped(const Address& address) {
  return std::ranges::equal(kMapped, std::span(address).first(12));
}

Address unmap(const Address& address) {
  Address v4{};
  std::copy_n(address.begin() + 12, 4, v4.begin());
  return v4;
}

void set_addresses(endpoint::Endpoint& row, const wfp_socket_record& record) {
  std::ranges::copy(record.local, row.local.begin());
  std::ranges::copy(record.remote, row.remote.begin());
  row.ip_version = record.family == AF_INET6 ? endpoint::IpVersion::v6 : endpoint::IpVersion::v4;
  if (record.family == AF_INET6 && (is_mapped(row.local) || is_mapped(row.remote))) {
    row.ip_version = endpoint::IpVersion::v4;
    row.local = unmap(row.local);  // the unspecified address keeps its zeros
    row.remote = unmap(row.remote);
  }
}

State state_of(std::uint8_t kernel_state) {
  switch (kernel_state) {
    case 1:
      return State::established;
    case 2:
      return State::syn_sent;
    case 3:
      return State::syn_received;
    case 4:
      return State::fin_wait_1;
    case 5:
      return State::fin_wait_2;
    case 6:
      return State::time_wait;
    case 8:
      return State::close_wait;
    case 9:
      return State::last_ack;
    case 10:
      return State::listening;
    case 11:
      return State::closing;
    default:
      return State::bound;  // TCP_CLOSE with a port
  }
}

SocketType type_of(std::uint16_t type) {
  switch (type) {
    case SOCK_STREAM:
      return SocketType::stream;
    case SOCK_DGRAM:
      return SocketType::datagram;
    case SOCK_RAW:
      return SocketType::raw;
    default:
      return SocketType::other;
  }
}

Direction direction_of(std::uint8_t direction) {
  switch (direction) {
    case WFP_DIRECTION_OUTBOUND:
      return Direction::outbound;
    case WFP_DIRECTION_INBOUND:
      return Direction::inbound;
    case WFP_DIRECTION_LISTENING:
      return Direction::listening;
    default:
      return Direction::none;
  }
}

}  // namespace

endpoint::Endpoint row_of(const wfp_socket_record& record) {
  endpoint::Endpoint row;
  row.id = record.cookie;
  set_addresses(row, record);
  row.local_port = record.local_port;
  row.remote_port = record.remote_port;
  row.protocol = static_cast<std::uint8_t>(record.protocol);
  row.type = type_of(record.type);
  row.state = state_of(record.state);
  row.direction = direction_of(record.direction);
  row.multipath = (record.flags & WFP_SOCKET_MPTCP) != 0;
  if (row.type == SocketType::raw) row.local_port = 0;
  if (row.state == State::bound) {  // what is left of a connection that ended
    row.remote = {};
    row.remote_port = 0;
    row.direction = Direction::none;
  }
  return row;
}

}  // namespace wfp::kernel
