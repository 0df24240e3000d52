// The tree as the evaluator descends it, through whole policies of as many ports, addresses and
// interfaces as make it one, two, three and four levels deep.
#include "compile/search_tree.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "compile/evaluate.h"
#include "compile/image_view.h"
#include "unit/engine/machine.h"

namespace wfp::compile {
namespace {

using namespace engine::test;

constexpr wfp_key kHashKey{1, 2};

// Blocks every second value of `count` values from 0 on, and the greatest one.
engine::SnapshotRef every_second(FieldId field, LayerId layer, std::uint32_t count) {
  Machine machine;
  EXPECT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  engine::Filter all = filter(ActionType::block, layer);
  const auto value = [&](std::uint64_t number) {
    if (field == FieldId::ip_local_interface) return Value(number);
    schema::ByteArray16 bytes{};
    for (std::size_t i = 0; i < 8; ++i)
      bytes[4 + i] = static_cast<std::uint8_t>(number >> (56 - 8 * i));
    return Value(bytes);
  };
  for (std::uint64_t i = 0; i < count; i += 2)
    all.conditions.push_back(condition(field, MatchType::equal, value(i)));
  all.conditions.push_back(condition(field, MatchType::equal, value(~std::uint64_t{0})));
  machine.add(all);
  EXPECT_TRUE(machine.engine.commit(machine.admin, machine.now));
  return machine.engine.snapshot();
}

class Trees : public testing::TestWithParam<std::uint32_t> {};

TEST_P(Trees, FindEachNarrowValue) {
  const std::uint32_t count = GetParam();
  const auto policy = every_second(FieldId::ip_local_interface, kConnect, count);
  const auto image = compile(*policy, {}, {.hash_key = kHashKey});
  ASSERT_TRUE(image) << image.error().what;
  engine::Request request(kConnect);
  for (std::uint64_t value = 0; value < count + 2; ++value) {
    EXPECT_TRUE(request.set(FieldId::ip_local_interface, Value(value)));
    const bool blocks =
        (evaluate(*image, WireRequest(request, kHashKey).wire()).flags & WFP_BLOCKED) != 0;
    ASSERT_EQ(blocks, value < count && value % 2 == 0) << value;
  }
  EXPECT_TRUE(request.set(FieldId::ip_local_interface, Value(~std::uint64_t{0})));
  EXPECT_NE(evaluate(*image, WireRequest(request, kHashKey).wire()).flags & WFP_BLOCKED, 0U);
  EXPECT_TRUE(request.set(FieldId::ip_local_interface, Value(~std::uint64_t{0} - 1)));
  EXPECT_EQ(evaluate(*image, WireRequest(request, kHashKey).wire()).flags & WFP_BLOCKED, 0U);
}

TEST_P(Trees, FindEachWideValue) {
  const std::uint32_t count = GetParam();
  const auto policy = every_second(FieldId::ip_remote_address, kConnect6, count);
  const auto image = compile(*policy, {}, {.hash_key = kHashKey});
  ASSERT_TRUE(image) << image.error().what;
  engine::Request request(kConnect6);
  for (std::uint64_t value = 0; value < count + 2; ++value) {
    schema::ByteArray16 bytes{};
    for (std::size_t i = 0; i < 8; ++i)
      bytes[4 + i] = static_cast<std::uint8_t>(value >> (56 - 8 * i));
    EXPECT_TRUE(request.set(FieldId::ip_remote_address, Value(bytes)));
    const bool blocks =
        (evaluate(*image, WireRequest(request, kHashKey).wire()).flags & WFP_BLOCKED) != 0;
    ASSERT_EQ(blocks, value < count && value % 2 == 0) << value;
  }
}

INSTANTIATE_TEST_SUITE_P(Of, Trees,
                         testing::Values(1, 7, 8, 9, 16, 17, 73, 144, 145, 272, 273, 700));

}  // namespace
}  // namespace wfp::compile
