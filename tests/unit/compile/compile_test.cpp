#include "compile/compile.h"

#include <gtest/gtest.h>

#include "compile/dump.h"
#include "compile/evaluate.h"
#include "compile/image_view.h"
#include "unit/engine/machine.h"

namespace wfp::compile {
namespace {

using namespace engine::test;
using schema::Blob;
using schema::Condition;

constexpr wfp_key kHashKey{1, 2};

class Compile : public testing::Test {
 protected:
  Result<Image> image(std::size_t limit = std::size_t{256} << 20) {
    return compile(*machine.engine.snapshot(), machine.callouts,
                   {.hash_key = kHashKey, .limit = limit});
  }
  // The refusal of a policy of one filter with that condition.
  std::string refusal(Condition condition, LayerId layer = kConnect) {
    const auto added = machine.add(filter(ActionType::block, layer, {std::move(condition)}));
    const auto made = image();
    EXPECT_EQ(machine.try_remove<engine::Filter>(machine.admin, added.key), Status::success);
    if (made) return "compiled";
    EXPECT_EQ(made.error().status, Status::not_supported);
    EXPECT_NE(made.error().what.find("filter " + std::to_string(added.id) + " "),
              std::string::npos);
    return made.error().what;
  }
  Machine machine;
};

TEST_F(Compile, TheEmptyPolicyPermits) {
  const auto made = image();
  ASSERT_TRUE(made);
  const WireRequest request(connect_to(443), kHashKey);
  const wfp_policy_decision decision = evaluate(*made, request.wire());
  EXPECT_EQ(decision.flags, 0U);
  EXPECT_EQ(decision.filter_id, 0U);
}

TEST_F(Compile, IsAFunctionOfThePolicy) {
  machine.add(block({port_is(443), app_is("/usr/bin/curl")}));
  machine.add(permit({flags_are(MatchType::flags_all_set, 1)}));
  const auto first = image();
  const auto second = image();
  ASSERT_TRUE(first);
  EXPECT_EQ(std::memcmp(first->pages().data(), second->pages().data(), first->size()), 0);
}

// Nobody may believe in a test that the kernel would get wrong.
TEST_F(Compile, RefusesWhatTheKernelCannotDecide) {
  const Value app(Blob{1, 2});
  EXPECT_NE(refusal({FieldId::ale_app_id, MatchType::greater, app}).find("greater on ale_app_id"),
            std::string::npos);
  EXPECT_NE(refusal({FieldId::interface_index, MatchType::flags_any_set, Value(std::uint32_t{6})})
                .find("flags_any_set on interface_index"),
            std::string::npos);
  EXPECT_NE(refusal({FieldId::current_profile_id, MatchType::equal, Value(std::uint32_t{1})})
                .find("FWPM_CONDITION_CURRENT_PROFILE_ID"),
            std::string::npos);
  EXPECT_NE(
      refusal({FieldId::ale_remote_user_id, MatchType::equal, sddl_value("O:LSG:LSD:(A;;CC;;;WD)")})
          .find("FWPM_CONDITION_ALE_REMOTE_USER_ID"),
      std::string::npos);
  EXPECT_NE(refusal({FieldId::ale_user_id, MatchType::equal,
                     sddl_value("O:LSG:LSD:(XA;;CC;;;WD;(@USER.x == 1))")})
                .find("conditional"),
            std::string::npos);
  EXPECT_NE(refusal({FieldId::ale_user_id, MatchType::equal,
                     sddl_value("O:LSG:LSD:(A;;CC;;;WD)S:(ML;;NW;;;HI)")})
                .find("integrity"),
            std::string::npos);
}

// Of a field that Linux does not know, one thing is known: there is none.
TEST_F(Compile, AbsenceOfAnUnknownFieldIsDecided) {
  EXPECT_EQ(refusal({FieldId::current_profile_id, MatchType::equal, Value()}), "compiled");
}

TEST_F(Compile, RefusesCalloutsThatRun) {
  const Guid own = guid(77);
  machine.add(callout(own));
  machine.add(calling(filter(ActionType::callout_terminating), own));
  EXPECT_TRUE(image());
  machine.callouts.add(own, [](const auto&) { return engine::CalloutResult{}; });
  const auto made = image();
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().status, Status::not_supported);
}

TEST_F(Compile, RefusesMoreThanTheLimit) {
  for (std::uint16_t port = 0; port < 400; ++port) machine.add(block({port_is(port)}));
  EXPECT_TRUE(image(std::size_t{1} << 20));
  const auto made = image(std::size_t{64} << 10);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().status, Status::insufficient_resources);
}

TEST_F(Compile, BootTimeFiltersHaveAnImageOfTheirOwn) {
  const auto boot = machine.add(flagged(block({port_is(1)}), schema::kFilterFlagBoottime));
  const auto running = machine.add(block({port_is(2)}));
  const auto only_filter = [&](Phase phase) {
    const auto made = compile(*machine.engine.snapshot(), machine.callouts,
                              {.phase = phase, .hash_key = kHashKey});
    EXPECT_EQ(made->header().element_count[WFP_SECTION_RULES], 1U);
    return ImageView(*made).rule(0).filter_id;
  };
  EXPECT_EQ(only_filter(Phase::boot), boot.id);
  EXPECT_EQ(only_filter(Phase::engine), running.id);
}

// What cannot be read is doubt, and doubt is a block.
TEST_F(Compile, ABrokenImageBlocks) {
  machine.add(permit({port_is(443)}));
  const auto made = image();
  ASSERT_TRUE(made);
  const WireRequest request(connect_to(443), kHashKey);
  ASSERT_EQ(evaluate(*made, request.wire()).flags & WFP_BLOCKED, 0U);
  for (std::size_t pages = 1; pages < made->pages().size(); ++pages) {
    const Image cut(
        {made->pages().begin(), made->pages().begin() + static_cast<std::ptrdiff_t>(pages)});
    const wfp_policy_decision decision = evaluate(cut, request.wire());
    if ((decision.flags & WFP_BROKEN) == 0) continue;  // the pages that are gone hold nothing of it
    EXPECT_NE(decision.flags & WFP_BLOCKED, 0U);
    EXPECT_EQ(decision.filter_id, 0U);
  }
  std::vector<wfp_page> pages(made->pages().begin(), made->pages().end());
  pages[0].header.version += 1;
  EXPECT_NE(evaluate(Image(pages), request.wire()).flags & WFP_BLOCKED, 0U);
}

}  // namespace
}  // namespace wfp::compile
