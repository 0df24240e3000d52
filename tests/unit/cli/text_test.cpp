#include "cli/text.h"

#include <gtest/gtest.h>

#include <array>

namespace wfp::cli {
namespace {

TEST(Text, OrdinaryPathsStandForThemselves) {
  EXPECT_EQ(escaped("/usr/bin/node"), "/usr/bin/node");
  EXPECT_EQ(escaped("/srv/änne/日本"), "/srv/änne/日本");
}

TEST(Text, NothingThatDrivesATerminalSurvives) {
  EXPECT_EQ(escaped("a\033[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(escaped("a\nb\r\t"), "a\\x0ab\\x0d\\x09");
  EXPECT_EQ(escaped("\xc2\x9b"), "\\xc2\\x9b");           // C1 CSI
  EXPECT_EQ(escaped("\xe2\x80\xae"), "\\xe2\\x80\\xae");  // right-to-left override
  EXPECT_EQ(escaped(std::string_view("a\0b", 3)), "a\\x00b");
}

TEST(Text, BytesThatAreNotUtf8AreEscapedOneByOne) {
  EXPECT_EQ(escaped("\xff\xfe"), "\\xff\\xfe");
  EXPECT_EQ(escaped("\xc0\xaf"), "\\xc0\\xaf");           // overlong
  EXPECT_EQ(escaped("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // surrogate
  EXPECT_EQ(escaped("\xe4\xb8"), "\\xe4\\xb8");           // cut short
}

TEST(Text, EscapingIsInjectiveAndUndone) {
  for (const std::string_view bytes :
       {"\\xff", "\xff", "\\", "\\\\", "a\\x1b", "a\033", "\xef\xbf\xbd"}) {
    EXPECT_EQ(unescaped(escaped(bytes)), bytes);
  }
  EXPECT_NE(escaped("\\xff"), escaped("\xff"));
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(unescaped(escaped(all)), all);
}

TEST(Text, ALoneBackslashIsNotAnEscapedText) {
  EXPECT_FALSE(unescaped("a\\b"));
  EXPECT_FALSE(unescaped("a\\x1"));
  EXPECT_FALSE(unescaped("\\"));
}

TEST(Text, WidthCountsColumnsNotBytes) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("é"), 1u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\xcc\x81"), 1u);
}

TEST(Text, WhatIsTooLongLosesTheRightEnd) {
  EXPECT_EQ(keep_tail("/usr/lib/postgresql/15/bin/postgres", 17), "…/15/bin/postgres");
  EXPECT_EQ(keep_head("user@1000.service", 8), "user@10…");
  EXPECT_EQ(keep_tail("abc", 3), "abc");
  EXPECT_LE(display_width(keep_tail("日本日本日本", 6)), 6u);
}

TEST(Text, NearestFindsTheMistypedWord) {
  constexpr std::array<std::string_view, 3> kWords = {"list", "show", "remote"};
  EXPECT_EQ(nearest("lsit", kWords), "list");
  EXPECT_EQ(nearest("remot", kWords), "remote");
  EXPECT_EQ(nearest("Show", kWords), "show");
  EXPECT_FALSE(nearest("xyzzy", kWords));
}

}  // namespace
}  // namespace wfp::cli
