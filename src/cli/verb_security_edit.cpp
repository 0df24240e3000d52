// grant, deny and remove: entries for somebody on an object.
#include <fmt/format.h>

#include "cli/acl_edit.h"
#include "cli/entry.h"
#include "cli/security_change.h"
#include "cli/sid.h"
#include "cli/verb.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr std::string_view kObjects =
    "OBJECT is one of:\n"
    "  engine                      the filter engine\n"
    "  endpoints                   all endpoints: their container\n"
    "  endpoint ID                 endpoints like this one: same program, user, protocol and "
    "ports. It becomes a\n"
    "                              conditional entry of the container, so it holds for later ones "
    "too\n"
    "  'endpoint[app=/usr/bin/x]'  endpoints with these attributes: app service direction user "
    "protocol\n"
    "                              local_port remote_port\n"
    "NAME is a user, g:GROUP, a Windows account such as Everyone or 'NT SERVICE\\nginx', or a "
    "SID.\n"
    "RIGHTS: wfp help rights.\n";

struct ResolvedEntry {
  Entry entry;
  Sid sid;
};

Outcome<SecurityBits> add_entries(Descriptor& descriptor, bool deny,
                                  const std::vector<ResolvedEntry>& entries,
                                  const std::string& condition) {
  if (descriptor.dacl.state != AclPart::State::list) {
    if (!deny) {
      return fail(ExitCode::failure,
                  "everyone may do everything here: there is no access list to add to",
                  {"set one first: wfp security reset OBJECT"});
    }
    return fail(ExitCode::failure, "there is no access list to add to",
                {"set one first: wfp security reset OBJECT"});
  }
  for (const ResolvedEntry& one : entries) {
    WFP_CLI_TRY(const Ace ace, make_entry(deny, one.entry, one.sid, condition));
    add_ace(descriptor.dacl.list, ace);
  }
  return SecurityBits{DACL_SECURITY_INFORMATION};
}

Outcome<ExitCode> edit(const Verb& verb, Io& io, const Arguments& arguments, bool deny) {
  WriteOptions write;
  std::vector<std::string> words;
  Options options;
  write.add_to(options);
  options.words(words, 0, SIZE_MAX);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const Object object, take_object(words));
  if (words.empty())
    return fail(ExitCode::usage, "to whom, and which rights? NAME:RIGHTS is missing",
                {usage_line(verb)});
  std::vector<ResolvedEntry> entries;
  for (const std::string& word : words) {
    WFP_CLI_TRY(Entry entry, parse_icacls_entry(word));
    if (object.is_computed() && entry.flags != 0) {
      return fail(ExitCode::usage,
                  "an entry for endpoints has its inheritance already: leave (OI)(CI) out");
    }
    WFP_CLI_TRY(const Sid sid, resolve(entry.trustee));
    entries.push_back({std::move(entry), sid});
  }
  WFP_CLI_TRY(const Engine engine, Engine::open());
  std::string condition;
  if (object.is_computed()) {
    WFP_CLI_TRY(condition, condition_for(engine, object));
    io.note(fmt::format("this covers every endpoint, now and later, with {}", condition));
  }
  return change_security(io, engine, object, write, [&](Descriptor& descriptor) {
    return add_entries(descriptor, deny, entries, condition);
  });
}

Outcome<ExitCode> grant(const Verb& verb, Io& io, const Arguments& arguments) {
  return edit(verb, io, arguments, false);
}
Outcome<ExitCode> deny(const Verb& verb, Io& io, const Arguments& arguments) {
  return edit(verb, io, arguments, true);
}

Outcome<ExitCode> remove(const Verb& verb, Io& io, const Arguments& arguments) {
  WriteOptions write;
  bool allows = false, denies = false;
  std::vector<std::string> words;
  Options options;
  options.flag("--allow", allows, "only what is allowed");
  options.flag("--deny", denies, "only what is denied");
  write.add_to(options);
  options.words(words, 0, SIZE_MAX);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const Object object, take_object(words));
  if (words.empty())
    return fail(ExitCode::usage, "whose entries? NAME is missing", {usage_line(verb)});
  std::vector<Sid> sids;
  for (const std::string& word : words) {
    WFP_CLI_TRY(const Sid sid, resolve(parse_trustee(word)));
    sids.push_back(sid);
  }
  const AceKind kind = allows == denies ? AceKind::both : allows ? AceKind::allow : AceKind::deny;
  WFP_CLI_TRY(const Engine engine, Engine::open());
  std::string condition;
  if (object.is_computed()) {
    WFP_CLI_TRY(const std::string written, condition_for(engine, object));
    // As the engine writes it, so that it can be compared.
    WFP_CLI_TRY(const Ace sample, make_entry(false, {{}, 1, 0}, sids.front(), written));
    condition = sample.condition();
  }
  return change_security(
      io, engine, object, write, [&](Descriptor& descriptor) -> Outcome<SecurityBits> {
        for (const Sid& sid : sids) {
          const std::size_t removed =
              condition.empty() ? remove_aces(descriptor.dacl.list, sid, kind)
                                : remove_conditional_aces(descriptor.dacl.list, sid, condition);
          if (removed == 0) {
            return fail(
                ExitCode::not_found,
                fmt::format("{} has no entry of its own for {}", object.name(), name_of(sid)),
                {fmt::format("see: wfp security show {}",
                             object.is_computed() ? "endpoints" : object.name())});
          }
        }
        return SecurityBits{DACL_SECURITY_INFORMATION};
      });
}

}  // namespace

constinit const Verb kSecurityGrant{
    "security",
    "grant",
    "",
    "OBJECT NAME:RIGHTS...",
    "let somebody do something",
    "  wfp security grant endpoints bob:R                     bob sees every endpoint\n"
    "  wfp security grant endpoint 0x9c4 g:netops:R           endpoints like this one\n"
    "  wfp security grant 'endpoint[app=/usr/sbin/nginx]' g:netops:R\n"
    "  wfp security grant engine 'carol:(OI)(CI)(BR,RS)'      and what inherits from the engine\n",
    kObjects,
    grant};

constinit const Verb kSecurityDeny{"security",
                                   "deny",
                                   "",
                                   "OBJECT NAME:RIGHTS...",
                                   "forbid somebody something, whatever else allows it",
                                   "  wfp security deny endpoints guest:R\n"
                                   "  wfp security deny 'endpoint[user=alice]' g:netops:R\n",
                                   kObjects,
                                   deny};

constinit const Verb kSecurityRemove{
    "security",
    "remove",
    "",
    "OBJECT NAME...",
    "take somebody's entries out of the access list",
    "  wfp security remove endpoints bob\n"
    "  wfp security remove --deny endpoints guest             only what is denied\n",
    "Inherited entries stay; they are removed where they come from.\n",
    remove};

}  // namespace wfp::cli
