// differential_security [--seconds N] [--inputs N] [--seed N] [--kind KIND] [--peer LIBRARY]
// [--explained FILE] differential_security --ask SDDL [--peer LIBRARY]
//
// Asks OpenWFP and Samba the same, over random inputs, until the seconds or inputs are spent.
// Prints what was done and found; exit 1 if a difference is unexplained, 77 if there is no Samba.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "run.h"

int main(int argc, char** argv) {
  using namespace wfp;
  differential::Settings settings;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string option = argv[i];
    const char* const value = argv[i + 1];
    if (option == "--seconds") settings.time = std::chrono::seconds(std::atoi(value));
    if (option == "--inputs") settings.inputs = std::strtoull(value, nullptr, 0);
    if (option == "--seed") settings.seed = std::strtoull(value, nullptr, 0);
    if (option == "--kind") settings.kind = value;
    if (option == "--peer") settings.peer = value;
    if (option == "--explained") settings.explained = value;
    if (option == "--ask") settings.ask = value;
  }
  if (settings.peer.empty()) settings.peer = test::Samba::installed();
  if (settings.peer.empty()) {
    std::fputs("differential: no Samba: install samba-libs\n", stderr);
    return 77;
  }
  const auto report = differential::run(settings);
  if (!report) {
    std::fprintf(stderr, "differential: %s\n", report.error().what.c_str());
    return 2;
  }
  std::fputs(differential::to_string(*report).c_str(), stdout);
  return report->unexplained == 0 ? 0 : 1;
}
