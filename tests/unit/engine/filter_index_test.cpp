#include "engine/filter_index.h"

#include <random>
#include <set>

#include "machine.h"

namespace wfp::engine::test {
namespace {

FilterRef stored(std::uint64_t id, std::uint64_t weight,
                 std::vector<schema::Condition> conditions) {
  Stored<Filter> made;
  made.object = block(std::move(conditions));
  made.object.id = id;
  made.object.effective_weight = weight;
  made.compiled = Matcher::compile(schema::layer_info(kConnect), made.object.conditions).value();
  return std::make_shared<const Stored<Filter>>(std::move(made));
}

std::vector<std::uint64_t> matching(const FilterIndex& index, const Request& request) {
  std::vector<std::uint64_t> ids;
  FilterIndex::Walk walk(index, request);
  while (const Stored<Filter>* filter = walk.next()) {
    if (!ids.empty() && ids.back() == filter->object.id) continue;
    if (filter->compiled.matches(filter->object.conditions, request))
      ids.push_back(filter->object.id);
  }
  return ids;
}

std::vector<schema::Condition> random_conditions(std::mt19937& random) {
  std::vector<schema::Condition> conditions;
  const auto address = [&] {
    return static_cast<std::uint32_t>(0x0A000000 | (random() % 16) << 4 | (random() % 4));
  };
  const auto port = [&] { return static_cast<std::uint16_t>(random() % 40); };
  const auto count = random() % 5;
  for (std::size_t i = 0; i < count; ++i) {
    switch (random() % 8) {
      case 0:
        conditions.push_back(port_is(port()));
        break;
      case 1: {
        const std::uint16_t low = port();
        conditions.push_back(condition(
            FieldId::ip_remote_port, MatchType::range,
            Value::range(Value(low), Value(static_cast<std::uint16_t>(low + random() % 20)))));
        break;
      }
      case 2:
        conditions.push_back(
            condition(FieldId::ip_remote_address, MatchType::equal, Value(address())));
        break;
      case 3: {
        const std::uint32_t mask = ~std::uint32_t{0} << (random() % 32);
        conditions.push_back(condition(FieldId::ip_remote_address, MatchType::equal,
                                       Value(schema::V4AddrMask{address(), mask})));
        break;
      }
      case 4:
        conditions.push_back(app_is(random() % 2 == 0 ? "/bin/a" : "/bin/b"));
        break;
      case 5:
        conditions.push_back(flags_are(MatchType::flags_none_set, 1U << (random() % 3)));
        break;
      case 6:
        conditions.push_back(
            condition(FieldId::ip_remote_port, MatchType::not_equal, Value(port())));
        break;
      default:
        conditions.push_back(condition(FieldId::ip_protocol, MatchType::equal,
                                       Value(static_cast<std::uint8_t>(random() % 3))));
    }
  }
  return conditions;
}

Request random_request(std::mt19937& random) {
  Request request(kConnect);
  const auto sometimes = [&] { return random() % 8 != 0; };
  if (sometimes()) {
    const auto address =
        static_cast<std::uint32_t>(0x0A000000 | (random() % 16) << 4 | (random() % 4));
    EXPECT_TRUE(request.set(FieldId::ip_remote_address, Value(address)));
  }
  if (sometimes()) {
    EXPECT_TRUE(
        request.set(FieldId::ip_remote_port, Value(static_cast<std::uint16_t>(random() % 60))));
  }
  if (sometimes()) {
    EXPECT_TRUE(request.set(FieldId::ip_protocol, Value(static_cast<std::uint8_t>(random() % 3))));
  }
  if (sometimes()) {
    EXPECT_TRUE(request.set(
        FieldId::ale_app_id,
        Value(schema::Blob{'/', 'b', 'i', 'n', '/',
                           random() % 2 == 0 ? std::uint8_t{'a'} : std::uint8_t{'c'}})));
  }
  EXPECT_TRUE(request.set(FieldId::flags, Value(static_cast<std::uint32_t>(random() % 8))));
  return request;
}

TEST(FilterIndex, FindsWhatAScanFindsInTheSameOrder) {
  std::mt19937 random(11);
  for (int round = 0; round < 40; ++round) {
    FilterIndex index;
    Edit edit = Edit::begin();
    std::vector<FilterRef> all;
    for (std::uint64_t id = 1; id <= 200; ++id) {
      all.push_back(stored(id, random() % 10, random_conditions(random)));
      index.insert(edit, all.back());
    }
    edit = Edit::begin();
    for (int i = 0; i < 60; ++i) {
      const std::size_t at = random() % all.size();
      index.erase(edit, all[at]);
      all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
    }
    std::ranges::sort(all, {}, [](const FilterRef& filter) {
      return FilterRank{filter->object.effective_weight, filter->object.id};
    });
    for (int question = 0; question < 50; ++question) {
      const Request request = random_request(random);
      std::vector<std::uint64_t> expected;
      for (const FilterRef& filter : all) {
        if (filter->compiled.matches(filter->object.conditions, request))
          expected.push_back(filter->object.id);
      }
      ASSERT_EQ(matching(index, request), expected);
    }
  }
}

TEST(FilterIndex, ErasingEverythingLeavesNothing) {
  std::mt19937 random(12);
  FilterIndex index;
  const Edit edit = Edit::begin();
  std::vector<FilterRef> all;
  for (std::uint64_t id = 1; id <= 500; ++id) {
    all.push_back(stored(id, random() % 10, random_conditions(random)));
    index.insert(edit, all.back());
  }
  for (const FilterRef& filter : all) index.erase(edit, filter);
  EXPECT_TRUE(index.empty());
}

// Weight first; of equal ones the filter added first.
TEST(FilterIndex, HeavierFirstThenOlder) {
  FilterIndex index;
  const Edit edit = Edit::begin();
  index.insert(edit, stored(3, 5, {}));
  index.insert(edit, stored(1, 5, {port_is(80)}));
  index.insert(edit, stored(2, 9, {}));
  EXPECT_EQ(matching(index, connect_to(80)), (std::vector<std::uint64_t>{2, 1, 3}));
}

TEST(FilterIndex, ManyFiltersOfOneShapeAreOneLookup) {
  FilterIndex index;
  const Edit edit = Edit::begin();
  for (std::uint16_t port = 1; port <= 10'000; ++port)
    index.insert(edit, stored(port, 0, {port_is(port)}));
  EXPECT_EQ(index.shape_count(), 1U);
  FilterIndex::Walk walk(index, connect_to(77));
  const Stored<Filter>* only = walk.next();
  ASSERT_NE(only, nullptr);
  EXPECT_EQ(only->object.id, 77U);
  EXPECT_EQ(walk.next(), nullptr);
}

TEST(FilterIndex, RangesAreSplitIntoPrefixesAtTheirEdges) {
  for (const auto& [low, high] : {std::pair<std::uint16_t, std::uint16_t>{0, 65535},
                                  {1, 65534},
                                  {1024, 65535},
                                  {0, 0},
                                  {65535, 65535},
                                  {5, 6},
                                  {1, 2}}) {
    FilterIndex index;
    index.insert(Edit::begin(), stored(1, 0,
                                       {condition(FieldId::ip_remote_port, MatchType::range,
                                                  Value::range(Value(low), Value(high)))}));
    for (const int port : {0, 1, 2, 3, 5, 6, 7, 1023, 1024, 65534, 65535}) {
      const bool inside = port >= low && port <= high;
      EXPECT_EQ(matching(index, connect_to(static_cast<std::uint16_t>(port))).size(),
                inside ? 1U : 0U)
          << port;
    }
  }
}

}  // namespace
}  // namespace wfp::engine::test
