#include <gtest/gtest.h>
#include <winsock2.h>
#include <ws2tcpip.h>

#include <cstring>

namespace wfp::win32::test {
namespace {

TEST(InetApi, AddressesGoToTextAndBack) {
  for (const wchar_t* text : {L"fd00::1", L"::ffff:10.0.0.1", L"::"}) {
    IN6_ADDR address{};
    wchar_t again[INET6_ADDRSTRLEN];
    ASSERT_EQ(InetPtonW(AF_INET6, text, &address), 1) << text;
    EXPECT_EQ(InetNtopW(AF_INET6, &address, again, std::size(again)), again);
    EXPECT_STREQ(again, text);
  }
  IN_ADDR address{};
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2.3", &address), 1);
  EXPECT_EQ(address.s_addr, htonl(0x0a010203));
}

TEST(InetApi, BytesHaveWindowsNames) {
  IN6_ADDR address{};
  ASSERT_EQ(InetPtonW(AF_INET6, L"102:304::f", &address), 1);
  EXPECT_EQ(address.u.Byte[0], 1);
  EXPECT_EQ(address.u.Byte[15], 15);
  EXPECT_EQ(address.u.Word[1], htons(0x304));
  EXPECT_EQ(std::memcmp(address.s6_addr, address.u.Byte, 16), 0);
}

TEST(InetApi, WhatIsNoAddressIsZeroAndNoError) {
  IN_ADDR address{};
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2", &address), 0);
  EXPECT_EQ(InetPtonW(AF_INET, L"10.1.2.\u0663", &address), 0);
}

TEST(InetApi, ErrorsAreTheThreadsLast) {
  IN_ADDR address{};
  wchar_t text[8];
  EXPECT_EQ(InetPtonW(AF_UNIX, L"10.1.2.3", &address), -1);
  EXPECT_EQ(GetLastError(), DWORD{WSAEAFNOSUPPORT});
  EXPECT_EQ(InetPtonW(AF_INET, nullptr, &address), -1);
  EXPECT_EQ(GetLastError(), DWORD{WSAEFAULT});
  EXPECT_EQ(InetNtopW(AF_INET, &address, text, 7), nullptr) << "the NUL does not fit";
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(InetNtopW(AF_INET, &address, text, 8), text);
  EXPECT_EQ(InetNtopW(AF_UNIX, &address, text, 8), nullptr);
  EXPECT_EQ(GetLastError(), DWORD{WSAEAFNOSUPPORT});
}

}  // namespace
}  // namespace wfp::win32::test
