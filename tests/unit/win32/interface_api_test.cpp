#include <gtest/gtest.h>
#include <iphlpapi.h>
#include <net/if.h>

namespace wfp::win32::test {
namespace {

// The loopback interface, which every network namespace has.
struct Loopback {
  NET_IFINDEX index = if_nametoindex("lo");
  NET_LUID luid{};
  Loopback() { EXPECT_EQ(ConvertInterfaceIndexToLuid(index, &luid), DWORD{NO_ERROR}); }
};

NET_LUID other_type(NET_LUID luid) {
  luid.Info.IfType = IF_TYPE_ETHERNET_CSMACD;
  return luid;
}

constexpr NET_IFINDEX kNoInterface = 0x00fffffe;

TEST(InterfaceApi, LuidIsTypeAndIndex) {
  const Loopback lo;
  EXPECT_EQ(lo.luid.Info.IfType, IF_TYPE_SOFTWARE_LOOPBACK);
  EXPECT_EQ(lo.luid.Info.NetLuidIndex, lo.index);
  EXPECT_EQ(lo.luid.Info.Reserved, 0u);
}

TEST(InterfaceApi, EveryInterfaceComesBackFromEachOfItsNames) {
  struct if_nameindex* list = if_nameindex();
  ASSERT_NE(list, nullptr);
  for (const struct if_nameindex* each = list; each->if_index != 0; ++each) {
    NET_LUID luid{};
    NET_LUID again{};
    NET_IFINDEX index = 0;
    char narrow[IF_NAMESIZE]{};
    WCHAR wide[IF_MAX_STRING_SIZE + 1]{};
    ASSERT_EQ(ConvertInterfaceIndexToLuid(each->if_index, &luid), DWORD{NO_ERROR});
    EXPECT_EQ(ConvertInterfaceLuidToIndex(&luid, &index), DWORD{NO_ERROR});
    EXPECT_EQ(index, each->if_index);
    EXPECT_EQ(ConvertInterfaceLuidToNameA(&luid, narrow, sizeof narrow), DWORD{NO_ERROR});
    EXPECT_STREQ(narrow, each->if_name);
    EXPECT_EQ(ConvertInterfaceNameToLuidA(narrow, &again), DWORD{NO_ERROR});
    EXPECT_EQ(again.Value, luid.Value);
    EXPECT_EQ(ConvertInterfaceLuidToNameW(&luid, wide, std::size(wide)), DWORD{NO_ERROR});
    EXPECT_EQ(ConvertInterfaceNameToLuidW(wide, &again), DWORD{NO_ERROR});
    EXPECT_EQ(again.Value, luid.Value);
    EXPECT_EQ(ConvertInterfaceLuidToAlias(&luid, wide, std::size(wide)), DWORD{NO_ERROR});
    EXPECT_EQ(ConvertInterfaceAliasToLuid(wide, &again), DWORD{NO_ERROR});
    EXPECT_EQ(again.Value, luid.Value);
  }
  if_freenameindex(list);
}

TEST(InterfaceApi, WhatIsNotThereIsNotFoundAndGivesZero) {
  NET_LUID luid{.Value = 7};
  EXPECT_EQ(ConvertInterfaceIndexToLuid(kNoInterface, &luid), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(luid.Value, 0u);
  NET_IFINDEX index = 7;
  EXPECT_EQ(ConvertInterfaceLuidToIndex(&luid, &index), DWORD{ERROR_FILE_NOT_FOUND});
  EXPECT_EQ(index, 0u);
}

TEST(InterfaceApi, LuidOfAnotherTypeIsAnotherInterface) {
  const NET_LUID wrong = other_type(Loopback().luid);
  NET_IFINDEX index = 7;
  EXPECT_EQ(ConvertInterfaceLuidToIndex(&wrong, &index), DWORD{ERROR_FILE_NOT_FOUND});
  WCHAR name[IF_MAX_STRING_SIZE + 1];
  EXPECT_EQ(ConvertInterfaceLuidToNameW(&wrong, name, std::size(name)),
            DWORD{ERROR_FILE_NOT_FOUND});
}

TEST(InterfaceApi, UnknownNameIsInvalidAndUnknownAliasAnInvalidParameter) {
  NET_LUID luid{};
  for (const wchar_t* name : {L"", L"none-such0", L"a name that is far too long", L"lo:1"}) {
    EXPECT_EQ(ConvertInterfaceNameToLuidW(name, &luid), DWORD{ERROR_INVALID_NAME});
    EXPECT_EQ(ConvertInterfaceAliasToLuid(name, &luid), DWORD{ERROR_INVALID_PARAMETER});
  }
  EXPECT_EQ(ConvertInterfaceNameToLuidA(nullptr, &luid), DWORD{ERROR_INVALID_NAME});
  EXPECT_EQ(ConvertInterfaceAliasToLuid(nullptr, &luid), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(InterfaceApi, NullWhereTheAnswerGoesIsAnInvalidParameter) {
  const Loopback lo;
  EXPECT_EQ(ConvertInterfaceIndexToLuid(lo.index, nullptr), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(ConvertInterfaceNameToLuidA("lo", nullptr), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(ConvertInterfaceLuidToIndex(&lo.luid, nullptr), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(ConvertInterfaceLuidToAlias(&lo.luid, nullptr, 3), DWORD{ERROR_INVALID_PARAMETER});
  WCHAR name[3];
  EXPECT_EQ(ConvertInterfaceLuidToAlias(nullptr, name, 3), DWORD{ERROR_INVALID_PARAMETER});
}

TEST(InterfaceApi, LengthCountsCharactersAndTheNul) {
  const Loopback lo;
  WCHAR name[3] = {'x', 'x', 'x'};
  EXPECT_EQ(ConvertInterfaceLuidToNameW(&lo.luid, name, 2), DWORD{ERROR_NOT_ENOUGH_MEMORY});
  EXPECT_EQ(name[0], L'x');
  EXPECT_EQ(ConvertInterfaceLuidToNameW(&lo.luid, name, 3), DWORD{NO_ERROR});
  EXPECT_STREQ(name, L"lo");
}

}  // namespace
}  // namespace wfp::win32::test
