#include "engine/persistent_map.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <vector>

namespace wfp::engine {
namespace {

using Map = PersistentMap<int, int>;

std::map<int, int> content(const Map& map) {
  std::map<int, int> all;
  int last = -1;
  for (auto at = map.first(); at; at.next()) {
    EXPECT_LT(last, at.key());
    last = at.key();
    all[at.key()] = at.value();
  }
  EXPECT_EQ(all.size(), map.size());
  return all;
}

TEST(PersistentMap, EmptyHasNothing) {
  const Map map;
  EXPECT_TRUE(map.empty());
  EXPECT_EQ(map.find(1), nullptr);
  EXPECT_FALSE(map.first());
}

TEST(PersistentMap, AgreesWithStdMapOverRandomChanges) {
  std::mt19937 random(7);
  Map map;
  std::map<int, int> model;
  Edit edit = Edit::begin();
  for (int step = 0; step < 20'000; ++step) {
    if (step % 50 == 0) edit = Edit::begin();
    const int key = static_cast<int>(random() % 500);
    if (random() % 3 != 0) {
      map.set(edit, key, step);
      model[key] = step;
    } else {
      EXPECT_EQ(map.erase(edit, key), model.erase(key) != 0);
    }
  }
  EXPECT_EQ(content(map), model);
}

TEST(PersistentMap, CopyKeepsWhatItHadUnderANewEdit) {
  std::mt19937 random(8);
  Map map;
  Edit edit = Edit::begin();
  for (int key = 0; key < 1000; ++key) map.set(edit, key, key);
  const Map before = map;
  const auto known = content(before);
  edit = Edit::begin();
  for (int step = 0; step < 2000; ++step) {
    const int key = static_cast<int>(random() % 1500);
    if (random() % 2 == 0) {
      map.set(edit, key, -1);
    } else {
      map.erase(edit, key);
    }
  }
  EXPECT_EQ(content(before), known);
  EXPECT_NE(content(map), known);
}

TEST(PersistentMap, ValueChangesInPlaceUnderOneEdit) {
  PersistentMap<int, std::vector<int>> map;
  const Edit edit = Edit::begin();
  map.at(edit, 1).push_back(10);
  map.at(edit, 1).push_back(11);
  EXPECT_EQ(*map.find(1), (std::vector{10, 11}));
}

TEST(PersistentMap, LowerBoundFindsTheFirstNotBelow) {
  Map map;
  const Edit edit = Edit::begin();
  for (int key = 0; key < 100; key += 10) map.set(edit, key, key);
  EXPECT_EQ(map.lower_bound(20).key(), 20);
  EXPECT_EQ(map.lower_bound(21).key(), 30);
  EXPECT_EQ(map.lower_bound(-5).key(), 0);
  EXPECT_FALSE(map.lower_bound(91));
  auto at = map.lower_bound(75);
  std::vector<int> rest;
  for (; at; at.next()) rest.push_back(at.key());
  EXPECT_EQ(rest, (std::vector{80, 90}));
}

TEST(PersistentMap, AscendingInsertionStaysBalanced) {
  // A cursor has room for 48 levels: an unbalanced tree of this size would overrun it.
  Map map;
  const Edit edit = Edit::begin();
  for (int key = 0; key < 100'000; ++key) map.set(edit, key, key);
  EXPECT_EQ(content(map).size(), 100'000U);
  for (int key = 0; key < 99'990; ++key) map.erase(edit, key);
  EXPECT_EQ(content(map).size(), 10U);
}

TEST(PersistentMap, EditsAreDifferent) { EXPECT_NE(Edit::begin(), Edit::begin()); }

}  // namespace
}  // namespace wfp::engine
