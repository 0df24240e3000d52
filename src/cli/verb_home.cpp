// `wfp` alone: how things stand, and what to type next.
#include <fmt/format.h>

#include <algorithm>

#include "cli/duration.h"
#include "cli/engine.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

constexpr std::string_view kTry =
    "Try:  wfp ls            who is talking          wfp access me     what you may see\n"
    "      wfp ls -l         what listens            wfp doctor        check this machine\n"
    "      wfp help          all commands\n";

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  Options options;
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const auto status, engine.status());
  io.out += fmt::format(
      "{} · engine running {} · {} · kernel {}\n", io.bold("OpenWFP " + escaped(status->release)),
      duration_text(status->uptimeMs), escaped(status->mode), escaped(status->kernelRelease));
  const auto listing = engine.endpoints();
  if (listing) {
    const auto listening = std::ranges::count_if(listing->rows, [](const Endpoint* endpoint) {
      return endpoint->state == OPENWFP_STATE_LISTEN;
    });
    io.out += fmt::format(
        "  endpoints   {} · {} listening{}\n", listing->rows.size(), listening,
        listing->others_hidden ? "   (others' are not shown: see `wfp access me`)" : "");
  } else {
    io.out += fmt::format("  endpoints   {}\n", listing.error().what);
  }
  for (UINT32 i = 0; i < status->numMissingCapabilities; ++i) {
    io.out += fmt::format("  {}\n",
                          io.yellow("the daemon lacks " + escaped(status->missingCapabilities[i])));
  }
  io.out += kTry;
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kHome{"", "", "", "", "how things stand", "", "", run};

}  // namespace wfp::cli
