#include "cli/table.h"

#include <gtest/gtest.h>

#include "cli/text.h"

namespace wfp::cli {
namespace {

Table sample() {
  Table table({{"ID"}, {"APP", true}, {"USER"}});
  table.add_row({"0x1", "/usr/lib/postgresql/15/bin/postgres", "alice"});
  table.add_row({"0x20", "-", "b"});
  return table;
}

TEST(Table, IsAsWideAsNeededWithoutATerminal) {
  EXPECT_EQ(sample().to_text(0, true, false),
            "ID    APP                                  USER\n"
            "0x1   /usr/lib/postgresql/15/bin/postgres  alice\n"
            "0x20  -                                    b\n");
}

TEST(Table, ShortensTheWidestColumnAtTheRightEnd) {
  EXPECT_EQ(sample().to_text(30, false, false),
            "0x1   …/15/bin/postgres  alice\n"
            "0x20  -                  b\n");
}

TEST(Table, NoLineIsWiderThanTheTerminal) {
  for (std::size_t width = 24; width < 60; ++width) {
    const std::string text = sample().to_text(width, true, false);
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t end = text.find('\n', at);
      EXPECT_LE(display_width(text.substr(at, end - at)), width);
      at = end + 1;
    }
  }
}

TEST(Table, StopsSqueezingWhereNothingCouldBeRead) {
  EXPECT_NE(sample().to_text(1, false, false).find("0x20"), std::string::npos);
}

}  // namespace
}  // namespace wfp::cli
