#include "security/upcase.h"

#include <gtest/gtest.h>

namespace wfp::security {
namespace {

TEST(Upcase, PairsUpToUnicode51Fold) {
  EXPECT_EQ(upcase(u"foo bar"), u"FOO BAR");
  EXPECT_EQ(upcase(u"ｆｏｏ ćàț ḽ ⅸ ꙭ ⱦ ԛԣ"), u"ＦＯＯ ĆÀȚ Ḽ Ⅸ Ꙭ Ⱦ ԚԢ");
  EXPECT_EQ(upcase(u"σς"), u"ΣΣ");
}

TEST(Upcase, LaterPairsAndOneWayMappingsDoNot) {
  for (const char16_t unit : {u'ß', u'ẞ', u'ⳬ', u'ʞ', u'ꞧ', u'ɜ', u'µ', u'ı', u'ſ', u'_', u'Z'}) {
    EXPECT_EQ(upcase(unit), unit) << std::hex << static_cast<int>(unit);
  }
}

TEST(Upcase, EveryUnitIsAFixedPointAfterOneStep) {
  for (unsigned unit = 0; unit < 0x10000; ++unit) {
    const char16_t once = upcase(static_cast<char16_t>(unit));
    EXPECT_EQ(upcase(once), once);
  }
}

}  // namespace
}  // namespace wfp::security
