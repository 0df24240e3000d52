#include <fmt/format.h>

#include "cli/acl_edit.h"
#include "cli/entry.h"
#include "cli/security_change.h"
#include "cli/sid.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "windows.h"

namespace wfp::cli {
namespace {

struct Request {
  WriteOptions write;
  std::string sddl, owner, group;
  std::vector<std::string> modify, remove;
  bool clear = false, protect = false, unprotect = false;

  [[nodiscard]] bool edits_list() const {
    return clear || protect || unprotect || !modify.empty() || !remove.empty();
  }
  [[nodiscard]] bool is_empty() const {
    return sddl.empty() && owner.empty() && group.empty() && !edits_list();
  }
};

// Replaces the parts that the text has.
Outcome<SecurityBits> apply_sddl(Descriptor& descriptor, const std::string& text) {
  WFP_CLI_TRY(const Descriptor wanted, Descriptor::from_sddl(text));
  SecurityBits parts = 0;
  if (wanted.owner) {
    descriptor.owner = wanted.owner;
    parts |= OWNER_SECURITY_INFORMATION;
  }
  if (wanted.group) {
    descriptor.group = wanted.group;
    parts |= GROUP_SECURITY_INFORMATION;
  }
  if (wanted.dacl.state != AclPart::State::absent) {
    descriptor.dacl = wanted.dacl;
    parts |= DACL_SECURITY_INFORMATION;
    parts |= wanted.dacl.is_protected ? PROTECTED_DACL_SECURITY_INFORMATION
                                      : UNPROTECTED_DACL_SECURITY_INFORMATION;
  }
  if (wanted.sacl.state != AclPart::State::absent) {
    descriptor.sacl = wanted.sacl;
    parts |= SACL_SECURITY_INFORMATION;
    parts |= wanted.sacl.is_protected ? PROTECTED_SACL_SECURITY_INFORMATION
                                      : UNPROTECTED_SACL_SECURITY_INFORMATION;
  }
  if (parts == 0)
    return fail(ExitCode::invalid_policy,
                "this SDDL sets nothing: it has no O:, G:, D: or S: part");
  return parts;
}

Outcome<void> modify_entries(Descriptor& descriptor, const Request& request) {
  Acl& acl = descriptor.dacl.list;
  for (const std::string& text : request.remove) {
    WFP_CLI_TRY(const std::vector<Trustee> trustees, parse_setfacl_trustees(text));
    for (const Trustee& trustee : trustees) {
      WFP_CLI_TRY(const Sid sid, resolve(trustee, descriptor.owner));
      remove_aces(acl, sid, AceKind::both);
    }
  }
  for (const std::string& text : request.modify) {
    WFP_CLI_TRY(const std::vector<Entry> entries, parse_setfacl_entries(text));
    for (const Entry& entry : entries) {  // setfacl replaces what the name had
      WFP_CLI_TRY(const Sid sid, resolve(entry.trustee, descriptor.owner));
      std::erase_if(acl.aces, [&](const Ace& ace) {
        return !ace.is_inherited() && ace.is_plain() && ace.flags() == entry.flags &&
               ace.sid() == sid;
      });
      if (entry.mask != 0)
        add_ace(acl, Ace::make(ACCESS_ALLOWED_ACE_TYPE, entry.flags, entry.mask, sid));
    }
  }
  return {};
}

Outcome<SecurityBits> apply_list(Descriptor& descriptor, const Request& request) {
  if (descriptor.dacl.state != AclPart::State::list) {
    return fail(ExitCode::failure, "there is no access list to change",
                {"set one with --sddl, or: wfp security reset"});
  }
  SecurityBits parts = DACL_SECURITY_INFORMATION;
  if (request.clear) remove_explicit_aces(descriptor.dacl.list);
  WFP_CLI_CHECK(modify_entries(descriptor, request));
  if (request.protect) {
    parts |= PROTECTED_DACL_SECURITY_INFORMATION;
    descriptor.dacl.is_protected = true;
    std::erase_if(descriptor.dacl.list.aces, [](const Ace& ace) { return ace.is_inherited(); });
  }
  if (request.unprotect) {
    parts |= UNPROTECTED_DACL_SECURITY_INFORMATION;
    descriptor.dacl.is_protected = false;
  }
  return parts;
}

Outcome<SecurityBits> apply(Descriptor& descriptor, const Request& request) {
  SecurityBits parts = 0;
  if (!request.sddl.empty()) {
    WFP_CLI_TRY(const SecurityBits more, apply_sddl(descriptor, request.sddl));
    parts |= more;
  }
  if (!request.owner.empty()) {
    WFP_CLI_TRY(descriptor.owner, resolve(parse_trustee(request.owner)));
    parts |= OWNER_SECURITY_INFORMATION;
  }
  if (!request.group.empty()) {
    const Trustee trustee = parse_trustee(request.group);
    const bool bare = trustee.kind == Trustee::Kind::any && !trustee.text.starts_with("S-");
    auto group = bare ? resolve({Trustee::Kind::group, trustee.text}) : resolve(trustee);
    if (!group && bare) group = resolve(trustee);
    WFP_CLI_TRY(descriptor.group, std::move(group));
    parts |= GROUP_SECURITY_INFORMATION;
  }
  if (request.edits_list()) {
    WFP_CLI_TRY(const SecurityBits more, apply_list(descriptor, request));
    parts |= more;
  }
  return parts;
}

Outcome<void> check(const Request& request, const Object& object) {
  if (request.is_empty()) {
    return fail(ExitCode::usage, "nothing to set",
                {"give --sddl, --owner, --group, -m, -x, -b, --protect or --unprotect"});
  }
  if (request.protect && request.unprotect)
    return fail(ExitCode::usage, "--protect and --unprotect contradict each other");
  if (!request.sddl.empty() && request.edits_list()) {
    return fail(ExitCode::usage,
                "--sddl sets the whole list: it cannot be mixed with -m, -x, -b or --protect");
  }
  if (object.is_computed()) {
    return fail(
        ExitCode::usage,
        fmt::format("the descriptor of {} is computed from the container's", object.name()),
        {fmt::format(
            "use: wfp security grant '{}' NAME:RIGHTS     or: wfp security set endpoints ...",
            object.name())});
  }
  return {};
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  Request request;
  std::vector<std::string> words;
  Options options;
  options.value("--sddl", request.sddl, "TEXT", "the parts that the text has");
  options.value("--owner", request.owner, "NAME", "the owner");
  options.value("--group", request.group, "NAME", "the group");
  options.values("-m,--modify", request.modify, "ENTRIES",
                 "as setfacl: u:NAME:RIGHTS,g:NAME:RIGHTS,o::RIGHTS");
  options.values("-x,--remove", request.remove, "NAMES", "as setfacl: u:NAME,g:NAME");
  options.flag("-b,--remove-all", request.clear, "all entries that are not inherited");
  options.flag("--protect", request.protect, "take nothing from the parent any more");
  options.flag("--unprotect", request.unprotect, "take the parent's entries again");
  request.write.add_to(options);
  options.words(words, 0, 3);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const Object object, take_object(words));
  if (!words.empty())
    return fail(ExitCode::usage, fmt::format("'{}' was not expected", escaped(words.front())));
  WFP_CLI_CHECK(check(request, object));
  Descriptor trial;  // a wrong text or name is told before anything is opened
  trial.dacl.state = AclPart::State::list;
  trial.owner = Sid::everyone();
  WFP_CLI_CHECK(apply(trial, request));
  WFP_CLI_TRY(const Engine engine, Engine::open());
  return change_security(io, engine, object, request.write,
                         [&](Descriptor& descriptor) { return apply(descriptor, request); });
}

}  // namespace

constinit const Verb kSecuritySet{
    "security",
    "set",
    "",
    "OBJECT [OPTIONS]",
    "set owner, group or access list, in SDDL or as setfacl does",
    "  wfp security set endpoints -m g:netops:R -x u:bob\n"
    "  wfp security set endpoints --owner alice\n"
    "  wfp security set engine --sddl 'D:(A;;0x50;;;WD)' --dry-run\n",
    "Without P in its flags, a D: part keeps the entries inherited from the parent.\n",
    run};

}  // namespace wfp::cli
