#include "kernel/socket_row.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <initializer_list>

namespace wfp::kernel {
namespace {

using endpoint::Address;
using endpoint::Direction;
using endpoint::IpVersion;
using endpoint::SocketType;
using endpoint::State;

wfp_socket_record record(std::uint8_t family, std::initializer_list<std::uint8_t> local,
                         std::initializer_list<std::uint8_t> remote) {
  wfp_socket_record record{};
  record.cookie = 1;
  record.family = family;
  record.protocol = IPPROTO_TCP;
  record.type = SOCK_STREAM;
  record.state = 1;
  std::ranges::copy(local, record.local);
  std::ranges::copy(remote, record.remote);
  return record;
}

constexpr std::initializer_list<std::uint8_t> kMapped = {0, 0, 0,    0,    0,   0, 0, 0,
                                                         0, 0, 0xff, 0xff, 127, 0, 0, 1};

TEST(SocketRow, IPv4AddressesAreTheFirstFourBytes) {
  const auto row = row_of(record(AF_INET, {127, 0, 0, 1}, {10, 0, 0, 1}));
  EXPECT_EQ(row.ip_version, IpVersion::v4);
  EXPECT_EQ(row.local, (Address{127, 0, 0, 1}));
  EXPECT_EQ(row.remote, (Address{10, 0, 0, 1}));
}

TEST(SocketRow, MappedAddressesAreIPv4) {
  const auto row = row_of(record(AF_INET6, kMapped, {}));
  EXPECT_EQ(row.ip_version, IpVersion::v4);
  EXPECT_EQ(row.local, (Address{127, 0, 0, 1}));
  EXPECT_EQ(row.remote, Address{});
  EXPECT_EQ(row_of(record(AF_INET6, {}, kMapped)).ip_version, IpVersion::v4);
}

TEST(SocketRow, TheUnspecifiedIPv6AddressIsIPv6) {
  EXPECT_EQ(row_of(record(AF_INET6, {}, {})).ip_version, IpVersion::v6);
}

TEST(SocketRow, RawSocketsHaveNoPort) {
  auto raw = record(AF_INET, {}, {});
  raw.type = SOCK_RAW;
  raw.protocol = 89;
  raw.local_port = 89;
  EXPECT_EQ(row_of(raw).local_port, 0);
  EXPECT_EQ(row_of(raw).protocol, 89);
  EXPECT_EQ(row_of(raw).type, SocketType::raw);
}

TEST(SocketRow, AConnectionThatEndedLeavesNoPeer) {
  auto closed = record(AF_INET, {127, 0, 0, 1}, {10, 0, 0, 1});
  closed.state = 7;
  closed.remote_port = 80;
  closed.direction = WFP_DIRECTION_OUTBOUND;
  const auto row = row_of(closed);
  EXPECT_EQ(row.state, State::bound);
  EXPECT_EQ(row.remote, Address{});
  EXPECT_EQ(row.remote_port, 0);
  EXPECT_EQ(row.direction, Direction::none);
}

TEST(SocketRow, EveryStateOfTheKernelHasOneOfOurs) {
  constexpr State kStates[] = {State::bound,        State::established, State::syn_sent,
                               State::syn_received, State::fin_wait_1,  State::fin_wait_2,
                               State::time_wait,    State::bound,       State::close_wait,
                               State::last_ack,     State::listening,   State::closing};
  auto socket = record(AF_INET, {}, {});
  for (std::uint8_t state = 1; state < std::size(kStates); ++state) {
    socket.state = state;
    EXPECT_EQ(row_of(socket).state, kStates[state]) << int{state};
  }
  socket.state = 200;
  EXPECT_EQ(row_of(socket).state, State::bound);
}

TEST(SocketRow, MultipathSocketsSaySo) {
  auto socket = record(AF_INET, {}, {});
  EXPECT_FALSE(row_of(socket).multipath);
  socket.flags = WFP_SOCKET_MPTCP;
  EXPECT_TRUE(row_of(socket).multipath);
}

}  // namespace
}  // namespace wfp::kernel
