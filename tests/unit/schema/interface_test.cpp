#include "schema/interface.h"

#include <gtest/gtest.h>
#include <linux/if_arp.h>

namespace wfp::schema {
namespace {

TEST(InterfaceLuid, HoldsTypeAndIndexWhereWindowsHasThem) {
  EXPECT_EQ(interface_luid({.index = 1, .hardware = ARPHRD_ETHER}), 0x0006'000001'000000u);
  EXPECT_EQ(interface_luid({.index = 1, .hardware = ARPHRD_LOOPBACK}), 0x0018'000001'000000u);
  EXPECT_EQ(interface_luid({.index = 0xffffff, .hardware = ARPHRD_NONE}), 0x0035'ffffff'000000u);
}

TEST(InterfaceLuid, IndexOfMoreThan24BitsHasNone) {
  EXPECT_EQ(interface_luid({.index = 0x1000000, .hardware = ARPHRD_ETHER}), std::nullopt);
  EXPECT_EQ(interface_luid({.index = 0, .hardware = ARPHRD_ETHER}), std::nullopt);
}

TEST(InterfaceLuid, GivesItsIndexBack) {
  for (const std::uint32_t index : {1u, 2u, 0x123456u, 0xffffffu}) {
    EXPECT_EQ(interface_index(*interface_luid({.index = index, .hardware = ARPHRD_PPP})), index);
  }
}

TEST(InterfaceType, TunnelsOfEachKindAreTunnels) {
  for (const int hardware :
       {ARPHRD_TUNNEL, ARPHRD_TUNNEL6, ARPHRD_SIT, ARPHRD_IPGRE, ARPHRD_IP6GRE}) {
    EXPECT_EQ(interface_type({1, static_cast<std::uint16_t>(hardware)}), 131) << hardware;
  }
}

TEST(InterfaceType, RadioThatLooksLikeEthernetIsWireless) {
  EXPECT_EQ(interface_type({1, ARPHRD_ETHER, true}), 71);
}

TEST(InterfaceType, HardwareThatWindowsDoesNotKnowIsOther) {
  EXPECT_EQ(interface_type({1, ARPHRD_CAN}), 1);
}

}  // namespace
}  // namespace wfp::schema
