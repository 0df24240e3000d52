#include "cli/sid.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

using Kind = Trustee::Kind;

std::string text_of(const Trustee& trustee) {
  const auto sid = resolve(trustee);
  return sid ? sid->text() : "none";
}

TEST(Sid, LinuxNumbersHaveTheirOwn) {
  EXPECT_EQ(Sid::of_user(1001).text(), "S-1-22-1-1001");
  EXPECT_EQ(Sid::of_group(7).gid(), 7u);
  EXPECT_EQ(Sid::of_user(7).gid(), std::nullopt);
  EXPECT_EQ(Sid::everyone().text(), "S-1-1-0");
}

TEST(Resolve, NamesNumbersAndSids) {
  EXPECT_EQ(text_of({Kind::any, "root"}), "S-1-22-1-0");
  EXPECT_EQ(text_of({Kind::user, "root"}), "S-1-22-1-0");
  EXPECT_EQ(text_of({Kind::group, "root"}), "S-1-22-2-0");
  EXPECT_EQ(text_of({Kind::user, "4242"}), "S-1-22-1-4242");
  EXPECT_EQ(text_of({Kind::any, "Everyone"}), "S-1-1-0");
  EXPECT_EQ(text_of({Kind::any, "BUILTIN\\Administrators"}), "S-1-5-32-544");
  EXPECT_EQ(text_of({Kind::any, "S-1-5-11"}), "S-1-5-11");
  EXPECT_EQ(text_of({Kind::everyone, ""}), "S-1-1-0");
}

TEST(Resolve, ServicesHaveTheSidOfTheirName) {
  EXPECT_EQ(text_of({Kind::any, "NT SERVICE\\MpsSvc"}),
            "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052");
}

TEST(Resolve, NobodyIsNotFound) {
  const auto nobody = resolve({Kind::any, "no-such-account-here"});
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().exit, ExitCode::not_found);
  EXPECT_FALSE(resolve({Kind::any, "S-1-x"}));
  EXPECT_FALSE(resolve({Kind::owner, ""}));
  EXPECT_FALSE(resolve({Kind::group, "no-such-group-here"}));
}

TEST(NameOf, WhatIsShownCanBeTyped) {
  for (const char* text : {"S-1-22-1-0", "S-1-22-2-0", "S-1-22-1-4242", "S-1-22-2-4242", "S-1-1-0",
                           "S-1-5-32-544", "S-1-5-11", "S-1-5-18", "S-1-5-21-1-2-3-4"}) {
    const std::string name = name_of(*Sid::from_text(text));
    EXPECT_EQ(text_of(parse_trustee(name)), text) << name;
  }
}

TEST(GroupsOf, ThePrimaryGroupComesFirst) {
  ASSERT_FALSE(groups_of(0).empty());
  EXPECT_EQ(groups_of(0).front(), 0u);
  EXPECT_TRUE(groups_of(4294967000u).empty());
}

}  // namespace
}  // namespace wfp::cli
