// wfp ls and wfp endpoint show, seen by several users.
#include <filesystem>
#include <set>

#include "cli_test.h"

namespace wfp::test {
namespace {

using Endpoints = CliTest;

TEST_F(Endpoints, RootSeesAllAndUsersSeeTheirOwn) {
  const Listener roots(kRoot), alices(kAlice), bobs(kBob);
  for (const Listener* each : {&roots, &alices, &bobs}) EXPECT_TRUE(sees(kRoot, *each));
  EXPECT_TRUE(sees(kAlice, alices));
  EXPECT_FALSE(sees(kAlice, roots));
  EXPECT_FALSE(sees(kAlice, bobs));
  EXPECT_TRUE(sees(kBob, bobs));
  EXPECT_FALSE(sees(kBob, alices));
}

TEST_F(Endpoints, WhatIsHiddenIsSaidAndNotCounted) {
  const Listener roots(kRoot), alices(kAlice);
  const Ran ran = wfp({"ls"}, kAlice);
  EXPECT_EQ(ran.exit, 0) << ran.err;
  EXPECT_TRUE(contains(ran.err, "1 endpoint · others' endpoints are not shown")) << ran.err;
  EXPECT_EQ(wfp({"ls", "--json"}, kAlice).json()["othersHidden"], true);
  EXPECT_EQ(wfp({"ls", "--json"}, kRoot).json()["othersHidden"], false);
}

TEST_F(Endpoints, JsonHasTheDocumentedMembers) {
  const Listener alices(kAlice);
  const auto document = wfp({"ls", "--json", alices.filter()}).json();
  ASSERT_TRUE(document.is_object());
  EXPECT_EQ(document["schemaVersion"], 1);
  ASSERT_EQ(document["endpoints"].size(), 1u);
  const auto& row = document["endpoints"][0];
  std::set<std::string> members;
  for (const auto& [name, value] : row.items()) members.insert(name);
  EXPECT_EQ(
      members,
      (std::set<std::string>{
          "id",         "protocol",  "family",      "localAddress", "localPort", "remoteAddress",
          "remotePort", "state",     "direction",   "app",          "user",      "uid",
          "gid",        "pids",      "attribution", "service",      "cgroup",    "netns",
          "token",      "appDevice", "appInode",    "flags"}));
  EXPECT_EQ(row["protocol"], "tcp");
  EXPECT_EQ(row["localAddress"], "127.0.0.1");
  EXPECT_EQ(row["localPort"], alices.port());
  EXPECT_TRUE(row["remoteAddress"].is_null());
  EXPECT_EQ(row["state"], "listen");
  EXPECT_EQ(row["uid"], kAlice.uid);
  EXPECT_EQ(row["gid"], kAlice.gid);
  EXPECT_EQ(row["pids"], nlohmann::json::array({alices.pid()}));
  EXPECT_EQ(row["app"], std::filesystem::canonical(LISTENER_PROGRAM).string());
}

TEST_F(Endpoints, ColumnsHeadersAndFormatsAreAsAsked) {
  const Listener alices(kAlice);
  const std::string port = std::to_string(alices.port());
  EXPECT_EQ(wfp({"ls", "-H", "--columns", "local,state", alices.filter()}).out,
            "127.0.0.1:" + port + "  LISTEN\n");
  const std::string id = alices.id();
  EXPECT_EQ(wfp({"ls", "-o", "jsonl", "--columns", "id", alices.filter()}).out,
            "{\"id\":\"" + id + "\"}\n");
  EXPECT_EQ(wfp({"ls", "-o", "yaml", "--columns", "id", alices.filter()}).out,
            "schemaVersion: 1\nothersHidden: false\nendpoints:\n  -\n    id: \"" + id + "\"\n");
  EXPECT_TRUE(contains(wfp({"ls", "-o", "xml", "--columns", "id", alices.filter()}).out,
                       "<endpoint>\n      <id>" + id + "</id>"));
}

TEST_F(Endpoints, OptionsNarrowAsTheirFiltersDo) {
  const Listener alices(kAlice);
  const auto count = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"ls", "--json", alices.filter()});
    return wfp(arguments).json()["endpoints"].size();
  };
  EXPECT_EQ(count({"-t"}), 1u);
  EXPECT_EQ(count({"-l", "-4"}), 1u);
  EXPECT_EQ(count({"-t", "-u"}), 1u);
  EXPECT_EQ(count({"-u"}), 0u);
  EXPECT_EQ(count({"-6"}), 0u);
  EXPECT_EQ(count({"and", "uid=4001"}), 1u);
  EXPECT_EQ(count({"established"}), 0u);
}

