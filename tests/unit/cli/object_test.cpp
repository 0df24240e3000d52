#include "cli/object.h"

#include <gtest/gtest.h>

namespace wfp::cli {
namespace {

using Kind = Object::Kind;

std::optional<Object> taken(std::vector<std::string> words) {
  auto object = take_object(words);
  return object ? std::optional(*object) : std::nullopt;
}

TEST(Object, IsNamedAsTyped) {
  EXPECT_EQ(taken({"engine"})->kind, Kind::engine);
  EXPECT_EQ(taken({"endpoints"})->kind, Kind::endpoints);
  EXPECT_EQ(taken({"endpoint", "0x2f1"})->endpoint_id, 0x2f1u);
  EXPECT_EQ(taken({"ep", "753"})->endpoint_id, 753u);
  EXPECT_EQ(taken({"endpoint", "0x2f1"})->name(), "endpoint 0x2f1");
  const auto with = taken({"endpoint[app=/usr/bin/node,user=alice]"});
  ASSERT_TRUE(with);
  EXPECT_EQ(with->kind, Kind::endpoints_with);
  EXPECT_EQ(with->name(), "endpoint[app=/usr/bin/node,user=alice]");
}

TEST(Object, TakesOnlyItsOwnWords) {
  std::vector<std::string> words = {"endpoint", "0x2f1", "bob:R"};
  ASSERT_TRUE(take_object(words));
  EXPECT_EQ(words, std::vector<std::string>{"bob:R"});
}

TEST(Object, WhatIsNotOneIsRefused) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"endpoint"},
                                             {"endpoint", "x"},
                                             {"filter", "1"},
                                             {"endpoint[app]"},
                                             {"endpoint[app="},
                                             {"endpoint[nothing=1]"},
                                             {"endpoint[]"},
                                             {"endpoint[app=]"}}) {
    EXPECT_FALSE(taken(words));
  }
  std::vector<std::string> words = {"endpoitns"};
  EXPECT_EQ(take_object(words).error().what,
            "unknown object 'endpoitns'. Did you mean 'endpoints'?");
}

}  // namespace
}  // namespace wfp::cli
