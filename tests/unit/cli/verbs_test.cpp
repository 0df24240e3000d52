#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "cli/verb.h"

namespace wfp::cli {
namespace {

std::string file(const std::string& path) {
  std::ifstream stream(std::string(WFP_SOURCE_DIR) + "/" + path);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string words_of(const Verb& verb) {
  return verb.noun.empty() ? std::string(verb.name)
                           : std::string(verb.noun) + " " + std::string(verb.name);
}

const Verb* taken(Arguments words) {
  const auto verb = take_verb(words);
  return verb ? *verb : nullptr;
}

TEST(Verbs, EachIsFoundByItsWords) {
  for (const Verb* verb : verbs()) {
    Arguments words;
    if (!verb->noun.empty()) words.emplace_back(verb->noun);
    words.emplace_back(verb->name);
    EXPECT_EQ(taken(words), verb) << words_of(*verb);
    EXPECT_FALSE(verb->summary.empty());
  }
  EXPECT_EQ(taken({"ls"}), &kEndpointList);
  EXPECT_EQ(taken({"ep", "show", "0x1"}), &kEndpointShow);
  EXPECT_EQ(taken({}), &kHome);
  EXPECT_EQ(taken({"--help"}), &kHelp);
}

TEST(Verbs, NamesAreUnique) {
  std::set<std::string> seen;
  for (const Verb* verb : verbs()) EXPECT_TRUE(seen.insert(words_of(*verb)).second);
}

TEST(Verbs, EachIsInTheReferenceAndTheManual) {
  const std::string reference = file("docs/wfp.md"), manual = file("docs/man/wfp.1.scd");
  ASSERT_FALSE(reference.empty());
  for (const Verb* verb : verbs()) {
    const std::string first(verb->noun.empty() ? verb->name : verb->noun);
    EXPECT_NE(reference.find("`wfp " + first), std::string::npos) << words_of(*verb);
    EXPECT_NE(reference.find(verb->name), std::string::npos) << words_of(*verb);
    EXPECT_NE(manual.find("wfp " + first), std::string::npos) << words_of(*verb);
    EXPECT_NE(manual.find(verb->name), std::string::npos) << words_of(*verb);
  }
}

TEST(Verbs, MistypedOnesGetAGuess) {
  Arguments words = {"sl"};
  const auto nothing = take_verb(words);
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().exit, ExitCode::usage);
  words = {"security", "gratn"};
  EXPECT_EQ(take_verb(words).error().what, "unknown verb 'security gratn'. Did you mean 'grant'?");
  words = {"access"};
  EXPECT_EQ(take_verb(words).error().what, "'access' needs a verb");
  words = {"staus"};
  EXPECT_EQ(take_verb(words).error().what, "unknown command 'staus'. Did you mean 'status'?");
}

}  // namespace
}  // namespace wfp::cli
