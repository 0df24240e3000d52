#include "engine/counters.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

TEST(HitCounters, CountWhoDecidedAndWhoWasOverruled) {
  Machine machine;
  machine.add(sublayer(guid(1), 0xF000));
  const Added high = machine.add(in(block({port_is(80)}), guid(1)));
  const Added low = machine.add(permit());
  HitCounters counters;
  counters.count(machine.ask(connect_to(80)), 5);
  counters.count(machine.ask(connect_to(81)), 6);
  EXPECT_EQ(counters.of(high.id), (HitCount{1, 0, 5}));
  EXPECT_EQ(counters.of(low.id), (HitCount{1, 1, 6}));
  EXPECT_EQ(counters.of(999), HitCount{});
}

TEST(HitCounters, EndWithTheirFilter) {
  Machine machine;
  const Added filter = machine.add(block());
  HitCounters counters;
  counters.add(filter.id, {10, 0, 3});
  counters.add(filter.id, {1, 1, 2});
  counters.keep_only(*machine.engine.snapshot());
  EXPECT_EQ(counters.of(filter.id), (HitCount{11, 1, 3}));
  ASSERT_EQ(machine.try_remove<Filter>(machine.admin, filter.key), Status::success);
  counters.keep_only(*machine.engine.snapshot());
  EXPECT_EQ(counters.of(filter.id), HitCount{});
}

}  // namespace
}  // namespace wfp::engine::test
