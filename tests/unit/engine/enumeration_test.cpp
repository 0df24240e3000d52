#include "engine/enumeration.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

std::size_t count(Machine& machine, const FilterTemplate& wanted) {
  const auto found = machine.engine.enumerate<Filter>(machine.admin, wanted);
  EXPECT_TRUE(found) << found.error().what;
  return found ? found->size() : 999;
}

FilterTemplate at_connect(Containment containment, schema::Condition condition) {
  FilterTemplate wanted;
  wanted.layer = key(kConnect);
  wanted.containment = containment;
  wanted.conditions = {std::move(condition)};
  return wanted;
}

schema::Condition subnet(std::uint32_t address, int bits) {
  const std::uint32_t mask = bits == 0 ? 0 : ~std::uint32_t{0} << (32 - bits);
  return condition(FieldId::ip_remote_address, MatchType::equal,
                   Value(schema::V4AddrMask{address, mask}));
}

// C: no template, all filters of all layers.
TEST(Enumeration, EmptyTemplateSelectsAll) {
  Machine machine;
  machine.add(block());
  machine.add(filter(ActionType::permit, kConnect6));
  machine.add(flagged(block(), schema::kFilterFlagBoottime));
  EXPECT_EQ(count(machine, {}), 3U);
}

TEST(Enumeration, ByProviderLayerActionAndCallout) {
  Machine machine;
  machine.add(provider(guid(1)));
  machine.add(callout(guid(2)));
  Filter own = block();
  own.provider = guid(1);
  machine.add(own);
  machine.add(filter(ActionType::permit, kConnect6));
  machine.add(calling(filter(ActionType::callout_unknown), guid(2)));
  FilterTemplate wanted;
  wanted.provider = guid(1);
  EXPECT_EQ(count(machine, wanted), 1U);
  wanted = {};
  wanted.layer = key(kConnect6);
  EXPECT_EQ(count(machine, wanted), 1U);
  wanted = {};
  wanted.action_mask = schema::kActionFlagCallout;  // D: one common bit
  EXPECT_EQ(count(machine, wanted), 1U);
  wanted = {};
  wanted.callout = guid(2);
  EXPECT_EQ(count(machine, wanted), 1U);
}

// D: boot-time and disabled filters are left out unless asked for.
TEST(Enumeration, BootTimeByFlag) {
  Machine machine;
  machine.add(block());
  machine.add(flagged(block(), schema::kFilterFlagBoottime));
  FilterTemplate wanted;
  wanted.flags = 0;
  EXPECT_EQ(count(machine, wanted), 1U);
  wanted.flags = schema::kFilterEnumFlagBoottimeOnly;
  EXPECT_EQ(count(machine, wanted), 1U);
  wanted.flags = schema::kFilterEnumFlagIncludeBoottime;
  EXPECT_EQ(count(machine, wanted), 2U);
}

// D: SORTED is weight high to low; BEST_TERMINATING_MATCH the best terminating one alone.
TEST(Enumeration, SortedAndBest) {
  Machine machine;
  machine.add(callout(guid(2)));
  const Added light = machine.add(weighing(block(), Value(std::uint64_t{1})));
  const Added heavy = machine.add(weighing(block(), Value(std::uint64_t{9})));
  machine.add(
      weighing(calling(filter(ActionType::callout_inspection), guid(2)), Value(std::uint64_t{20})));
  FilterTemplate wanted;
  wanted.flags = schema::kFilterEnumFlagSorted;
  auto found = machine.engine.enumerate<Filter>(machine.admin, wanted).value();
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[1]->object.id, heavy.id);
  EXPECT_EQ(found[2]->object.id, light.id);
  wanted.flags = schema::kFilterEnumFlagBestTerminatingMatch;
  found = machine.engine.enumerate<Filter>(machine.admin, wanted).value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]->object.id, heavy.id);
}

// D: FULLY_CONTAINED wants the filter inside the template, OVERLAPPING a common part.
TEST(Enumeration, ContainedAndOverlapping) {
  Machine machine;
  machine.add(block({subnet(0x0A010000, 16)}));  // inside 10/8
  machine.add(block({subnet(0x00000000, 1)}));   // around it
  machine.add(block({subnet(0xC0000200, 24)}));  // beside it
  machine.add(block());                          // everything
  EXPECT_EQ(count(machine, at_connect(Containment::fully_contained, subnet(0x0A000000, 8))), 1U);
  EXPECT_EQ(count(machine, at_connect(Containment::overlapping, subnet(0x0A000000, 8))), 3U);
}

