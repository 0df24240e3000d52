#include "api/client/handle_table.h"

#include <gtest/gtest.h>

#include <set>

namespace wfp::api {
namespace {

struct Thing : HandleObject {};
struct Other : HandleObject {};

HandleValue add(HandleTable& table, std::shared_ptr<HandleObject> object) {
  auto value = table.add(std::move(object));
  EXPECT_TRUE(value);
  return value.value_or(0);
}

TEST(HandleTable, GivesBackWhatItWasGiven) {
  HandleTable table(1, 1);
  const auto thing = std::make_shared<Thing>();
  const HandleValue handle = add(table, thing);
  ASSERT_TRUE(table.get<Thing>(handle));
  EXPECT_EQ(*table.get<Thing>(handle), thing);
  EXPECT_FALSE(table.get<Other>(handle)) << "of another type";
}

TEST(HandleTable, ClosedHandleStaysInvalidWhenItsSlotIsReused) {
  HandleTable table(1, 1);
  std::set<HandleValue> closed;
  for (int i = 0; i < 1000; ++i) {
    const HandleValue handle = add(table, std::make_shared<Thing>());
    EXPECT_TRUE(closed.insert(handle).second);
    ASSERT_TRUE(table.remove<Thing>(handle));
    EXPECT_FALSE(table.remove<Thing>(handle));
  }
  for (const HandleValue handle : closed) EXPECT_FALSE(table.get<Thing>(handle));
}

TEST(HandleTable, HandlesAreMultiplesOfFourAndNeitherNullNorAllOnes) {
  HandleTable table(0x7f, 0x3ff);
  for (int i = 0; i < 100; ++i) {
    const HandleValue handle = add(table, std::make_shared<Thing>());
    EXPECT_EQ(handle % 4, 0u);
    EXPECT_NE(handle, 0u);
    EXPECT_FALSE(table.get<Thing>(handle + 1));
  }
}

TEST(HandleTable, TablesOfOtherLibrariesAndProcessesKnowNoneOfIt) {
  HandleTable mine(1, 1);
  HandleTable library(2, 1);
  HandleTable child(1, 2);
  const HandleValue handle = add(mine, std::make_shared<Thing>());
  add(library, std::make_shared<Thing>());
  add(child, std::make_shared<Thing>());
  EXPECT_FALSE(library.get<Thing>(handle));
  EXPECT_FALSE(child.get<Thing>(handle));
}

TEST(HandleTable, RemoveAllClosesWhatSatisfiesThePredicate) {
  HandleTable table(1, 1);
  const HandleValue thing = add(table, std::make_shared<Thing>());
  const HandleValue other = add(table, std::make_shared<Other>());
  table.remove_all<Thing>([](const Thing&) { return true; });
  EXPECT_FALSE(table.get<Thing>(thing));
  EXPECT_TRUE(table.get<Other>(other));
}

}  // namespace
}  // namespace wfp::api
