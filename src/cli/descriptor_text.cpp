#include "cli/descriptor_text.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/entry.h"
#include "cli/table.h"
#include "cli/text.h"
#include "windows.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

struct TypeName {
  std::uint8_t type;
  std::string_view name;
};
constexpr TypeName kTypes[] = {
    {ACCESS_ALLOWED_ACE_TYPE, "allow"},
    {ACCESS_DENIED_ACE_TYPE, "deny"},
    {SYSTEM_AUDIT_ACE_TYPE, "audit"},
    {SYSTEM_ALARM_ACE_TYPE, "alarm"},
    {ACCESS_ALLOWED_OBJECT_ACE_TYPE, "allow object"},
    {ACCESS_DENIED_OBJECT_ACE_TYPE, "deny object"},
    {SYSTEM_AUDIT_OBJECT_ACE_TYPE, "audit object"},
    {ACCESS_ALLOWED_CALLBACK_ACE_TYPE, "allow if"},
    {ACCESS_DENIED_CALLBACK_ACE_TYPE, "deny if"},
    {ACCESS_ALLOWED_CALLBACK_OBJECT_ACE_TYPE, "allow object if"},
    {ACCESS_DENIED_CALLBACK_OBJECT_ACE_TYPE, "deny object if"},
    {SYSTEM_AUDIT_CALLBACK_ACE_TYPE, "audit if"},
    {SYSTEM_AUDIT_CALLBACK_OBJECT_ACE_TYPE, "audit object if"},
    {SYSTEM_MANDATORY_LABEL_ACE_TYPE, "label"},
    {SYSTEM_RESOURCE_ATTRIBUTE_ACE_TYPE, "attribute"},
    {SYSTEM_SCOPED_POLICY_ID_ACE_TYPE, "scoped policy"},
    {SYSTEM_PROCESS_TRUST_LABEL_ACE_TYPE, "trust label"},
    {SYSTEM_ACCESS_FILTER_ACE_TYPE, "access filter"},
};

std::string principal(const std::optional<Sid>& sid) {
  return sid ? name_of(*sid) : std::string("-");
}

std::string audited(const Ace& ace) {
  std::string when;
  if ((ace.flags() & SUCCESSFUL_ACCESS_ACE_FLAG) != 0) when = "success ";
  if ((ace.flags() & FAILED_ACCESS_ACE_FLAG) != 0) when += "failure ";
  return when;
}

// What a person has to know besides who, what kind and which rights.
std::string note_of(const Ace& ace) {
  std::vector<std::string> notes;
  if (ace.is_inherited()) notes.emplace_back("inherited");
  if ((ace.flags() & INHERIT_ONLY_ACE) != 0) {
    notes.push_back("only for what is below " + format_inheritance(ace.flags()));
  } else if (const std::string flags = format_inheritance(ace.flags()); !flags.empty()) {
    notes.push_back("also for what is below " + flags);
  }
  if (const std::string condition = escaped(ace.condition()); !condition.empty())
    notes.push_back("if " + condition);
  return fmt::format("{}", fmt::join(notes, ", "));
}

std::string rights_of(const Ace& ace) { return audited(ace) + format_rights(ace.mask()); }

Json sid_json(const std::optional<Sid>& sid) {
  if (!sid) return nullptr;
  return {{"name", name_of(*sid)}, {"sid", sid->text()}};
}

Json part_json(const AclPart& part) {
  constexpr std::string_view kStates[] = {"absent", "null", "list"};
  Json entries = Json::array();
  for (const Ace& ace : part.list.aces) entries.push_back(ace_json(ace));
  return {{"state", kStates[static_cast<std::size_t>(part.state)]},
          {"protected", part.is_protected},
          {"entries", std::move(entries)}};
}

void write_part(Io& io, std::string_view name, const AclPart& part) {
  if (part.state == AclPart::State::null) {
    io.out += name == "access" ? "(null access list: EVERYONE may do everything)\n" : "";
    return;
  }
  if (part.state == AclPart::State::absent) {
    if (name == "access") io.out += "(no access list: EVERYONE may do everything)\n";
    return;
  }
  if (part.is_protected)
    io.out += fmt::format("# {} list: protected, takes nothing from its parent\n", name);
  if (part.list.aces.empty() && name == "access") {
    io.out += "(empty access list: nobody but the owner, who may only read and change this list)\n";
  }
  Table table({{"PRINCIPAL"}, {"TYPE"}, {"RIGHTS"}, {"NOTE"}});
  for (const Ace& ace : part.list.aces) {
    table.add_row(
        {principal(ace.sid()), to_upper(ace_type_name(ace)), rights_of(ace), note_of(ace)});
  }
  if (!table.is_empty()) io.out += table.to_text(0, true, io.color());
}

