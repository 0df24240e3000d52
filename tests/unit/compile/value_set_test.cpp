#include "compile/value_set.h"

#include <gtest/gtest.h>

namespace wfp::compile {
namespace {

constexpr Key key(std::uint64_t low) { return {0, low}; }

TEST(ValueSet, JoinsWhatTouches) {
  ValueSet set;
  set.add(key(10), key(20));
  set.add(key(1), key(4));
  set.add(key(5), key(9));
  set.add(key(22), key(30));
  set.normalize();
  EXPECT_EQ(set.ranges, (std::vector<KeyRange>{{key(1), key(20)}, {key(22), key(30)}}));
}

TEST(ValueSet, JoinsAcrossTheHalvesOfAKey) {
  ValueSet set;
  set.add(key(1), key(~std::uint64_t{0}));
  set.add({1, 0}, {1, 5});
  set.normalize();
  EXPECT_EQ(set.ranges, (std::vector<KeyRange>{{key(1), {1, 5}}}));
}

TEST(ValueSet, HolesAtTheEndsLeaveOneRange) {
  for (const unsigned bits : {8U, 16U, 32U, 64U, 128U}) {
    const Key greatest = greatest_key(bits);
    ValueSet low, high;
    low.add_all_but({{}, {}}, greatest);
    high.add_all_but({greatest, greatest}, greatest);
    EXPECT_EQ(low.ranges, (std::vector<KeyRange>{{key(1), greatest}}));
    EXPECT_EQ(high.ranges, (std::vector<KeyRange>{{{}, before(greatest)}}));
  }
}

}  // namespace
}  // namespace wfp::compile
