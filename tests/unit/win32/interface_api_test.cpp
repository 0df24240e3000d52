// Names of network interfaces, on the one that every network namespace has.
#include <gtest/gtest.h>
#include <ipifcons.h>
#include <netioapi.h>
#include <ws2tcpip.h>

// Keep below.
#include <net/if.h>

namespace wfp::test {
namespace {

class InterfaceApi : public testing::Test {
 protected:
  NET_IFINDEX index_ = if_nametoindex("lo");
  NET_LUID luid_{};
};

TEST_F(InterfaceApi, LuidHoldsTypeAndIndex) {
  ASSERT_EQ(ConvertInterfaceIndexToLuid(index_, &luid_), 0u);
  EXPECT_EQ(luid_.Value, ULONG64{IF_TYPE_SOFTWARE_LOOPBACK} << 48 | ULONG64{index_} << 24);
  EXPECT_EQ(luid_.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
  EXPECT_EQ(luid_.Info.NetLuidIndex, index_);
  NET_IFINDEX back = 0;
  ASSERT_EQ(ConvertInterfaceLuidToIndex(&luid_, &back), 0u);
  EXPECT_EQ(back, index_);
}

TEST_F(InterfaceApi, NameAndAliasAreOne) {
  NET_LUID named{};
  ASSERT_EQ(ConvertInterfaceIndexToLuid(index_, &luid_), 0u);
  ASSERT_EQ(ConvertInterfaceAliasToLuid(L"lo", &named), 0u);
  EXPECT_EQ(named.Value, luid_.Value);
  ASSERT_EQ(ConvertInterfaceNameToLuidW(L"lo", &named), 0u);
  EXPECT_EQ(named.Value, luid_.Value);
  ASSERT_EQ(ConvertInterfaceNameToLuidA("lo", &named), 0u);
  EXPECT_EQ(named.Value, luid_.Value);
}

TEST_F(InterfaceApi, AbsentOnesAreRefused) {
  EXPECT_EQ(ConvertInterfaceIndexToLuid(0x7ffffff0, &luid_), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(ConvertInterfaceIndexToLuid(index_, nullptr), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(ConvertInterfaceAliasToLuid(L"none such", &luid_), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(ConvertInterfaceAliasToLuid(L"an alias longer than any name", &luid_),
            DWORD{ERROR_INVALID_PARAMETER});
  NET_IFINDEX back = 0;
  ASSERT_EQ(ConvertInterfaceIndexToLuid(index_, &luid_), 0u);
  luid_.Info.IfType = IF_TYPE_PPP;
  EXPECT_EQ(ConvertInterfaceLuidToIndex(&luid_, &back), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(InterfaceApi, EntrySaysWhatLinuxKnows) {
  MIB_IPINTERFACE_ROW row;
  InitializeIpInterfaceEntry(&row);
  row.Family = AF_INET;
  row.InterfaceIndex = index_;
  ASSERT_EQ(GetIpInterfaceEntry(&row), 0u);
  EXPECT_EQ(row.InterfaceIndex, index_);
  EXPECT_EQ(row.InterfaceLuid.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
  EXPECT_GT(row.NlMtu, 0u);
  EXPECT_TRUE(row.UseAutomaticMetric);
  EXPECT_EQ(row.Metric, 0u);
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_NOT_SUPPORTED});
  row.Family = AF_UNIX;
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_INVALID_PARAMETER});
  InitializeIpInterfaceEntry(&row);
  row.Family = AF_INET6;
  row.InterfaceIndex = 0x7ffffff0;
  EXPECT_EQ(GetIpInterfaceEntry(&row), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(SetIpInterfaceEntry(&row), DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(InetPton, ReadsWhatItsNarrowTwinReads) {
  UINT8 bytes[16]{};
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2.3", bytes), 1);
  EXPECT_EQ(bytes[0], 10);
  EXPECT_EQ(InetPtonW(AF_INET6, L"2001:db8::1", bytes), 1);
  EXPECT_EQ(bytes[15], 1);
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2", bytes), 0);
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2.\u0663", bytes), 0);
  EXPECT_EQ(InetPtonW(AF_INET, nullptr, bytes), -1);
}

}  // namespace
}  // namespace wfp::test
