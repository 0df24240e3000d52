#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/columns.h"
#include "cli/descriptor_text.h"
#include "cli/engine.h"
#include "cli/listing.h"
#include "cli/security_change.h"
#include "cli/sid.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

std::string column_text(std::string_view name, const Endpoint& endpoint, const UserNames& users) {
  const auto column = parse_columns(name);
  std::string text;
  if (column) column->front()->text(text, endpoint, users);
  return text;
}

// "node (pid 31877)", from the processes that hold it.
std::string holders(const Endpoint& endpoint) {
  if (endpoint.numHolders == 0) return "none known";
  std::string text;
  for (UINT32 i = 0; i < endpoint.numHolders; ++i)
    text += fmt::format("{}{}", i == 0 ? "" : " ", endpoint.holders[i]);
  return text;
}

std::string app_line(const Endpoint& endpoint, const UserNames& users) {
  if (app_of(endpoint).empty()) return "not known";
  std::string text = escaped(app_of(endpoint));
  const std::string file = column_text("file", endpoint, users);
  if (file != "-") text += "   file " + file;
  const std::string_view by = word_for(attributions(), endpoint.attribution);
  if (endpoint.attribution != OPENWFP_ATTRIBUTION_NONE) text += fmt::format("   (its {})", by);
  return text;
}

std::string user_line(const Endpoint& endpoint, const UserNames& users) {
  std::string text = column_text("user", endpoint, users);
  if (endpoint.userSid != nullptr) text += "   " + Sid(endpoint.userSid).text();
  if (endpoint.gid != OPENWFP_ID_UNKNOWN) text += fmt::format("   gid {}", endpoint.gid);
  text += "   token " + column_text("token", endpoint, users);
  return text;
}

std::string security_line(const Descriptor& descriptor) {
  if (descriptor.dacl.state != AclPart::State::list) return "everyone may do everything";
  std::vector<std::string> entries;
  for (const Ace& ace : descriptor.dacl.list.aces) {
    const auto sid = ace.sid();
    entries.push_back(fmt::format("{}{}:{}", ace.is_deny() ? "DENY " : "",
                                  sid ? name_of(*sid) : "-", format_rights(ace.mask())));
  }
  return entries.empty() ? "nobody but the owner" : fmt::format("{}", fmt::join(entries, "  "));
}

void write_people(Io& io, const Endpoint& e, const UserNames& users,
                  const Outcome<Descriptor>& descriptor, std::optional<AccessMask> mine) {
  const auto line = [&](std::string_view name, const std::string& text) {
    if (!text.empty() && text != "-") io.out += fmt::format("  {:<12} {}\n", name, text);
  };
  std::string state = column_text("state", e, users);
  const std::string direction = column_text("dir", e, users);
  if (direction != "-" && direction != "listening") state += "  " + direction;
  io.out += fmt::format("{}   {}\n", io.bold(describe(e)), state);
  line("application", app_line(e, users));
  line("processes", holders(e));
  line("service", column_text("service", e, users));
  line("cgroup", column_text("cgroup", e, users));
  line("netns", e.netnsInode == 0 ? "" : column_text("netns", e, users));
  line("user", user_line(e, users));
  line("flags", column_text("flags", e, users));
  if (descriptor) {
    line("owner", descriptor->owner ? name_of(*descriptor->owner) : "");
    line("security", security_line(*descriptor));
  }
  if (mine) line("you may", format_rights(*mine));
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  std::vector<std::string> words;
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  options.words(words, 1, 1);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  const auto id = parse_id(words.front());
  if (!id) {
    return fail(ExitCode::usage,
                fmt::format("'{}' is not an endpoint's ID", escaped(words.front())),
                {"see the column ID of: wfp ls"});
  }
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const Owned<Endpoint> endpoint, engine.endpoint(*id));
  const Object object{Object::Kind::endpoint, *id, {}};
  const UserNames users(name_of_user);
  const Outcome<Descriptor> descriptor = engine.descriptor(object, kOwnerGroupDacl);
  const auto access = engine.access(object, nullptr, MAXIMUM_ALLOWED);
  const auto mine = access ? std::optional<AccessMask>((*access)->granted) : std::nullopt;
  if (format == OutputFormat::table) {
    write_people(io, *endpoint, users, descriptor, mine);
    return ExitCode::ok;
  }
  std::string json;
  append_json_object(json, *endpoint, default_columns(false, true), users);
  nlohmann::ordered_json document{{"endpoint", nlohmann::ordered_json::parse(json)}};
  document["security"] = descriptor ? descriptor_json(*descriptor) : nlohmann::ordered_json();
  document["yourRights"] =
      mine ? nlohmann::ordered_json(format_rights(*mine)) : nlohmann::ordered_json();
  write_document(io, format, std::move(document), "wfp");
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kEndpointShow{"endpoint",
                                   "show",
                                   "",
                                   "ID",
                                   "everything about one endpoint, and who may see it",
                                   "  wfp endpoint show 0x9c4\n"
                                   "  wfp ep show 0x9c4 --json\n",
                                   "",
                                   run};

}  // namespace wfp::cli
