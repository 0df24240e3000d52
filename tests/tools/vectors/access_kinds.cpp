#include <optional>

#include "base/guid.h"
#include "kinds.h"
#include "security/access_check.h"
#include "security/private_object.h"
#include "security/sddl.h"

namespace wfp::vectors {

using namespace security;

namespace {

std::string name_of(Status status) {
  switch (status) {
    case Status::success:
      return "granted";
    case Status::access_denied:
      return "denied";
    case Status::privilege_not_held:
      return "privilege_not_held";
    case Status::invalid_security_descr:
      return "invalid_sd";
    case Status::generic_not_mapped:
      return "generic_not_mapped";
    case Status::invalid_parameter:
      return "invalid_parameter";
    default:
      return "?";
  }
}

std::string hex(std::uint32_t mask) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%x", mask);
  return text;
}

std::string compare(const AccessResult& got, const Json& wanted, const std::string& where) {
  if (wanted.contains("status") && name_of(got.status) != wanted.at("status")) {
    return where + "status " + name_of(got.status) + " instead of " +
           wanted.at("status").get<std::string>();
  }
  if (wanted.contains("granted")) {
    const std::uint32_t care =
        wanted.contains("care_mask") ? mask_of(wanted.at("care_mask")) : 0xFFFFFFFF;
    if ((got.granted ^ mask_of(wanted.at("granted"))) & care) {
      return where + "granted " + hex(got.granted) + " instead of " +
             wanted.at("granted").get<std::string>();
    }
  }
  if (wanted.contains("privileges_used")) {
    PrivilegeSet privileges;
    for (const Json& name : wanted.at("privileges_used")) {
      if (const auto privilege = find_privilege(name.get<std::string>()))
        privileges.add(*privilege);
    }
    if (privileges != got.privileges_used) return where + "other privileges were used";
  }
  return "";
}

GenericMapping mapping_of(const Json& mapping) {
  return {mask_of(mapping.at("read")), mask_of(mapping.at("write")), mask_of(mapping.at("execute")),
          mask_of(mapping.at("all"))};
}

Result<std::vector<ObjectType>> object_types_of(const Json& line) {
  std::vector<ObjectType> types;
  for (const Json& type : line.value("object_types", Json::array())) {
    WFP_TRY(const Guid guid, parse_guid(type.at("guid").get<std::string>()));
    types.push_back({type.at("level").get<std::uint16_t>(), guid});
  }
  return types;
}

}  // namespace

std::string judge_access_check(const Json& line) {
  const Context context(line);
  const auto descriptor = parse_sddl(line.at("sddl").get<std::string>(), context.sids);
  if (!descriptor) return "SDDL refused: " + descriptor.error().what;
  const auto token = access_token(line.at("token"));
  if (!token) return "token refused: " + token.error().what;
  const auto types = object_types_of(line);
  if (!types) return "object types: " + types.error().what;
  std::optional<Sid> self;
  if (const auto given = line.find("principal_self"); given != line.end() && given->is_string()) {
    const auto sid = Sid::parse(given->get<std::string>());
    if (sid) self = *sid;
  }
  const AccessRequest request{.desired = mask_of(line.at("desired")),
                              .mapping = mapping_of(line.at("mapping")),
                              .self = self ? &*self : nullptr,
                              .object_types = *types};
  const CompiledDescriptor compiled(*descriptor);
  const Json& expect = line.at("expect");
  if (line.value("mode", "single") != "result_list")
    return compare(check_access_as_api(compiled, *token, request), expect, "");

  const Status contract = check_api_contract(compiled, request.desired);
  if (contract != Status::success) return compare({.status = contract}, expect, "");
  std::vector<AccessResult> nodes(types->size());
  const AccessResult root = check_access_by_type(compiled, *token, request, nodes);
  std::string wrong = compare(root, expect, "");
  const Json& wanted = expect.value("nodes", Json::array());
  for (std::size_t i = 0; wrong.empty() && i < wanted.size(); ++i) {
    wrong = compare(nodes.at(i), wanted[i], "node " + std::to_string(i) + ": ");
  }
  return wrong;
}

std::string judge_cond_eval(const Json& line) {
  const std::string wanted = line.at("result");
  const auto token = claims_token(line.at("token"));
  if (!token) return wanted == "invalid_token" ? "" : "token refused: " + token.error().what;
  if (wanted == "invalid_token") return "token accepted";
  const auto bytes = parse_condition(line.at("expr").get<std::string>(), Context(line).sids);
  if (!bytes) return "refused: " + bytes.error().what;
  const Truth truth = Condition::compile(*bytes).evaluate(token->condition_context());
  const std::string got = truth == Truth::yes ? "true" : truth == Truth::no ? "false" : "unknown";
  return got == wanted ? "" : "got " + got + " instead of " + wanted;
}

std::string judge_cond_access(const Json& line) {
  const Context context(line);
  const bool wanted = line.at("expect") == "allow";
  const auto token = claims_token(line.at("token"));
  if (!token) return wanted ? "token refused: " + token.error().what : "";
  const auto descriptor = parse_sddl(line.at("sddl").get<std::string>(), context.sids);
  if (!descriptor) return "SDDL refused: " + descriptor.error().what;
  constexpr GenericMapping kDirectory{0x20094, 0x20028, 0x20004, 0xf01ff};
  const CompiledDescriptor compiled(*descriptor);
  const bool got = check_access(compiled, *token,
                                {.desired = mask_of(line.at("desired")), .mapping = kDirectory})
                       .allowed();
  return got == wanted ? "" : std::string("got ") + (got ? "allow" : "deny");
}

// The recorded server marks what it inherits only from a parent that was set with AR and AI
// together.
std::string judge_inherit(const Json& line) {
  const auto parent = parse_sddl(line.at("parent").get<std::string>());
  if (!parent || !parent->dacl.is_present()) return "the parent is refused";
  const auto owner = Sid::parse(line.at("creator_owner").get<std::string>());
  if (!owner) return "the owner is refused";
  const bool mark =
      parent->has(Control::dacl_auto_inherited) && parent->has(Control::dacl_auto_inherit_required);
  const ChildObject child{.is_container = line.at("child") == "container", .owner = &*owner};
  Acl inherited;
  if (const auto done = inherit_aces(parent->dacl.acl()->view(), child, mark, inherited); !done)
    return done.error().what;
  std::string got, wanted;
  for (const AceView ace : inherited.aces()) got += format_ace(ace).value_or("?");
  for (const Json& ace : line.at("inherited")) {
    const auto parsed = parse_sddl("D:" + ace.get<std::string>());
    wanted += parsed ? format_ace(*parsed->dacl.acl()->aces().begin()).value_or("?") : "refused";
  }
  return got == wanted ? "" : "got " + got + " instead of " + wanted;
}

}  // namespace wfp::vectors
