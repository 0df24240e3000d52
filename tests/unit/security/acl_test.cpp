#include "security/acl.h"

#include <gtest/gtest.h>

namespace wfp::security {
namespace {

const Ace kAllow{.mask = 1, .sid = Sid(1, {0})};
const Guid kGuid{1, 2, 3, {4}};

TEST(Acl, EmptyIsEightBytes) {
  EXPECT_EQ(Acl().bytes().size(), 8u);
  EXPECT_TRUE(Acl().empty());
}

TEST(Acl, AcesComeBackInOrder) {
  Acl acl;
  const Ace object{.type = AceType::access_denied_object,
                   .flags = AceFlag::container_inherit,
                   .mask = 7,
                   .sid = Sid(5, {18}),
                   .inherited_object_type = kGuid,
                   .data = Bytes{1, 2, 3, 4}};
  ASSERT_TRUE(acl.append(kAllow) && acl.append(object));
  auto ace = acl.aces().begin();
  EXPECT_EQ((*ace).to_ace(), kAllow);
  EXPECT_EQ((*++ace).to_ace(), object);
  EXPECT_TRUE(Acl::from_bytes(acl.bytes()));
}

TEST(Acl, RevisionIsFourOnlyWithAnObjectAce) {
  Acl acl;
  ASSERT_TRUE(acl.append(Ace{.type = AceType::access_allowed_callback, .sid = Sid(1, {0})}));
  EXPECT_EQ(acl.revision(), 2);
  ASSERT_TRUE(acl.append(Ace{.type = AceType::access_allowed_object, .sid = Sid(1, {0})}));
  EXPECT_EQ(acl.revision(), 4);
}

TEST(Acl, UnwritableAcesAreRefusedAndLeaveTheAclAlone) {
  Acl acl;
  EXPECT_FALSE(acl.append(Ace{.sid = Sid(1, {0}), .object_type = kGuid}));
  EXPECT_FALSE(acl.append(Ace{.sid = Sid(1, {0}), .data = Bytes(3)}));
  EXPECT_FALSE(acl.append(Ace{.sid = Sid(1, {0}), .data = Bytes(70000)}));
  EXPECT_EQ(acl, Acl());
}

TEST(Acl, NeverExceeds64KiB) {
  Acl acl;
  while (acl.append(kAllow)) {
  }
  EXPECT_GT(acl.bytes().size(), 65500u);
  EXPECT_TRUE(Acl::from_bytes(acl.bytes()));
}

TEST(Acl, AppendingItsOwnAceIsSafe) {
  Acl acl;
  ASSERT_TRUE(acl.append(kAllow));
  for (int i = 0; i < 10; ++i) ASSERT_TRUE(acl.append(*acl.aces().begin()));
  EXPECT_EQ(acl.ace_count(), 11u);
}

TEST(Acl, UnknownTypesAreKeptVerbatim) {
  const Bytes bytes{2, 0, 16, 0, 1, 0, 0, 0, 0x77, 0, 8, 0, 1, 2, 3, 4};
  const auto acl = Acl::from_bytes(bytes);
  ASSERT_TRUE(acl);
  EXPECT_EQ(Bytes(acl->bytes().begin(), acl->bytes().end()), bytes);
  Acl copy;
  ASSERT_TRUE(copy.append((*acl->aces().begin()).to_ace()));
  EXPECT_EQ(copy, *acl);
}

TEST(Acl, MalformedBytesAreRefused) {
  const Bytes good{2, 0, 28, 0, 1, 0, 0, 0, 0, 0, 20, 0, 1, 0,
                   0, 0, 1,  1, 0, 0, 0, 0, 0, 1, 0,  0, 0, 0};
  ASSERT_TRUE(Acl::from_bytes(good));
  const auto changed = [&](std::size_t at, std::uint8_t value) {
    Bytes bytes = good;
    bytes[at] = value;
    return Acl::from_bytes(bytes).has_value();
  };
  EXPECT_FALSE(changed(0, 1));  // revision
  EXPECT_FALSE(changed(0, 5));
  EXPECT_TRUE(changed(0, 3));
  EXPECT_FALSE(changed(2, 7));    // AclSize in the header
  EXPECT_FALSE(changed(2, 32));   // past the end
  EXPECT_FALSE(changed(4, 2));    // more ACEs than bytes
  EXPECT_FALSE(changed(10, 0));   // AceSize 0
  EXPECT_FALSE(changed(10, 18));  // not a multiple of 4
  EXPECT_FALSE(changed(10, 16));  // smaller than its SID
  EXPECT_FALSE(changed(16, 0));   // SID revision
  EXPECT_FALSE(changed(17, 16));  // sub-authorities
  EXPECT_TRUE(changed(4, 0));     // slack is legal
}

}  // namespace
}  // namespace wfp::security