TEST_F(Endpoints, ShowTellsOneAndHidesAnothers) {
  const Listener alices(kAlice);
  const std::string id = alices.id();
  const Ran shown = wfp({"endpoint", "show", id}, kAlice);
  EXPECT_EQ(shown.exit, 0) << shown.err;
  EXPECT_TRUE(contains(shown.out, "127.0.0.1:" + std::to_string(alices.port()))) << shown.out;
  EXPECT_TRUE(contains(shown.out, LISTENER_PROGRAM)) << shown.out;
  const Ran hidden = wfp({"endpoint", "show", id}, kBob);
  EXPECT_EQ(hidden.exit, 4);
  EXPECT_TRUE(contains(hidden.err, "FWP_E_NOT_FOUND")) << hidden.err;
  EXPECT_EQ(wfp({"endpoint", "show", "0xffffffffffff"}).exit, 4);
  EXPECT_EQ(wfp({"ep", "show", id, "--json"}).json()["endpoint"]["id"], id);
}

TEST_F(Endpoints, HostileNamesReachNoTerminalAndBreakNoParser) {
  const TempDir dir;
  chmod(dir.path().c_str(), 0755);
  const std::string program = dir.file("\033[31m\"\xff\\\n");
  std::filesystem::copy_file(LISTENER_PROGRAM, program);
  chmod(program.c_str(), 0755);
  const Listener hostile(kAlice, program);
  const std::string shown = dir.path() + "/\\x1b[31m\"\\xff\\\\\\x0a";
  const Ran table = wfp({"ls", "-H", "--columns", "app", hostile.filter()});
  EXPECT_EQ(table.out, shown + "\n");
  const auto json = wfp({"ls", "--json", hostile.filter()}).json();
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["endpoints"][0]["app"], shown);
  const auto again = wfp({"ls", "--json", "app='" + shown + "'"}).json();
  ASSERT_TRUE(again.is_object());
  EXPECT_EQ(again["endpoints"].size(), 1u);
  EXPECT_TRUE(contains(wfp({"ls", "-o", "xml", hostile.filter()}).out, "\\x1b[31m&quot;\\xff"));
}

TEST_F(Endpoints, ManyAreListedAtOnce) {
  constexpr std::size_t kMany = 12000;
  Running many({LISTENER_PROGRAM, std::to_string(kMany)}, kRoot);
  if (many.line().empty()) GTEST_SKIP() << "this machine does not allow so many sockets";
  const auto document = wfp({"ls", "--json", "pid=" + std::to_string(many.pid())}).json();
  ASSERT_TRUE(document.is_object());
  EXPECT_EQ(document["endpoints"].size(), kMany + 1);
}

TEST_F(Endpoints, WatchTellsWhatOpensAndCloses) {
  Running watch({WFP_PROGRAM, "ls", "--watch=0.1", "-o", "jsonl", "uid=4001"}, kRoot);
  std::string opened, closed;
  {
    const Listener alices(kAlice);
    opened = watch.line();
    EXPECT_TRUE(contains(opened, std::to_string(alices.port()))) << opened;
  }
  closed = watch.line();
  EXPECT_TRUE(opened.starts_with("{\"event\":\"opened\"")) << opened;
  EXPECT_TRUE(closed.starts_with("{\"event\":\"closed\"")) << closed;
}

TEST_F(Endpoints, AReaderThatGoesAwayIsNoError) {
  const Ran ran =
      run({"/bin/bash", "-c", "'" WFP_PROGRAM "' ls --json | true; exit ${PIPESTATUS[0]}"});
  EXPECT_TRUE(ran.exit == 0 || ran.exit == 141) << ran.exit;
  EXPECT_EQ(ran.err, "");
}

TEST_F(Endpoints, AFullDiskIsAnError) {
  const Ran ran = run({"/bin/sh", "-c", "'" WFP_PROGRAM "' ls --json >/dev/full"});
  EXPECT_EQ(ran.exit, 1);
  EXPECT_TRUE(contains(ran.err, "cannot write")) << ran.err;
}

}  // namespace
}  // namespace wfp::test
