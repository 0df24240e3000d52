// wfp: OpenWFP's command line. Picks the verb, runs it, and tells its failure.
#include <cstdlib>
#include <exception>

#include "cli/verb.h"

namespace {

wfp::cli::Outcome<wfp::cli::ExitCode> run(wfp::cli::Io& io, wfp::cli::Arguments words) {
  WFP_CLI_TRY(const wfp::cli::Verb* verb, wfp::cli::take_verb(words));
  WFP_CLI_TRY(const wfp::cli::ExitCode exit, verb->run(*verb, io, words));
  if (auto written = io.flush(); !written) return wfp::cli::fail(std::move(written).error());
  return exit;
}

}  // namespace

int main(int argc, char** argv) {
  wfp::cli::Io io;
  try {
    const auto result = run(io, wfp::cli::Arguments(argv + 1, argv + argc));
    if (result) return static_cast<int>(*result);
    io.error(result.error());
    return static_cast<int>(result.error().exit);
  } catch (const std::exception& problem) {  // of a library: memory ran out
    io.error({wfp::cli::ExitCode::failure, problem.what(), {}, {}});
    return EXIT_FAILURE;
  }
}
