// wfp security and wfp access: who may see what, changed and asked.
#include <fstream>

#include "cli_test.h"

namespace wfp::test {
namespace {

using Security = CliTest;

std::string sddl(const std::string& object) {
  return wfp({"security", "show", object, "--sddl"}).out;
}

TEST_F(Security, GrantShowsEverythingAndRemoveTakesItBack) {
  const Listener roots(kRoot);
  const std::string before = sddl("endpoints");
  EXPECT_FALSE(sees(kAlice, roots));
  const Ran granted = wfp({"security", "grant", "endpoints", "u:4001:R"});
  EXPECT_EQ(granted.exit, 0) << granted.err;
  EXPECT_EQ(granted.out, "endpoints: + u:4001 ALLOW R\n");
  EXPECT_TRUE(sees(kAlice, roots));
  EXPECT_FALSE(sees(kBob, roots));
  EXPECT_EQ(wfp({"security", "remove", "endpoints", "u:4001"}).exit, 0);
  EXPECT_FALSE(sees(kAlice, roots));
  EXPECT_EQ(sddl("endpoints"), before);
}

TEST_F(Security, DenyForbidsTheListing) {
  EXPECT_EQ(wfp({"security", "deny", "endpoints", "u:4001:R"}).exit, 0);
  const Ran refused = wfp({"ls"}, kAlice);
  EXPECT_EQ(refused.exit, 3);
  EXPECT_EQ(refused.out, "");
  EXPECT_TRUE(contains(refused.err, "need ENUM on the endpoints")) << refused.err;
  EXPECT_TRUE(contains(refused.err, "[ERROR_ACCESS_DENIED 5]")) << refused.err;
  EXPECT_EQ(wfp({"ls"}, kBob).exit, 0);
}

TEST_F(Security, AGrantOnOneEndpointShowsIt) {
  const Listener roots(kRoot), others(kRoot);
  const std::string id = roots.id();
  ASSERT_FALSE(id.empty());
  const Ran granted = wfp({"security", "grant", "endpoint", id, "u:4001:R"});
  EXPECT_EQ(granted.exit, 0) << granted.err;
  EXPECT_TRUE(contains(granted.err, "this covers every endpoint")) << granted.err;
  EXPECT_TRUE(
      contains(sddl("endpoints"), "@RESOURCE.local_port == " + std::to_string(roots.port())));
  EXPECT_TRUE(sees(kAlice, roots));
  EXPECT_FALSE(sees(kAlice, others));
  EXPECT_FALSE(sees(kBob, roots));
  EXPECT_EQ(wfp({"endpoint", "show", id}, kAlice).exit, 0);
  EXPECT_EQ(wfp({"security", "remove", "endpoint", id, "u:4001"}).exit, 0);
  EXPECT_FALSE(sees(kAlice, roots));
}

TEST_F(Security, AGrantByAttributeHoldsForLaterEndpoints) {
  EXPECT_EQ(wfp({"security", "grant", "endpoint[user=u:4002]", "u:4001:R"}).exit, 0);
  const Listener bobs(kBob), roots(kRoot);
  EXPECT_TRUE(sees(kAlice, bobs));
  EXPECT_FALSE(sees(kAlice, roots));
}

TEST_F(Security, AGroupIsGrantedToItsMembers) {
  const Listener roots(kRoot);
  EXPECT_EQ(wfp({"security", "set", "endpoints", "-m", "g:4100:R"}).exit, 0);
  EXPECT_TRUE(sees(kBob, roots));
  EXPECT_FALSE(sees(kAlice, roots));
  EXPECT_EQ(wfp({"security", "set", "endpoints", "-x", "g:4100"}).exit, 0);
  EXPECT_FALSE(sees(kBob, roots));
}

TEST_F(Security, DryRunChangesNothing) {
  const std::string before = sddl("endpoints");
  const Ran tried = wfp({"security", "grant", "endpoints", "u:4001:F", "--dry-run"});
  EXPECT_EQ(tried.exit, 0);
  EXPECT_EQ(tried.out, "endpoints: + u:4001 ALLOW F\n");
  EXPECT_EQ(sddl("endpoints"), before);
}

TEST_F(Security, SaveAndRestoreBringEverythingBack) {
  const Ran saved = wfp({"security", "save"});
  ASSERT_EQ(saved.exit, 0) << saved.err;
  const auto entries = [](const std::string& object) {
    return wfp({"security", "show", object, "--json"}).json()["dacl"]["entries"];
  };
  const auto endpoints = entries("endpoints"), engine = entries("engine");
  ASSERT_EQ(wfp({"security", "set", "endpoints", "--sddl", "D:P(A;;0xe0;;;WD)"}).exit, 0);
  ASSERT_EQ(wfp({"security", "grant", "engine", "u:4001:(RS)"}).exit, 0);
  EXPECT_NE(entries("endpoints"), endpoints);
  const Ran restored = wfp({"security", "restore", "-"}, kRoot, saved.out);
  EXPECT_EQ(restored.exit, 0) << restored.err;
  EXPECT_EQ(entries("endpoints"), endpoints);
  EXPECT_EQ(entries("engine"), engine);
  EXPECT_EQ(wfp({"security", "restore", "-"}, kRoot, saved.out).out, "");
}

TEST_F(Security, RestoreChecksTheWholeFileFirst) {
  const std::string before = sddl("endpoints");
  const std::string header = "# wfp security save, version 1\n";
  for (const char* bad :
       {"endpoints\tD:(A;;0xe0;;;WD)\nengine\tnot sddl\n", "endpoints D:\n", "nothing\tD:\n", ""}) {
    EXPECT_EQ(wfp({"security", "restore", "-"}, kRoot, header + bad).exit, 7) << bad;
  }
  EXPECT_EQ(wfp({"security", "restore", "-"}, kRoot, "endpoints\tD:\n").exit, 7);
  EXPECT_EQ(sddl("endpoints"), before);
}

TEST_F(Security, ResetBringsTheDefaultBack) {
  const std::string before = sddl("endpoints");
  ASSERT_EQ(wfp({"security", "set", "endpoints", "--sddl", "D:P"}).exit, 0);
  EXPECT_EQ(wfp({"ls"}, kAlice).exit, 3);
  EXPECT_EQ(wfp({"security", "reset", "endpoints"}).exit, 0);
  EXPECT_EQ(sddl("endpoints"), before);
  EXPECT_EQ(wfp({"ls"}, kAlice).exit, 0);
}

TEST_F(Security, AnOrdinaryUserMayNotChangeIt) {
  const std::string before = sddl("endpoints");
  const Ran refused = wfp({"security", "set", "endpoints", "--sddl", "D:(A;;0xe0;;;WD)"}, kAlice);
  EXPECT_EQ(refused.exit, 3);
  EXPECT_TRUE(contains(refused.err, "access denied: you (4001) need ")) << refused.err;
  EXPECT_EQ(sddl("endpoints"), before);
}

TEST_F(Security, ShowTellsEntriesAndJsonTheSame) {
  wfp({"security", "grant", "endpoints", "u:4001:RW"});
  const Ran shown = wfp({"security", "show", "endpoints"});
  EXPECT_TRUE(contains(shown.out, "# object: endpoints\n# owner:  ")) << shown.out;
  EXPECT_TRUE(contains(shown.out, "u:4001")) << shown.out;
  const auto json = wfp({"security", "show", "endpoints", "--json"}).json();
  ASSERT_TRUE(json.is_object());
  EXPECT_EQ(json["schemaVersion"], 1);
  bool found = false;
  for (const auto& entry : json["dacl"]["entries"]) {
    found = found || (entry["sid"] == "S-1-22-1-4001" && entry["rights"] == "RW");
  }
  EXPECT_TRUE(found) << json.dump(2);
}

TEST_F(Security, AccessAnswersAndExplains) {
  const Ran no = wfp({"access", "can", "u:4001", "READ", "endpoints"});
  EXPECT_EQ(no.exit, 3) << no.err;
  EXPECT_TRUE(contains(no.out, "no: no entry grants READ to u:4001")) << no.out;
  EXPECT_TRUE(contains(no.out, "wfp security grant endpoints 'u:4001:(RD)'")) << no.out;
  ASSERT_EQ(wfp({"security", "grant", "endpoints", "u:4001:R"}).exit, 0);
  const Ran yes = wfp({"access", "can", "u:4001", "READ", "endpoints"});
  EXPECT_EQ(yes.exit, 0) << yes.err;
  EXPECT_TRUE(contains(yes.out, "yes: READ by entry (A;;")) << yes.out;
  EXPECT_EQ(wfp({"access", "can", "me", "READ", "endpoints"}, kAlice).exit, 0);
  EXPECT_EQ(wfp({"access", "can", "me", "WRITE_DAC", "endpoints"}, kAlice).exit, 3);
  const Ran who = wfp({"access", "who", "endpoints"});
  EXPECT_EQ(who.exit, 0) << who.err;
  EXPECT_TRUE(contains(who.out, "u:4001")) << who.out;
  EXPECT_TRUE(contains(who.out, "his own endpoints")) << who.out;
  EXPECT_TRUE(contains(who.out, "nobody else")) << who.out;
}

TEST_F(Security, MeTellsWhatIsSeen) {
  EXPECT_TRUE(contains(wfp({"access", "me"}, kAlice).out, "as a rule your own"));
  EXPECT_TRUE(contains(wfp({"access", "me"}).out, "you see every endpoint"));
}

TEST_F(Security, DoctorWarnsOfBroadEntries) {
  EXPECT_FALSE(contains(wfp({"doctor"}).out, "a broad entry"));
  ASSERT_EQ(wfp({"security", "grant", "endpoints", "Everyone:R"}).exit, 0);
  EXPECT_TRUE(contains(wfp({"doctor"}).out, "endpoints: a broad entry: Everyone ALLOW R"));
}

}  // namespace
}  // namespace wfp::test
