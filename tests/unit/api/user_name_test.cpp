#include "api/convert/user_name.h"

#include <gtest/gtest.h>

#include <vector>

namespace wfp::api {
namespace {

std::vector<std::uint8_t> unix_user(std::uint8_t low, std::uint8_t high) {
  return {1, 2, 0, 0, 0, 0, 0, 22, 1, 0, 0, 0, low, 0, 0, high};
}

TEST(UserName, UnixUserHasTheNameOfNss) { EXPECT_EQ(user_name(unix_user(0, 0)), "root"); }

TEST(UserName, UserWithoutANameIsItsSid) {
  EXPECT_EQ(user_name(unix_user(7, 0x70)), "S-1-22-1-1879048199");
}

TEST(UserName, OtherSidsAreText) {
  const std::vector<std::uint8_t> system = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
  EXPECT_EQ(user_name(system), "S-1-5-18");
}

TEST(UserName, WhatIsNoSidHasNone) {
  EXPECT_EQ(user_name(std::vector<std::uint8_t>{}), "");
  EXPECT_EQ(user_name(std::vector<std::uint8_t>{1, 2, 0, 0, 0, 0, 0, 22, 1}), "");
}

}  // namespace
}  // namespace wfp::api
