#include "endpoint/attributes.h"

#include <gtest/gtest.h>

#include "endpoint/principal.h"
#include "sample.h"

namespace wfp::endpoint {
namespace {

const security::Attribute* find(const security::AttributeSet& set, std::u16string_view name) {
  return set.find(name);
}

TEST(Attributes, SayWhatIsKnown) {
  const Snapshot snapshot = sample::snapshot();
  const auto set = attributes_of(snapshot, snapshot.endpoints[sample::root_ssh]);
  ASSERT_TRUE(find(set, u"APP"));
  EXPECT_EQ(std::get<security::Text>(find(set, u"APP")->values[0]).exact, u"/usr/sbin/sshd");
  EXPECT_EQ(std::get<security::Text>(find(set, u"SERVICE")->values[0]).exact, u"ssh");
  EXPECT_EQ(std::get<security::Text>(find(set, u"DIRECTION")->values[0]).exact, u"listening");
  EXPECT_EQ(std::get<security::HashedSid>(find(set, u"USER")->values[0]).sid, user_sid(0));
  EXPECT_EQ(std::get<security::Integer>(find(set, u"PROTOCOL")->values[0]).magnitude, 6u);
  EXPECT_EQ(std::get<security::Integer>(find(set, u"LOCAL_PORT")->values[0]).magnitude, 22u);
}

TEST(Attributes, UnknownIsAbsent) {
  const Snapshot snapshot = sample::snapshot();
  EXPECT_FALSE(attributes_of(snapshot, snapshot.endpoints[sample::root_ssh]).find(u"REMOTE_PORT"));
  Endpoint row = snapshot.endpoints[sample::nobodys];
  row.direction = Direction::none;
  const auto set = attributes_of(snapshot, row);
  for (const auto* name : {u"APP", u"SERVICE", u"DIRECTION", u"USER"})
    EXPECT_FALSE(find(set, name));
  EXPECT_TRUE(find(set, u"PROTOCOL"));
}

TEST(Attributes, OnlyThoseWantedAreMade) {
  const Snapshot snapshot = sample::snapshot();
  const Endpoint& row = snapshot.endpoints[sample::alice_curl];
  EXPECT_EQ(claims_of(snapshot, row, bit(AttributeName::remote_port)).size(), 1u);
  EXPECT_TRUE(claims_of(snapshot, row, 0).empty());
  const auto set = attributes_of(snapshot, row, bit(AttributeName::app) | bit(AttributeName::user));
  EXPECT_EQ(set.size(), 2u);
  EXPECT_TRUE(set.find(u"APP") && set.find(u"USER"));
}

TEST(Attributes, StringsAreCaseSensitive) {
  const Snapshot snapshot = sample::snapshot();
  const auto set = attributes_of(snapshot, snapshot.endpoints[sample::root_ssh]);
  for (const auto* name : {u"APP", u"SERVICE", u"DIRECTION"})
    EXPECT_TRUE(find(set, name)->case_sensitive);
}

}  // namespace
}  // namespace wfp::endpoint
