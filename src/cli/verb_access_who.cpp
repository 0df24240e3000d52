#include <fmt/format.h>

#include <algorithm>

#include <nlohmann/json.hpp>

#include "cli/engine.h"
#include "cli/principal.h"
#include "cli/security_change.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "fwpmu.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};
constexpr std::size_t kMembersShown = 5;

struct Row {
  std::string principal;
  AccessMask rights = 0;
  std::string where;  // "" = the object; else "its own endpoints", "endpoints"
  std::vector<std::string> because;
  std::vector<std::string> members;
  std::string condition;
};

std::optional<Sid> creator_owner() { return Sid::from_text("S-1-3-0"); }

// The owner and whoever an effective entry names, each once.
std::vector<Sid> principals_of(const Descriptor& descriptor) {
  std::vector<Sid> sids;
  const auto add = [&](const std::optional<Sid>& sid) {
    if (sid && sid != creator_owner() && std::ranges::count(sids, *sid) == 0) sids.push_back(*sid);
  };
  add(descriptor.owner);
  if (descriptor.dacl.state != AclPart::State::list) add(Sid::everyone());
  for (const Ace& ace : descriptor.dacl.list.aces) {
    if ((ace.flags() & INHERIT_ONLY_ACE) == 0) add(ace.sid());
  }
  return sids;
}

Outcome<Row> row_for(const Engine& engine, const Object& object, const Sid& sid) {
  const Principal principal(sid);
  WFP_CLI_TRY(const auto access, engine.access(object, principal.api(), MAXIMUM_ALLOWED));
  Row row{principal.name(), access->granted, "", {}, {}, ""};
  for (UINT32 i = 0; i < access->numReasons; ++i) {
    if (access->reasons[i].granted != FALSE) row.because.push_back(reason_text(access->reasons[i]));
  }
  if (const auto gid = sid.gid()) row.members = members_of(*gid);
  return row;
}

// Whoever may read the container sees every endpoint anyway.
bool sees_all(const std::vector<Row>& rows, const std::string& name) {
  return std::ranges::any_of(rows, [&](const Row& row) {
    return row.where.empty() && row.principal == name && (row.rights & FWPM_ACTRL_READ) != 0;
  });
}

// What the container's inherit-only entries say of the endpoints below it.
void add_rows_below(const Descriptor& descriptor, std::vector<Row>& rows) {
  for (const Ace& ace : descriptor.dacl.list.aces) {
    const auto sid = ace.sid();
    if ((ace.flags() & INHERIT_ONLY_ACE) == 0 || !sid || !ace.is_allow()) continue;
    const bool own = sid == creator_owner();
    const std::string name = own ? "each user" : name_of(*sid);
    if (!own && ace.condition().empty() && sees_all(rows, name)) continue;
    rows.push_back({name,
                    map_generic_rights(ace.mask()),
                    own ? "his own endpoints" : "single endpoints",
                    {"entry " + escaped(ace.sddl())},
                    {},
                    escaped(ace.condition())});
  }
}

std::string effective(const Row& row) {
  std::string text = describe_rights(row.rights);
  if (!row.where.empty()) text += " (" + row.where + ")";
  return text;
}

std::string members_text(const Row& row) {
  if (row.members.empty()) return "";
  const std::size_t shown = std::min(row.members.size(), kMembersShown);
  const std::vector<std::string> first(row.members.begin(),
                                       row.members.begin() + static_cast<std::ptrdiff_t>(shown));
  return fmt::format(
      " ({}{})", fmt::join(first, " "),
      row.members.size() > shown ? fmt::format(" and {} more", row.members.size() - shown) : "");
}

void write_people(Io& io, const std::vector<Row>& rows, bool everyone) {
  Table table({{"PRINCIPAL"}, {"EFFECTIVE"}, {"RIGHTS"}, {"BECAUSE"}});
  for (const Row& row : rows) {
    if (row.rights == 0) continue;
    table.add_row({row.principal + members_text(row), effective(row), format_rights(row.rights),
                   fmt::format("{}", fmt::join(row.because, "; "))});
  }
  io.out += table.to_text(io.width(), true, io.color());
  for (const Row& row : rows) {
    if (row.rights == 0) io.out += fmt::format("{} may do nothing\n", row.principal);
  }
  if (!everyone) io.out += "nobody else\n";
}

Json rows_json(const std::vector<Row>& rows) {
  Json list = Json::array();
  for (const Row& row : rows) {
    list.push_back({{"principal", row.principal},
                    {"rights", format_rights(row.rights)},
                    {"mask", row.rights},
                    {"where", row.where.empty() ? Json() : Json(row.where)},
                    {"because", row.because},
                    {"members", row.members},
                    {"condition", row.condition.empty() ? Json() : Json(row.condition)}});
  }
  return list;
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  std::vector<std::string> words;
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  options.words(words, 0, 3);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  WFP_CLI_TRY(const Object object, take_object(words));
  if (!words.empty())
    return fail(ExitCode::usage, fmt::format("'{}' was not expected", escaped(words.front())));
  if (object.kind == Object::Kind::endpoints_with) {
    return fail(ExitCode::usage, "name one endpoint, or ask about all: wfp access who endpoints");
  }
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const Descriptor descriptor, engine.descriptor(object, kOwnerGroupDacl));
  std::vector<Row> rows;
  bool everyone = false;
  for (const Sid& sid : principals_of(descriptor)) {
    WFP_CLI_TRY(Row row, row_for(engine, object, sid));
    everyone = everyone || (sid == Sid::everyone() && row.rights != 0);
    rows.push_back(std::move(row));
  }
  if (object.kind == Object::Kind::endpoints) add_rows_below(descriptor, rows);
  if (format == OutputFormat::table) {
    write_people(io, rows, everyone);
  } else {
    write_document(io, format, {{"object", object.name()}, {"principals", rows_json(rows)}}, "wfp");
  }
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kAccessWho{"access",
                                "who",
                                "",
                                "OBJECT",
                                "who may do what with an object, and why",
                                "  wfp access who endpoints\n"
                                "  wfp access who endpoint 0x9c4\n",
                                "Users are asked about with the groups that the user database "
                                "lists for them. Needs READ_CONTROL on the object.\n",
                                run};

}  // namespace wfp::cli
