#include "engine/hash_trie.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace wfp::engine {
namespace {

using Trie = HashTrie<int>;
using Model = std::map<Hash, int>;

// Few different bits, so that keys share ways of every length.
Hash clustered(std::mt19937& random) {
  const auto bits = [&](unsigned shift) { return std::uint64_t{random() % 3} << shift; };
  return {bits(0) | bits(35) | bits(62), bits(0) | bits(5) | bits(31) | bits(62)};
}

Hash spread(std::mt19937& random) {
  const auto word = [&] { return std::uint64_t{random()} << 32 | random(); };
  return {word() % 50, word() % 50 * 0x9E3779B97F4A7C15};
}

void expect_same(const Trie& trie, const Model& model) {
  EXPECT_EQ(trie.size(), model.size());
  for (const auto& [key, value] : model) {
    const int* found = trie.find(key);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(*found, value);
  }
}

void change(Trie& trie, Model& model, const Edit& edit, const Hash& key, int value, bool erases) {
  EXPECT_EQ(trie.contains(key), model.contains(key));
  if (erases) {
    EXPECT_EQ(trie.erase(edit, key), model.erase(key) != 0);
  } else {
    trie.at(edit, key) = value;
    model[key] = value;
  }
}

TEST(HashTrie, EmptyHasNothing) {
  Trie trie;
  EXPECT_TRUE(trie.empty());
  EXPECT_EQ(trie.find({1, 2}), nullptr);
  EXPECT_FALSE(trie.erase(Edit::begin(), {1, 2}));
}

TEST(HashTrie, AgreesWithStdMapOverRandomChanges) {
  for (const auto make_key : {clustered, spread}) {
    std::mt19937 random(7);
    Trie trie;
    Model model;
    Edit edit = Edit::begin();
    for (int step = 0; step < 20'000; ++step) {
      if (step % 50 == 0) edit = Edit::begin();
      // Grows for a while, then shrinks.
      const bool erases = random() % 4 < (step / 2500 % 2 == 0 ? 1U : 3U);
      change(trie, model, edit, make_key(random), step, erases);
      if (step % 500 == 0) expect_same(trie, model);
    }
    while (!model.empty()) EXPECT_TRUE(trie.erase(edit, model.extract(model.begin()).key()));
    EXPECT_TRUE(trie.empty());
  }
}

TEST(HashTrie, CopyKeepsWhatItHadUnderANewEdit) {
  std::mt19937 random(8);
  Trie trie;
  Model model;
  Edit edit = Edit::begin();
  for (int i = 0; i < 3000; ++i) change(trie, model, edit, clustered(random), i, false);
  const Trie before = trie;
  const Model known = model;
  edit = Edit::begin();
  for (int i = 0; i < 5000; ++i)
    change(trie, model, edit, clustered(random), -i, random() % 2 == 0);
  expect_same(before, known);
  expect_same(trie, model);
}

// Keys that differ in one bit only, whichever it is.
TEST(HashTrie, EveryBitTellsKeysApart) {
  for (unsigned bit = 0; bit < 128; ++bit) {
    const Hash other{bit < 64 ? std::uint64_t{1} << bit : 0,
                     bit < 64 ? 0 : std::uint64_t{1} << (bit - 64)};
    Trie trie;
    const Edit edit = Edit::begin();
    trie.at(edit, {}) = 1;
    trie.at(edit, other) = 2;
    EXPECT_EQ(*trie.find({}), 1);
    EXPECT_EQ(*trie.find(other), 2);
    EXPECT_TRUE(trie.erase(edit, {}));
    EXPECT_EQ(*trie.find(other), 2);
    EXPECT_EQ(trie.find({}), nullptr);
  }
}

}  // namespace
}  // namespace wfp::engine
