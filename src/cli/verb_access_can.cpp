#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/engine.h"
#include "cli/output.h"
#include "cli/principal.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "windows.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

struct Question {
  const Principal& who;
  AccessMask rights;
  const Object& object;
};

std::vector<const OPENWFP_ACCESS_REASON0*> reasons_of(const OPENWFP_ACCESS0& access, bool granted) {
  std::vector<const OPENWFP_ACCESS_REASON0*> reasons;
  for (UINT32 i = 0; i < access.numReasons; ++i) {
    if ((access.reasons[i].granted != FALSE) == granted) reasons.push_back(&access.reasons[i]);
  }
  return reasons;
}

std::string why_not(const Question& question, const OPENWFP_ACCESS0& access, AccessMask missing) {
  for (const OPENWFP_ACCESS_REASON0* reason : reasons_of(access, false)) {
    if (reason->source == OPENWFP_ACCESS_SOURCE_ACE) {
      return fmt::format("{} denies {}", reason_text(*reason),
                         name_rights(reason->rights & missing));
    }
  }
  const std::size_t groups = question.who.group_count();
  const std::string or_groups =
      groups == 0 ? "" : fmt::format(" or {} group{}", groups, groups == 1 ? "" : "s");
  return fmt::format("no entry grants {} to {}{}", name_rights(missing), question.who.name(),
                     or_groups);
}

// The grant that would change the answer, and whether the asker can make it.
std::string nearest_fix(const Engine& engine, const Question& question, AccessMask missing) {
  const auto mine = engine.access(question.object, nullptr, WRITE_DAC);
  const bool can = mine && ((*mine)->granted & WRITE_DAC) != 0;
  const std::string name = question.who.api() == nullptr ? "NAME" : question.who.name();
  return fmt::format(
      "   nearest fix: wfp security grant {} '{}:{}'     (needs WRITE_DAC; you {} it)\n",
      question.object.name(), name, format_rights(missing), can ? "have" : "do not have");
}

void write_people(Io& io, const Engine& engine, const Question& question,
                  const OPENWFP_ACCESS0& access) {
  const AccessMask missing = question.rights & ~access.granted;
  if (missing == 0) {
    std::vector<std::string> because;
    for (const OPENWFP_ACCESS_REASON0* reason : reasons_of(access, true)) {
      because.push_back(fmt::format("{} by {}", name_rights(reason->rights & question.rights),
                                    reason_text(*reason)));
    }
    io.out += fmt::format("{}: {}\n", io.green("yes"), fmt::join(because, "; "));
    return;
  }
  io.out += fmt::format("{}: {}\n", io.red("no"), why_not(question, access, missing));
  io.out += nearest_fix(engine, question, missing);
}

Json answer_json(const Question& question, const OPENWFP_ACCESS0& access) {
  Json reasons = Json::array();
  for (UINT32 i = 0; i < access.numReasons; ++i) {
    const OPENWFP_ACCESS_REASON0& reason = access.reasons[i];
    reasons.push_back({{"rights", format_rights(reason.rights)},
                       {"granted", reason.granted != FALSE},
                       {"because", reason_text(reason)}});
  }
  return {{"principal", question.who.name()},
          {"object", question.object.name()},
          {"desired", format_rights(question.rights)},
          {"granted", format_rights(access.granted & question.rights)},
          {"allowed", (question.rights & ~access.granted) == 0},
          {"reasons", std::move(reasons)}};
}

Outcome<ExitCode> answer(Io& io, OutputFormat format, const Engine& engine,
                         const Question& question) {
  WFP_CLI_TRY(const auto access,
              engine.access(question.object, question.who.api(), question.rights));
  if (format == OutputFormat::table) {
    write_people(io, engine, question, *access);
  } else {
    write_document(io, format, answer_json(question, *access), "wfp");
  }
  return (question.rights & ~access->granted) == 0 ? ExitCode::ok : ExitCode::access_denied;
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  std::vector<std::string> words;
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  options.words(words, 3, 5);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  const std::string name = words[0];
  WFP_CLI_TRY(const AccessMask rights, parse_rights(words[1]));
  if (rights == 0) return fail(ExitCode::usage, "which right? For example READ: wfp help rights");
  words.erase(words.begin(), words.begin() + 2);
  WFP_CLI_TRY(const Object object, take_object(words));
  if (!words.empty())
    return fail(ExitCode::usage, fmt::format("'{}' was not expected", escaped(words.front())));
  if (object.kind == Object::Kind::endpoints_with)
    return fail(ExitCode::usage, "name one endpoint, or 'endpoints'");
  if (name == "me" || name == "i") {
    WFP_CLI_TRY(const Engine engine, Engine::open());
    return answer(io, format, engine, {Principal::me(), map_generic_rights(rights), object});
  }
  WFP_CLI_TRY(const Sid sid, resolve(parse_trustee(name)));
  const Principal who(sid);
  WFP_CLI_TRY(const Engine engine, Engine::open());
  return answer(io, format, engine, {who, map_generic_rights(rights), object});
}

}  // namespace

constinit const Verb kAccessCan{
    "access",
    "can",
    "",
    "NAME RIGHTS OBJECT",
    "may somebody do this, and why (not)?",
    "  wfp access can bob READ endpoints\n"
    "  wfp access can g:netops R endpoint 0x9c4\n"
    "  wfp access can me WRITE_DAC endpoints && echo yes\n",
    "Exit code 0: yes. 3: no. Asking about others needs READ_CONTROL on the object.\n",
    run};

}  // namespace wfp::cli
