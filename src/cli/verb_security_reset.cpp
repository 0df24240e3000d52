#include <fmt/format.h>

#include "cli/security_change.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  WriteOptions write;
  bool windows = false;
  std::vector<std::string> words;
  Options options;
  options.flag("--windows", windows, "exactly Windows' default: only administrators see endpoints");
  write.add_to(options);
  options.words(words, 0, 3);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, write.output.resolve(io));
  WFP_CLI_TRY(const Object object, take_object(words));
  if (!words.empty())
    return fail(ExitCode::usage, fmt::format("'{}' was not expected", escaped(words.front())));
  if (object.is_computed()) {
    return fail(
        ExitCode::usage,
        fmt::format("the descriptor of {} is computed: there is nothing to reset", object.name()),
        {"reset the container: wfp security reset endpoints"});
  }
  if (write.dry_run) {
    return fail(ExitCode::usage, "reset has no --dry-run: only the engine knows its defaults",
                {"keep what is there first: wfp security save > acls.txt"});
  }
  WFP_CLI_TRY(const Engine engine, Engine::open());
  const auto before = read_descriptor(engine, object);
  WFP_CLI_CHECK(engine.reset(object, windows));
  const auto after = read_descriptor(engine, object);
  if (!before || !after) {
    io.note(fmt::format("{}: reset; you may not read the result", object.name()));
    return ExitCode::ok;
  }
  tell_changes(io, format, object, before->descriptor, after->descriptor, false);
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kSecurityReset{"security",
                                    "reset",
                                    "",
                                    "OBJECT",
                                    "put the default owner and access list back",
                                    "  wfp security reset endpoints\n"
                                    "  wfp security reset endpoints --windows\n",
                                    "",
                                    run};

}  // namespace wfp::cli
