#include "base/utf.h"

#include <gtest/gtest.h>

namespace wfp {
namespace {

TEST(Utf, CharactersOfEveryLengthGoAndComeBack) {
  const std::string text = "a\xC3\x9F\xE2\x82\xAC\xF0\x90\x80\x80";
  EXPECT_EQ(to_utf16(text), u"aß€\U00010000");
  EXPECT_EQ(to_utf8(to_utf16(text)), text);
}

TEST(Utf, StrayBytesAreKeptAsLoneSurrogates) {
  EXPECT_EQ(to_utf16("a\xFFz"), (std::u16string{u'a', char16_t{0xDCFF}, u'z'}));
  for (const std::string text :
       {"\x80", "\xC0\x80", "\xE2\x82", "\xED\xB2\x80", "\xF4\x90\x80\x80", "\xC3", "\xFF\xFE"}) {
    EXPECT_EQ(to_utf8(to_utf16(text)), text);
  }
}

TEST(Utf, LoneSurrogatesAreWrittenInThreeBytes) {
  EXPECT_EQ(to_utf8(std::u16string{char16_t{0xD800}}), "\xED\xA0\x80");
  EXPECT_EQ(to_utf8(std::u16string{char16_t{0xDC00}, char16_t{0xD800}}),
            "\xED\xB0\x80\xED\xA0\x80");
}

}  // namespace
}  // namespace wfp
