#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/doctor.h"
#include "cli/output.h"
#include "cli/security_change.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;
using Level = Check::Level;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};
constexpr std::string_view kLevels[] = {"ok", "warning", "problem"};

void append(std::vector<Check>& checks, std::vector<Check> more) {
  for (Check& check : more) checks.push_back(std::move(check));
}

// What can be asked of a daemon that answers. `reached` tells whether one did.
void check_engine(std::vector<Check>& checks, bool& reached) {
  const auto engine = Engine::open();
  reached = engine.has_value();
  if (!engine) {
    checks.push_back({Level::bad, engine.error().what,
                      engine.error().notes.empty() ? "" : engine.error().notes.front()});
    return;
  }
  const auto status = engine->status();
  if (status) {
    append(checks, check_daemon(**status));
  } else {
    checks.push_back({Level::bad, status.error().what, ""});
  }
  for (const Object& object :
       {Object{Object::Kind::engine, 0, {}}, Object{Object::Kind::endpoints, 0, {}}}) {
    const auto descriptor = engine->descriptor(object, kOwnerGroupDacl);
    if (descriptor) {
      append(checks, check_descriptor(object, *descriptor));
    } else {
      checks.push_back(
          {Level::good, fmt::format("{}: you may not read its access list", object.name()), ""});
    }
  }
}

void write_people(Io& io, const std::vector<Check>& checks) {
  for (const Check& check : checks) {
    const std::string mark = check.level == Level::good      ? io.green("ok     ")
                             : check.level == Level::warning ? io.yellow("warning")
                                                             : io.red("problem");
    io.out += fmt::format("{}  {}\n", mark, check.what);
    if (!check.advice.empty()) io.out += fmt::format("         {}\n", check.advice);
  }
}

Json checks_json(const std::vector<Check>& checks) {
  Json list = Json::array();
  for (const Check& check : checks) {
    list.push_back({{"level", kLevels[static_cast<std::size_t>(check.level)]},
                    {"what", check.what},
                    {"advice", check.advice.empty() ? Json() : Json(check.advice)}});
  }
  return list;
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  bool reached = false;
  std::vector<Check> checks = check_machine();
  check_engine(checks, reached);
  if (format == OutputFormat::table) {
    write_people(io, checks);
  } else {
    write_document(io, format, {{"reached", reached}, {"checks", checks_json(checks)}}, "wfp");
  }
  if (!reached) return ExitCode::unreachable;
  const bool bad =
      std::ranges::any_of(checks, [](const Check& check) { return check.level == Level::bad; });
  return bad ? ExitCode::failure : ExitCode::ok;
}

}  // namespace

constinit const Verb kDoctor{
    "",
    "doctor",
    "",
    "",
    "is everything as it should be on this machine?",
    "  wfp doctor\n",
    "Exit code 0: no problem (warnings may be). 1: a problem. 6: the daemon does not answer.\n",
    run};

}  // namespace wfp::cli
