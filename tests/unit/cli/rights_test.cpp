#include "cli/rights.h"

#include <gtest/gtest.h>

#include "fwpmu.h"

namespace wfp::cli {
namespace {

AccessMask parsed(std::string_view text) {
  const auto mask = parse_rights(text);
  EXPECT_TRUE(mask) << text << ": " << (mask ? "" : mask.error().what);
  return mask.value_or(0xdeadbeef);
}

TEST(Rights, LettersAreTheBundlesOfTheTable) {
  EXPECT_EQ(parsed("F"), static_cast<AccessMask>(FWPM_GENERIC_ALL));
  EXPECT_EQ(parsed("R"),
            static_cast<AccessMask>(FWPM_ACTRL_OPEN | FWPM_ACTRL_READ | FWPM_ACTRL_ENUM));
  EXPECT_EQ(parsed("RWDP"), static_cast<AccessMask>(0xe0 | FWPM_ACTRL_WRITE | DELETE | WRITE_DAC));
}

TEST(Rights, NamesAndWordsAndNumbersMeanTheSame) {
  EXPECT_EQ(parsed("(EN,RD)"), static_cast<AccessMask>(FWPM_ACTRL_ENUM | FWPM_ACTRL_READ));
  EXPECT_EQ(parsed("read,enum"), parsed("(EN,RD)"));
  EXPECT_EQ(parsed("FWPM_ACTRL_READ"), static_cast<AccessMask>(FWPM_ACTRL_READ));
  EXPECT_EQ(parsed("0x80"), static_cast<AccessMask>(FWPM_ACTRL_READ));
  EXPECT_EQ(parsed("delete"), static_cast<AccessMask>(DELETE));
  EXPECT_EQ(parsed("R(BR, CL)"), parsed("R") | FWPM_ACTRL_BEGIN_READ_TXN | FWPM_ACTRL_CLASSIFY);
}

TEST(Rights, FormatIsUndoneByParseForEveryBit) {
  for (unsigned bit = 0; bit < 32; ++bit) {
    const AccessMask mask = 1u << bit;
    EXPECT_EQ(parsed(format_rights(mask)), mask) << format_rights(mask);
    EXPECT_EQ(parsed(format_rights(mask | 0xe0)), mask | 0xe0) << format_rights(mask | 0xe0);
  }
  EXPECT_EQ(parsed(format_rights(0xffffffff)), 0xffffffff);
}

TEST(Rights, FormatUsesTheLargestBundle) {
  EXPECT_EQ(format_rights(FWPM_GENERIC_ALL), "F");
  EXPECT_EQ(format_rights(0xe0), "R");
  EXPECT_EQ(format_rights(FWPM_ACTRL_ENUM | FWPM_ACTRL_READ), "(EN,RD)");
  EXPECT_EQ(format_rights(0xe0 | READ_CONTROL), "R(RC)");
  EXPECT_EQ(format_rights(0x800), "(0x800)");
  EXPECT_EQ(format_rights(0), "none");
}

TEST(Rights, WrongOnesAreRefusedWithAGuess) {
  EXPECT_FALSE(parse_rights("X"));
  EXPECT_FALSE(parse_rights(""));
  EXPECT_FALSE(parse_rights("R(EN"));
  EXPECT_FALSE(parse_rights("R()"));
  EXPECT_FALSE(parse_rights("0x1ffffffff"));
  const auto wrong = parse_rights("REDA_CONTROL");
  ASSERT_FALSE(wrong);
  EXPECT_NE(wrong.error().what.find("'READ_CONTROL'"), std::string::npos) << wrong.error().what;
  EXPECT_EQ(wrong.error().exit, ExitCode::usage);
  EXPECT_EQ(parse_rights("EN").error().what, "unknown right 'EN'. Did you mean '(EN)'?");
}

TEST(Rights, GenericBitsAreMappedAsTheEngineMapsThem) {
  EXPECT_EQ(map_generic_rights(GENERIC_ALL), static_cast<AccessMask>(FWPM_GENERIC_ALL));
  EXPECT_EQ(map_generic_rights(GENERIC_READ), static_cast<AccessMask>(FWPM_GENERIC_READ));
}

TEST(Rights, SentencesNameThemInFull) {
  EXPECT_EQ(name_rights(FWPM_ACTRL_ENUM), "ENUM");
  EXPECT_EQ(name_rights(FWPM_ACTRL_ENUM | FWPM_ACTRL_READ), "ENUM and READ");
  EXPECT_EQ(name_rights(0), "no right");
}

}  // namespace
}  // namespace wfp::cli
