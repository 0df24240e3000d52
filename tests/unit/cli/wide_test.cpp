#include "cli/wide.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

TEST(WideStrings, EveryByteStringComesBack) {
  for (const std::string& bytes :
       {std::string(), std::string("/usr/bin/curl"), std::string("grüße €𝄞"),
        std::string("\x80\xff/\xc3"), std::string("\xed\xa0\x80"), std::string("\xc0\xaf"),
        std::string("\xf5\x80\x80\x80")}) {
    EXPECT_EQ(from_wide(std::wstring_view(to_wide(bytes))), bytes);
  }
  EXPECT_EQ(to_wide("\xff"), std::wstring(1, static_cast<wchar_t>(0xdcff)));
  EXPECT_EQ(from_wide(std::wstring_view(L"\x110000")), "\xef\xbf\xbd");
  EXPECT_EQ(from_wide(nullptr), "");
}

TEST(WideStrings, AppIdsArePathsWithTheirNul) {
  const std::string blob = app_id_blob("/usr/bin/curl");
  EXPECT_EQ(blob.size(), 14 * sizeof(wchar_t));
  EXPECT_EQ(app_id_path(blob), "/usr/bin/curl");
  EXPECT_EQ(app_id_path(blob.substr(0, blob.size() - sizeof(wchar_t))), "");
  EXPECT_EQ(app_id_path("abc"), "");
  EXPECT_EQ(app_id_path(""), "");
  EXPECT_EQ(app_id_path(blob + blob), "");  // a NUL inside
}

}  // namespace
}  // namespace wfp::cli
