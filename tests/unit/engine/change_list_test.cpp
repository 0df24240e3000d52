#include "engine/change_list.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

Change change(ChangeType type, const Guid& key) {
  Stored<Provider> stored;
  stored.object = provider(key);
  return {type, std::make_shared<const Stored<Provider>>(std::move(stored))};
}

TEST(ChangeList, KeepsTheOrder) {
  ChangeList list;
  list.push(change(ChangeType::add, guid(2)));
  list.push(change(ChangeType::remove, guid(1)));
  list.push(change(ChangeType::secure, guid(3)));
  const std::vector<Change> all = list.all();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(key_of(all[0].object), guid(2));
  EXPECT_EQ(key_of(all[1].object), guid(1));
  EXPECT_EQ(all[2].type, ChangeType::secure);
}

TEST(ChangeList, WhatIsAddedSecuredAndDeletedNeverWas) {
  ChangeList list;
  list.push(change(ChangeType::add, guid(1)));
  list.push(change(ChangeType::secure, guid(1)));
  list.push(change(ChangeType::remove, guid(1)));
  EXPECT_TRUE(list.all().empty());
}

TEST(ChangeList, ReplacedObjectIsADeletionAndAnAddition) {
  ChangeList list;
  list.push(change(ChangeType::remove, guid(1)));
  list.push(change(ChangeType::add, guid(1)));
  list.push(change(ChangeType::remove, guid(1)));
  list.push(change(ChangeType::add, guid(1)));
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(list.all()[0].type, ChangeType::remove);
  EXPECT_EQ(list.all()[1].type, ChangeType::add);
}

// Else a client could fill the engine's memory with objects that are not there any more.
TEST(ChangeList, StaysSmallHoweverOftenTheSameIsAddedAndDeleted) {
  ChangeList list;
  list.push(change(ChangeType::remove, guid(1)));
  for (int i = 0; i < 1000; ++i) {
    list.push(change(ChangeType::add, guid(1)));
    list.push(change(ChangeType::remove, guid(1)));
  }
  EXPECT_EQ(list.size(), 1U);
}

}  // namespace
}  // namespace wfp::engine::test
