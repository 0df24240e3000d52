#include "security/explain.h"

#include <gtest/gtest.h>

#include <random>

#include "security/sddl.h"

namespace wfp::security {
namespace {

constexpr GenericMapping kFile{0x120089, 0x120116, 0x1200a0, 0x1f01ff};
const Sid kAlice(5, {21, 1, 2, 3, 1104});
using Outcome = AceReport::Outcome;

TokenData alice() { return {.user = kAlice, .groups = {{well_known(WellKnownSid::everyone)}}}; }

Explanation explain(const std::string& sddl, AccessMask desired, TokenData data = alice()) {
  return explain_access(CompiledDescriptor(parse_sddl(sddl).value()),
                        *Token::create(std::move(data)), {.desired = desired, .mapping = kFile});
}

TEST(Explain, NamesTheAceThatDecidedAndThoseThatWouldHave) {
  const Explanation denied =
      explain("O:SYD:(A;IO;0x1;;;WD)(A;;0x1;;;SY)(D;;0x1;;;WD)(A;;0x1;;;WD)", 0x1);
  EXPECT_EQ(denied.decided_by, DecidedBy::ace);
  EXPECT_EQ(denied.deciding_ace, 2);
  EXPECT_EQ(denied.aces[0].outcome, Outcome::not_for_objects);
  EXPECT_EQ(denied.aces[1].outcome, Outcome::other_subject);
  EXPECT_EQ(denied.aces[3].outcome, Outcome::too_late);
  EXPECT_EQ(denied.missing, 0x1u);
  const Explanation allowed = explain("O:SYD:(A;;0x1;;;WD)(A;;0x2;;;WD)", 0x3);
  EXPECT_EQ(allowed.deciding_ace, 1);
  EXPECT_EQ(allowed.missing, 0u);
}

TEST(Explain, SaysWhatElseDecided) {
  EXPECT_EQ(explain("O:SY", 0x1).decided_by, DecidedBy::no_dacl);
  EXPECT_EQ(explain("O:SYD:", 0x1).decided_by, DecidedBy::no_ace);
  EXPECT_EQ(explain("O:SYD:(A;;0x1;;;WD)", 0).decided_by, DecidedBy::request);
  EXPECT_EQ(explain("O:S-1-5-21-1-2-3-1104D:", Right::read_control).decided_by, DecidedBy::owner);
  EXPECT_EQ(explain("O:SYD:(A;;FA;;;WD)S:(ML;;NW;;;HI)", 0x2).decided_by, DecidedBy::label);
  EXPECT_EQ(explain("O:SYD:(A;;FA;;;WD)", Right::access_system_security).decided_by,
            DecidedBy::privilege);
  TokenData restricted = alice();
  restricted.restricted = {well_known(WellKnownSid::restricted)};
  EXPECT_EQ(explain("O:SYD:(A;;0x1;;;WD)", 0x1, restricted).decided_by, DecidedBy::restriction);
}

TEST(Explain, ConditionsAreReported) {
  const Explanation answer =
      explain("O:SYD:(XA;;0x1;;;WD;(@User.none))(XD;;0x1;;;WD;(@User.none))", 0x1);
  EXPECT_EQ(answer.aces[0].outcome, Outcome::condition);
  EXPECT_EQ(answer.aces[0].condition, Truth::unknown);
  EXPECT_EQ(answer.deciding_ace, 1);
}

TEST(Explain, AlwaysAgreesWithTheCheck) {
  constexpr const char* kSids[] = {"WD", "BA", "SY", "OW", "PS", "CO", "S-1-5-21-1-2-3-1104", "RC"};
  std::mt19937 random(7);
  const auto below = [&](unsigned limit) { return static_cast<AccessMask>(random() % limit); };
  for (int round = 0; round < 3000; ++round) {
    std::string sddl = std::string("O:") + kSids[below(8)] + "D:";
    for (unsigned i = below(6); i > 0; --i) {
      sddl += std::string(below(3) ? "(A;" : "(D;") + (below(6) ? ";" : "OIIO;") +
              std::to_string(below(16) << (below(2) ? 16 : 0)) + ";;;" + kSids[below(8)] + ")";
    }
    TokenData data = alice();
    if (below(3) == 0)
      data.groups.push_back(
          {Sid(5, {32, 544}), below(2) ? GroupState::deny_only : GroupState::enabled});
    if (below(4) == 0) data.restricted = {well_known(WellKnownSid::everyone)};
    data.write_restricted = below(2) == 0;
    if (below(4) == 0) data.privileges = {Privilege::take_ownership};
    const Token token = *Token::create(data);
    const CompiledDescriptor descriptor(parse_sddl(sddl).value());
    const AccessRequest request{
        .desired = below(4) ? below(16) | below(16) << 16 : AccessMask{Right::maximum_allowed},
        .mapping = kFile};
    const AccessResult result = check_access(descriptor, token, request);
    const Explanation answer = explain_access(descriptor, token, request);
    ASSERT_EQ(answer.result, result) << sddl;
    ASSERT_TRUE(!result.allowed() || answer.missing == 0) << sddl;
    ASSERT_TRUE(answer.decided_by != DecidedBy::ace || answer.aces[*answer.deciding_ace].applies())
        << sddl;
  }
}

}  // namespace
}  // namespace wfp::security
