#include "base/wide.h"

#include <gtest/gtest.h>

namespace wfp {
namespace {

TEST(Wide, DecodesUtf8) {
  EXPECT_EQ(to_wide("a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), L"a\u00e4\u20ac\U0001F600");
  EXPECT_EQ(from_wide(L"a\u00e4\u20ac\U0001F600"), "a\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(Wide, EveryByteStringComesBackUnchanged) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string bytes{static_cast<char>(first), static_cast<char>(second), 'x'};
      EXPECT_EQ(from_wide(to_wide(bytes)), bytes) << first << " " << second;
    }
  }
}

TEST(Wide, ByteThatIsNotUtf8HasItsOwnCharacter) {
  EXPECT_EQ(to_wide("\xFF"), std::wstring(1, static_cast<wchar_t>(0xDCFF)));
  EXPECT_EQ(to_wide("\xED\xB3\xBF").size(),
            3u);  // the UTF-8 form of U+DCFF is not UTF-8: three stray bytes
}

TEST(Wide, WhatIsNoCharacterIsRefused) {
  for (const char32_t c : {0xD800u, 0xDC7Fu, 0xDFFFu, 0x110000u, 0xFFFFFFFFu}) {
    const auto bytes = from_wide(std::wstring(1, static_cast<wchar_t>(c)));
    ASSERT_FALSE(bytes) << static_cast<std::uint32_t>(c);
    EXPECT_EQ(bytes.error().status, Status::invalid_parameter);
  }
}

}  // namespace
}  // namespace wfp