std::string shown_state(const AclPart& part) {
  if (part.state == AclPart::State::absent) return "absent";
  if (part.state == AclPart::State::null) return "null: everyone may do everything";
  return part.is_protected ? "protected" : "not protected";
}

struct Difference {
  std::string what, before, after;
};

std::vector<Difference> differences(const Descriptor& before, const Descriptor& after) {
  std::vector<Difference> list;
  const auto add = [&](std::string_view what, const std::string& a, const std::string& b) {
    if (a != b) list.push_back({std::string(what), a, b});
  };
  add("owner", principal(before.owner), principal(after.owner));
  add("group", principal(before.group), principal(after.group));
  add("access list", shown_state(before.dacl), shown_state(after.dacl));
  add("audit list", shown_state(before.sacl), shown_state(after.sacl));
  return list;
}

std::vector<AceChange> ace_changes(const Descriptor& before, const Descriptor& after) {
  std::vector<AceChange> changes = changes_between(before.dacl.list, after.dacl.list);
  for (AceChange& change : changes_between(before.sacl.list, after.sacl.list))
    changes.push_back(std::move(change));
  return changes;
}

}  // namespace

std::string ace_type_name(const Ace& ace) {
  for (const TypeName& type : kTypes) {
    if (type.type == ace.type()) return std::string(type.name);
  }
  return fmt::format("type {}", ace.type());
}

std::string ace_line(const Ace& ace) {
  const std::string note = note_of(ace);
  return fmt::format("{} {} {}{}", principal(ace.sid()), to_upper(ace_type_name(ace)),
                     rights_of(ace), note.empty() ? "" : "  " + note);
}

void write_descriptor(Io& io, std::string_view object, const Descriptor& descriptor) {
  io.out += fmt::format("# object: {}\n", object);
  io.out += fmt::format("# owner:  {}      group: {}\n", principal(descriptor.owner),
                        principal(descriptor.group));
  write_part(io, "access", descriptor.dacl);
  write_part(io, "audit", descriptor.sacl);
}

Json ace_json(const Ace& ace) {
  const auto sid = ace.sid();
  const std::string condition = escaped(ace.condition());
  Json json{{"type", ace_type_name(ace)},
            {"principal", sid ? Json(name_of(*sid)) : Json()},
            {"sid", sid ? Json(sid->text()) : Json()},
            {"rights", format_rights(ace.mask())},
            {"mask", ace.mask()},
            {"flags", ace.flags()},
            {"inherited", ace.is_inherited()},
            {"condition", condition.empty() ? Json() : Json(condition)},
            {"sddl", escaped(ace.sddl())}};
  return json;
}

Json descriptor_json(const Descriptor& descriptor) {
  return {{"owner", sid_json(descriptor.owner)},
          {"group", sid_json(descriptor.group)},
          {"dacl", part_json(descriptor.dacl)},
          {"sacl", part_json(descriptor.sacl)},
          {"sddl", escaped(descriptor.sddl())}};
}

std::vector<std::string> change_lines(const Descriptor& before, const Descriptor& after) {
  std::vector<std::string> lines;
  for (const Difference& one : differences(before, after)) {
    lines.push_back(fmt::format("~ {}: {} -> {}", one.what, one.before, one.after));
  }
  for (const AceChange& change : ace_changes(before, after)) {
    lines.push_back((change.added ? "+ " : "- ") + ace_line(change.ace));
  }
  return lines;
}

Json changes_json(const Descriptor& before, const Descriptor& after) {
  Json changes = Json::array();
  for (const Difference& one : differences(before, after)) {
    changes.push_back({{"change", one.what}, {"before", one.before}, {"after", one.after}});
  }
  for (const AceChange& change : ace_changes(before, after)) {
    changes.push_back(
        {{"change", change.added ? "added" : "removed"}, {"entry", ace_json(change.ace)}});
  }
  return changes;
}

}  // namespace wfp::cli
