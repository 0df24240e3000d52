#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/local_memory.h"
#include "cli/output.h"
#include "cli/principal.h"
#include "cli/sddl_text.h"
#include "cli/text.h"
#include "cli/token_text.h"
#include "cli/verb.h"
#include "openwfp_security.h"
#include "windows.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

Json reasons_json(const OPENWFP_ACCESS0& access) {
  Json reasons = Json::array();
  for (UINT32 i = 0; i < access.numReasons; ++i) {
    const OPENWFP_ACCESS_REASON0& reason = access.reasons[i];
    reasons.push_back({{"rights", format_rights(reason.rights)},
                       {"granted", reason.granted != FALSE},
                       {"because", reason_text(reason)}});
  }
  return reasons;
}

void write_people(Io& io, AccessMask desired, const OPENWFP_ACCESS0& access, bool allowed) {
  const bool maximum = (desired & MAXIMUM_ALLOWED) != 0;
  io.out += allowed ? io.green("granted") : io.red("denied");
  io.out += fmt::format(": {}\n", format_rights(maximum ? access.granted : desired));
  for (UINT32 i = 0; i < access.numReasons; ++i) {
    const OPENWFP_ACCESS_REASON0& reason = access.reasons[i];
    io.out += fmt::format("  {} {} {}\n", reason.granted != FALSE ? "+" : "-",
                          format_rights(reason.rights), reason_text(reason));
  }
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  std::string sddl, token_text, desired_text = "(MA)";
  std::vector<std::string> words;
  OutputOptions output(kFormats);
  Options options;
  options.value("--sddl", sddl, "TEXT", "the descriptor: SDDL, @FILE, or - for standard input");
  options.value("--token", token_text, "TOKEN", "who asks: a name, or SIDs");
  options.value("--desired", desired_text, "RIGHTS",
                "the rights; all that are allowed if left out");
  output.add_to(options);
  options.words(words, 0, 0);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  if (sddl.empty() || token_text.empty()) {
    return fail(ExitCode::usage, sddl.empty() ? "--sddl is missing" : "--token is missing",
                {usage_line(verb)});
  }
  WFP_CLI_TRY(const std::string text, sddl_argument(sddl));
  WFP_CLI_TRY(const Descriptor descriptor, read_sddl(text));
  WFP_CLI_TRY(const TokenText token, parse_token(token_text));
  WFP_CLI_TRY(const AccessMask asked, parse_rights(desired_text));
  const AccessMask desired = map_generic_rights(asked);
  PSECURITY_DESCRIPTOR raw = nullptr;
  DWORD code = OpenWfpParseSddl0(text.c_str(), &raw, nullptr, nullptr);
  const LocalOwned<void> raw_memory(raw);
  OPENWFP_ACCESS0* decided = nullptr;
  const OPENWFP_PRINCIPAL0 principal = token.principal();
  if (code == ERROR_SUCCESS) code = OpenWfpAccessCheck0(raw, &principal, desired, &decided);
  if (code != ERROR_SUCCESS) {
    return fail(Failure{exit_code_of(code), std::string(meaning_of(code)), {}, symbolic(code)});
  }
  const LocalOwned<OPENWFP_ACCESS0> access(decided);
  const bool allowed =
      (desired & MAXIMUM_ALLOWED) != 0 ? access->granted != 0 : (desired & ~access->granted) == 0;
  if (format == OutputFormat::table) {
    write_people(io, desired, *access, allowed);
  } else {
    Json document{{"allowed", allowed},
                  {"desired", format_rights(desired)},
                  {"granted", format_rights(access->granted)},
                  {"grantedMask", access->granted},
                  {"reasons", reasons_json(*access)}};
    write_document(io, format, std::move(document), "wfp");
  }
  return allowed ? ExitCode::ok : ExitCode::access_denied;
}

}  // namespace

constinit const Verb kAccessCheck{
    "access",
    "check",
    "",
    "--sddl TEXT --token TOKEN [--desired RIGHTS]",
    "decide any descriptor against any token, here",
    "  wfp access check --sddl 'O:BAG:SYD:(A;;0xe0;;;WD)' --token bob --desired READ\n"
    "  wfp access check --sddl @acl.txt --token "
    "'S-1-22-1-1001,S-1-5-32-544:deny-only,SeSecurityPrivilege'\n",
    "TOKEN is a user's name (with the groups of the user database), or SIDs separated by commas: "
    "the user first, then\n"
    "groups, each may end in :deny-only or :disabled, then privileges (SeTakeOwnershipPrivilege). "
    "SIDs given so are all:\n"
    "Everyone is not added. Generic rights mean what they mean for the filter engine. Exit code 0: "
    "granted. 3: denied.\n",
    run};

}  // namespace wfp::cli
