#include "cli/options.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

struct Parsed {
  bool listening = false;
  std::string sort;
  std::optional<std::string> watch;
  std::vector<std::string> words;
  std::optional<Failure> failure;
};

Parsed parsed(const Arguments& arguments, std::size_t most = 9) {
  Parsed p;
  Options options;
  options.flag("-l,--listening", p.listening, "listeners");
  options.value("--sort", p.sort, "KEYS", "order");
  options.optional_value("--watch", p.watch, "S", "live");
  options.words(p.words, 0, most);
  if (auto done = options.parse(arguments); !done) p.failure = done.error();
  return p;
}

TEST(Options, WordsAndOptionsMayBeMixed) {
  const Parsed p = parsed({"state", "-l", "established", "--sort", "app"});
  EXPECT_FALSE(p.failure);
  EXPECT_TRUE(p.listening);
  EXPECT_EQ(p.sort, "app");
  EXPECT_EQ(p.words, (std::vector<std::string>{"state", "established"}));
}

TEST(Options, AValueMayBeginWithADash) {
  EXPECT_EQ(parsed({"--sort", "-app"}).sort, "-app");
  EXPECT_EQ(parsed({"--sort=-app"}).sort, "-app");
}

TEST(Options, AValueMayBeOptional) {
  EXPECT_FALSE(parsed({}).watch);
  EXPECT_EQ(parsed({"--watch"}).watch, "");
  EXPECT_EQ(parsed({"--watch=2"}).watch, "2");
}

TEST(Options, BracketsInWordsAreKept) {
  EXPECT_EQ(parsed({"dst", "[::1]"}).words, (std::vector<std::string>{"dst", "[::1]"}));
}

TEST(Options, AfterTwoDashesEverythingIsAWord) {
  EXPECT_EQ(parsed({"--", "-l"}).words, (std::vector<std::string>{"-l"}));
}

TEST(Options, MistakesAreUsageFailuresWithAGuess) {
  const Parsed p = parsed({"--lisening"});
  ASSERT_TRUE(p.failure);
  EXPECT_EQ(p.failure->exit, ExitCode::usage);
  EXPECT_EQ(p.failure->what, "unknown option '--lisening'. Did you mean '--listening'?");
  EXPECT_TRUE(parsed({"--sort"}).failure);
  EXPECT_TRUE(parsed({"a", "b"}, 1).failure);
}

}  // namespace
}  // namespace wfp::cli
