// Every verb used wrongly: exit codes and what the errors say.
#include <csignal>

#include "cli_test.h"

namespace wfp::test {
namespace {

using Mistakes = CliTest;

TEST_F(Mistakes, WrongCommandLinesAreExitCode2) {
  const std::vector<std::vector<std::string>> kWrong = {
      {"lss"},
      {"endpoint"},
      {"endpoint", "lst"},
      {"endpoint", "show"},
      {"endpoint", "show", "x"},
      {"endpoint", "show", "0x1", "0x2"},
      {"ls", "--nonsense"},
      {"ls", "-o", "sddl"},
      {"ls", "-o", "nothing"},
      {"ls", "--columns", "id,nothing"},
      {"ls", "--sort", "nothing"},
      {"ls", "--watch=0"},
      {"ls", "--watch", "--json"},
      {"ls", "--color", "blue"},
      {"ls", "dport ="},
      {"security", "show"},
      {"security", "show", "nothing"},
      {"security", "show", "endpoint"},
      {"security", "grant", "endpoints"},
      {"security", "grant", "endpoints", "root"},
      {"security", "grant", "endpoints", "root:Q"},
      {"security", "grant", "endpoint[x=1]", "root:R"},
      {"security", "deny", "endpoints", ":R"},
      {"security", "remove", "endpoints"},
      {"security", "set", "endpoints"},
      {"security", "set", "endpoints", "-m", "root:R"},
      {"security", "set", "endpoints", "--protect", "--unprotect"},
      {"security", "set", "endpoint", "0x1", "--sddl", "D:"},
      {"security", "reset", "endpoint", "0x1"},
      {"security", "restore"},
      {"access", "can", "root"},
      {"access", "can", "root", "NOTHING", "endpoints"},
      {"access", "check", "--sddl", "D:"},
      {"access", "check", "--token", "root"},
      {"sddl", "show"},
      {"sddl", "diff", "D:"},
      {"completion", "fish"},
      {"status", "now"},
      {"help", "nothing"}};
  for (const auto& arguments : kWrong) {
    const Ran ran = wfp(arguments, kAlice);
    std::string line;
    for (const std::string& word : arguments) line += " " + word;
    EXPECT_EQ(ran.exit, 2) << line << "\n" << ran.err;
    EXPECT_TRUE(ran.err.starts_with("error: ")) << line << "\n" << ran.err;
    EXPECT_EQ(ran.out, "") << line;
  }
}

TEST_F(Mistakes, WhatIsNotThereIsExitCode4) {
  EXPECT_EQ(wfp({"security", "grant", "endpoints", "no-such-user-here:R"}).exit, 4);
  EXPECT_EQ(wfp({"security", "remove", "endpoints", "u:4242"}).exit, 4);
  EXPECT_EQ(wfp({"security", "restore", "/nonexistent"}).exit, 4);
  EXPECT_EQ(wfp({"security", "show", "endpoint", "0xffffffffff"}).exit, 4);
  EXPECT_EQ(wfp({"sddl", "show", "@/nonexistent"}).exit, 4);
}

TEST_F(Mistakes, WhatIsNotADescriptorIsExitCode7) {
  EXPECT_EQ(wfp({"sddl", "validate", "D:(A;;ZZ;;;WD)"}).exit, 7);
  EXPECT_EQ(wfp({"security", "set", "endpoints", "--sddl", "D:(A"}).exit, 7);
  EXPECT_EQ(wfp({"access", "check", "--sddl", "X", "--token", "root"}).exit, 7);
}

TEST_F(Mistakes, ADeadDaemonIsExitCode6AndSaysWhatToDo) {
  daemon_->stop(SIGTERM);
  for (const std::vector<std::string>& arguments : std::vector<std::vector<std::string>>{
           {}, {"ls"}, {"status"}, {"doctor"}, {"security", "show", "engine"}, {"access", "me"}}) {
    EXPECT_EQ(wfp(arguments, kAlice).exit, 6);
  }
  const Ran ran = wfp({"ls"}, kAlice);
  EXPECT_TRUE(contains(ran.err, "systemctl start wfpd")) << ran.err;
  EXPECT_TRUE(contains(ran.err, "[RPC_S_SERVER_UNAVAILABLE 1722]") ||
              contains(ran.err, "EPT_S_NOT_REGISTERED"))
      << ran.err;
}

TEST_F(Mistakes, WithoutADaemonTextsAreStillJudged) {
  daemon_->stop(SIGTERM);
  EXPECT_EQ(wfp({"sddl", "validate", "O:BAG:SYD:"}).exit, 0);
  EXPECT_EQ(wfp({"sddl", "diff", "D:(A;;CC;;;WD)", "D:(A;;DC;;;WD)"}).exit, 1);
  EXPECT_EQ(wfp({"sddl", "diff", "D:", "D:"}).exit, 0);
  const std::vector<std::string> kCheck = {"access", "check", "--sddl",
                                           "O:BAG:BAD:(A;;0x80;;;S-1-22-1-4001)"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), kCheck.begin(), kCheck.end());
    return wfp(more, kAlice).exit;
  };
  EXPECT_EQ(with({"--token", "S-1-22-1-4001", "--desired", "READ"}), 0);
  EXPECT_EQ(with({"--token", "S-1-22-1-4002", "--desired", "READ"}), 3);
  EXPECT_EQ(with({"--token", "S-1-22-1-4002,S-1-22-1-4001:deny-only", "--desired", "READ"}), 3);
  EXPECT_EQ(with({"--token", "u:4001"}), 0);
}

TEST_F(Mistakes, CompletionKnowsVerbsOptionsAndColumns) {
  daemon_->stop(SIGTERM);
  const auto completed = [](const std::string& words) {
    return run({"/bin/bash", "-c",
                "PATH=$(dirname '" WFP_PROGRAM "'):$PATH; source <(wfp completion bash); "
                "COMP_WORDS=(" +
                    words +
                    "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _wfp; "
                    "echo \"${COMPREPLY[*]}\""})
        .out;
  };
  EXPECT_EQ(completed("wfp sec"), "security\n");
  EXPECT_EQ(completed("wfp security gr"), "grant\n");
  EXPECT_EQ(completed("wfp ls --col"), "--color --columns\n");
  EXPECT_EQ(completed("wfp ls --columns ap"), "app\n");
}

TEST_F(Mistakes, HelpIsDataAndNeedsNoDaemon) {
  daemon_->stop(SIGTERM);
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"help"},
                                             {"--help"},
                                             {"ls", "--help"},
                                             {"security", "--help"},
                                             {"help", "rights"},
                                             {"help", "filter"},
                                             {"help", "columns"},
                                             {"help", "exit-codes"},
                                             {"version"},
                                             {"completion", "bash"},
                                             {"help", "security", "grant"}}) {
    const Ran ran = wfp(arguments, kAlice);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out, "");
    EXPECT_EQ(ran.err, "");
  }
}

}  // namespace
}  // namespace wfp::test
