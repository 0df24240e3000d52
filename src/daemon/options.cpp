#include "daemon/options.h"

#include <CLI/CLI.hpp>

namespace wfp::daemon {
namespace {

constexpr const char* kNoEnforcement =
    "--cgroup needs the enforcement of filters, which this release does not have: it would say "
    "that filters are in force when none is. With --classify-only wfpd keeps filters and says what "
    "they would decide; without it, it observes";

}  // namespace

std::string_view to_string(Mode mode) {
  return mode == Mode::classify_only ? "classify-only" : "observe";
}

Result<Options> parse_options(int argc, const char* const* argv) {
  Options options;
  bool observe = false;
  bool classify_only = false;
  bool check = false;
  bool version = false;
  std::string cgroup;
  std::string config;

  CLI::App app(
      "wfpd: the daemon of OpenWFP. Lists the machine's network endpoints, decides who may see "
      "them, and keeps the filters.",
      "wfpd");
  auto* modes = app.add_option_group("modes", "what wfpd does in the kernel; at most one");
  modes->require_option(0, 1);
  modes->add_flag("--observe", observe,
                  "list endpoints, attach nothing, refuse filters (the default)");
  modes->add_flag("--classify-only", classify_only,
                  "keep filters and say what they would decide; NOTHING IS ENFORCED");
  modes->add_option("--cgroup", cgroup, "not in this release: enforce filters on this cgroup")
      ->type_name("PATH");
  app.add_option("--socket", options.socket, "where clients connect")
      ->type_name("PATH")
      ->capture_default_str();
  app.add_option("--state-dir", options.state_dir, "where descriptors and filters are kept")
      ->type_name("DIR")
      ->capture_default_str();
  app.add_option("--config", config,
                 std::string("configuration file (default ") + kDefaultConfig + ", if it exists)")
      ->type_name("FILE");
  app.add_flag("--check", check, "check the configuration file and exit");
  app.add_flag("--version", version, "print the version and exit");

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    options.action = Options::Action::help;
    options.text = app.help();
    return options;
  } catch (const CLI::ParseError& error) {
    return fail(Status::invalid_parameter, error.what());
  }
  if (!cgroup.empty()) return fail(Status::not_supported, kNoEnforcement);
  if (classify_only) options.mode = Mode::classify_only;
  if (!config.empty()) options.config = config;
  if (check) options.action = Options::Action::check;
  if (version) options.action = Options::Action::version;
  return options;
}

}  // namespace wfp::daemon
