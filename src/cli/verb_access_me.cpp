#include <fmt/format.h>
#include <grp.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/engine.h"
#include "cli/output.h"
#include "cli/sid.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

std::vector<std::string> my_groups() {
  std::vector<gid_t> gids(static_cast<std::size_t>(std::max(getgroups(0, nullptr), 0)));
  const int count = getgroups(static_cast<int>(gids.size()), gids.data());
  gids.resize(static_cast<std::size_t>(std::max(count, 0)));
  std::erase(gids, getegid());
  gids.insert(gids.begin(), getegid());
  std::vector<std::string> names;
  for (const gid_t gid : gids) {
    const group* found = getgrgid(gid);
    names.push_back(found != nullptr ? escaped(found->gr_name) : fmt::format("{}", gid));
  }
  return names;
}

std::string what_you_see(AccessMask endpoints) {
  if ((endpoints & FWPM_ACTRL_ENUM) == 0) return "you may not list endpoints";
  if ((endpoints & FWPM_ACTRL_READ) != 0) return "you see every endpoint that does not deny you";
  return "you see the endpoints whose own entries let you: as a rule your own";
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const auto on_engine,
              engine.access({Object::Kind::engine, 0, {}}, nullptr, MAXIMUM_ALLOWED));
  WFP_CLI_TRY(const auto on_endpoints,
              engine.access({Object::Kind::endpoints, 0, {}}, nullptr, MAXIMUM_ALLOWED));
  const std::string user = escaped(name_of_user(geteuid()));
  const std::string sees = what_you_see(on_endpoints->granted);
  if (format != OutputFormat::table) {
    Json document{{"user", user},
                  {"uid", geteuid()},
                  {"groups", my_groups()},
                  {"engine", format_rights(on_engine->granted)},
                  {"endpoints", format_rights(on_endpoints->granted)},
                  {"sees", sees}};
    write_document(io, format, std::move(document), "wfp");
    return ExitCode::ok;
  }
  io.out += fmt::format("{} (uid {})   groups {}\n", io.bold(user), geteuid(),
                        fmt::join(my_groups(), " "));
  Table table({{"OBJECT"}, {"YOU MAY"}, {"RIGHTS"}});
  const auto add = [&](std::string_view object, AccessMask rights) {
    table.add_row({std::string(object), describe_rights(rights), format_rights(rights)});
  };
  add("engine", on_engine->granted);
  add("endpoints", on_endpoints->granted);
  io.out += table.to_text(0, true, io.color());
  io.out += sees + "\n";
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kAccessMe{
    "access", "me", "", "", "what you may do and see", "  wfp access me\n", "", run};

}  // namespace wfp::cli
