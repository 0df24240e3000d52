#include "cli/columns.h"

#include <gtest/gtest.h>

#include "cli/json_text.h"

namespace wfp::cli {
namespace {

const UserNames& numbers() {
  static const UserNames names(
      [](std::uint32_t uid) { return uid == 7 ? "a\033b" : "user" + std::to_string(uid); });
  return names;
}

std::string text_of(std::string_view column, const Endpoint& endpoint) {
  const auto list = parse_columns(column);
  if (!list) return "no such column";
  std::string out;
  list->front()->text(out, endpoint, numbers());
  return out;
}

std::string json_of(std::string_view column, const Endpoint& endpoint) {
  const auto list = parse_columns(column);
  if (!list) return "no such column";
  std::string out;
  JsonMembers members(out);
  list->front()->json(members, endpoint, numbers());
  return out;
}

Endpoint unknown_endpoint() {
  Endpoint endpoint{};
  endpoint.uid = OPENWFP_ID_UNKNOWN;
  endpoint.gid = OPENWFP_ID_UNKNOWN;
  return endpoint;
}

TEST(Columns, WhatIsUnknownIsADashAndNull) {
  const Endpoint endpoint = unknown_endpoint();
  for (const char* column :
       {"app", "user", "uid", "gid", "pids", "service", "cgroup", "dir", "by", "file", "flags"}) {
    EXPECT_EQ(text_of(column, endpoint), "-") << column;
  }
  EXPECT_EQ(json_of("app", endpoint), "\"app\":null");
  EXPECT_EQ(json_of("user", endpoint), "\"user\":null");
  EXPECT_EQ(json_of("uid", endpoint), "\"uid\":null");
  EXPECT_EQ(json_of("remote", endpoint), "\"remoteAddress\":null,\"remotePort\":null");
  EXPECT_EQ(json_of("pids", endpoint), "\"pids\":[]");
}

TEST(Columns, HostileNamesAreEscapedInEveryForm) {
  Endpoint endpoint = unknown_endpoint();
  char path[] = "/tmp/\033[31m\"\xff\\";
  endpoint.appPath = path;
  endpoint.appPathLength = sizeof path - 1;
  endpoint.uid = 7;
  EXPECT_EQ(text_of("app", endpoint), "/tmp/\\x1b[31m\"\\xff\\\\");
  EXPECT_EQ(json_of("app", endpoint), R"("app":"/tmp/\\x1b[31m\"\\xff\\\\")");
  EXPECT_EQ(text_of("user", endpoint), "a\\x1bb");
}

TEST(Columns, EveryColumnHasTextAndJson) {
  const Endpoint endpoint = unknown_endpoint();
  for (const Column& column : columns()) {
    EXPECT_FALSE(text_of(column.name, endpoint).empty()) << column.name;
    EXPECT_TRUE(json_of(column.name, endpoint).starts_with('"')) << column.name;
    EXPECT_FALSE(column.meaning.empty()) << column.name;
  }
}

TEST(Columns, UnknownNamesGetAGuess) {
  const auto list = parse_columns("id,aap");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().what, "unknown column 'aap'. Did you mean 'app'?");
  EXPECT_EQ(list.error().exit, ExitCode::usage);
}

TEST(Columns, SortsByValueNotByText) {
  Endpoint a = unknown_endpoint(), b = unknown_endpoint();
  a.properties.endpointId = 0x10;
  b.properties.endpointId = 0x9;
  std::vector<const Endpoint*> rows = {&a, &b};
  ASSERT_TRUE(sort_endpoints(rows, "id", numbers()));
  EXPECT_EQ(rows.front(), &b);
  ASSERT_TRUE(sort_endpoints(rows, "-id", numbers()));
  EXPECT_EQ(rows.front(), &a);
  EXPECT_FALSE(sort_endpoints(rows, "nothing", numbers()));
}

TEST(UserNames, EachIsLookedUpOnce) {
  int calls = 0;
  const UserNames names([&](std::uint32_t uid) {
    ++calls;
    return std::to_string(uid);
  });
  for (int i = 0; i < 100; ++i) names.name(static_cast<std::uint32_t>(i % 3));
  EXPECT_EQ(calls, 3);
  EXPECT_EQ(names.name(OPENWFP_ID_UNKNOWN), "");
  EXPECT_EQ(calls, 3);
}

TEST(JsonText, ControlCharactersAndQuotesAreEscaped) {
  std::string out;
  append_json_string(out, "a\"b\\c\n\x01");
  EXPECT_EQ(out, R"("a\"b\\c\u000a\u0001")");
}

}  // namespace
}  // namespace wfp::cli