TEST(Enumeration, RangesAndNegationsAsSpaces) {
  Machine machine;
  const auto ports = [](MatchType match, Value value) {
    return condition(FieldId::ip_remote_port, match, std::move(value));
  };
  const Value range = Value::range(Value(std::uint16_t{10}), Value(std::uint16_t{20}));
  machine.add(block({ports(MatchType::range, range)}));
  machine.add(block({ports(MatchType::not_equal, Value(std::uint16_t{15}))}));
  machine.add(block({ports(MatchType::greater, Value(std::uint16_t{20}))}));
  machine.add(block({ports(MatchType::less_or_equal, Value(std::uint16_t{15}))}));
  EXPECT_EQ(count(machine, at_connect(Containment::overlapping, port_is(15))), 2U);
  EXPECT_EQ(count(machine, at_connect(Containment::overlapping, port_is(20))), 2U);
  EXPECT_EQ(count(machine, at_connect(Containment::fully_contained,
                                      ports(MatchType::less, Value(std::uint16_t{21})))),
            2U);
}

// D: each field at most once; conditions are checked as those of a filter.
TEST(Enumeration, TemplateIsChecked) {
  Machine machine;
  const auto refused = [&](const FilterTemplate& wanted) {
    return Machine::status(machine.engine.enumerate<Filter>(machine.admin, wanted));
  };
  FilterTemplate twice = at_connect(Containment::overlapping, port_is(1));
  twice.conditions.push_back(port_is(2));
  EXPECT_EQ(refused(twice), Status::fwp_duplicate_condition);
  FilterTemplate wrong =
      at_connect(Containment::overlapping,
                 condition(FieldId::ip_remote_port, MatchType::equal, Value(std::uint8_t{1})));
  EXPECT_EQ(refused(wrong), Status::fwp_type_mismatch);
  FilterTemplate flags;
  flags.flags = 0x20;
  EXPECT_EQ(refused(flags), Status::fwp_invalid_flags);
  FilterTemplate large =
      at_connect(Containment::overlapping, app_is(std::string(64 * 1024 + 1, 'x')));
  EXPECT_EQ(refused(large), Status::invalid_parameter);
  FilterTemplate nowhere;
  nowhere.layer = key(LayerId::ale_bind_redirect_v4);
  EXPECT_EQ(refused(nowhere), Status::fwp_layer_not_found);
}

TEST(Enumeration, OtherKinds) {
  Machine machine;
  machine.add(provider(guid(1)));
  machine.add(context(guid(2)));
  machine.add(callout(guid(3), kConnect6));
  EXPECT_EQ(machine.engine.enumerate<Provider>(machine.admin, {})->size(), 1U);
  ContextTemplate contexts;
  contexts.type = ContextType::classify_options;
  EXPECT_TRUE(machine.engine.enumerate<ProviderContext>(machine.admin, contexts)->empty());
  CalloutTemplate callouts;
  callouts.layer = key(kConnect6);
  EXPECT_EQ(machine.engine.enumerate<Callout>(machine.admin, callouts)->size(),
            2U);  // with a built-in one
  EXPECT_EQ(machine.engine.enumerate<Sublayer>(machine.admin, {})->size(),
            schema::builtin_sublayers().size());
}

// C: clients learn field types from the layers: exactly the served ones are listed.
TEST(Enumeration, LayersAreTheServedOnes) {
  Machine machine;
  EXPECT_EQ(machine.engine.layers(machine.admin)->size(), 24U);
  EXPECT_TRUE(machine.engine.get_layer(machine.admin, key(kConnect)));
  EXPECT_EQ(machine.engine.get_layer_by_id(machine.admin, 48).value()->id, kConnect);
  EXPECT_EQ(Machine::status(machine.engine.get_layer_by_id(machine.admin, 66)),
            Status::fwp_layer_not_found);
  EXPECT_EQ(Machine::status(machine.engine.get_layer(machine.admin, guid(9))),
            Status::fwp_layer_not_found);
}

// D: an enumeration is a snapshot.
TEST(Enumeration, IsASnapshot) {
  Machine machine;
  const Added added = machine.add(block());
  const auto found = machine.engine.enumerate<Filter>(machine.admin, {}).value();
  ASSERT_EQ(machine.try_remove<Filter>(machine.admin, added.key), Status::success);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0]->object.id, added.id);
}

}  // namespace
}  // namespace wfp::engine::test
