// save and restore: all descriptors as a text file, and back.
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "cli/descriptor_text.h"
#include "cli/security_change.h"
#include "cli/text.h"
#include "cli/verb.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr std::string_view kHeader = "# wfp security save, version 1";
const Object kSaved[] = {{Object::Kind::engine, 0, {}}, {Object::Kind::endpoints, 0, {}}};

Outcome<ExitCode> save(const Verb& verb, Io& io, const Arguments& arguments) {
  Options options;
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const Engine engine, Engine::open());
  std::string text = std::string(kHeader) + '\n';
  bool withheld = false;
  for (const Object& object : kSaved) {
    WFP_CLI_TRY(const ReadDescriptor read, read_descriptor(engine, object));
    const std::string sddl = read.descriptor.sddl();
    if (sddl.empty()) {
      return fail(ExitCode::failure,
                  fmt::format("the descriptor of the {} cannot be written as SDDL", object.name()));
    }
    withheld = withheld || read.sacl_withheld;
    text += fmt::format("{}\t{}\n", object.name(), sddl);
  }
  io.out += text;
  if (withheld) io.note("audit lists are not in this file: they need CAP_AUDIT_CONTROL");
  return ExitCode::ok;
}

struct SavedDescriptor {
  Object object;
  Descriptor descriptor;
};

Failure bad_line(std::size_t number, std::string_view what) {
  return {ExitCode::invalid_policy,
          fmt::format("line {}: {}", number, what),
          {"nothing was changed"},
          {}};
}

// Everything is parsed before anything is written.
Outcome<std::vector<SavedDescriptor>> parse_file(std::istream& file) {
  std::vector<SavedDescriptor> saved;
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number) {
    if (number == 1 && line != kHeader)
      return fail(bad_line(1, fmt::format("expected '{}'", kHeader)));
    if (line.empty() || line.starts_with('#')) continue;
    const std::size_t tab = line.find('\t');
    std::vector<std::string> words = {line.substr(0, tab)};
    const auto object = take_object(words);
    if (tab == std::string::npos || !object || object->is_computed()) {
      return fail(bad_line(number, "expected 'engine' or 'endpoints', a tab, and SDDL"));
    }
    auto descriptor = Descriptor::from_sddl(line.substr(tab + 1));
    if (!descriptor) return fail(bad_line(number, descriptor.error().what));
    saved.push_back({*object, *std::move(descriptor)});
  }
  if (saved.empty()) return fail(ExitCode::invalid_policy, "the file holds no descriptor");
  return saved;
}

Outcome<std::vector<SavedDescriptor>> read_file(const std::string& path) {
  if (path == "-") return parse_file(std::cin);
  std::ifstream file(path);
  if (!file) {
    return fail(ExitCode::not_found,
                fmt::format("cannot read '{}': {}", escaped(path), std::strerror(errno)));
  }
  return parse_file(file);
}

SecurityBits parts_of(const Descriptor& descriptor) {
  SecurityBits parts = 0;
  if (descriptor.owner) parts |= OWNER_SECURITY_INFORMATION;
  if (descriptor.group) parts |= GROUP_SECURITY_INFORMATION;
  if (descriptor.dacl.state != AclPart::State::absent) {
    parts |= DACL_SECURITY_INFORMATION;
    parts |= descriptor.dacl.is_protected ? PROTECTED_DACL_SECURITY_INFORMATION
                                          : UNPROTECTED_DACL_SECURITY_INFORMATION;
  }
  if (descriptor.sacl.state != AclPart::State::absent) parts |= SACL_SECURITY_INFORMATION;
  return parts;
}

Outcome<ExitCode> restore(const Verb& verb, Io& io, const Arguments& arguments) {
  WriteOptions write;
  std::vector<std::string> words;
  Options options;
  write.add_to(options);
  options.words(words, 1, 1);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const std::vector<SavedDescriptor> saved, read_file(words.front()));
  WFP_CLI_TRY(const Engine engine, Engine::open());
  for (const SavedDescriptor& one : saved) {
    WFP_CLI_CHECK(change_security(io, engine, one.object, write,
                                  [&](Descriptor& descriptor) -> Outcome<SecurityBits> {
                                    const SecurityBits parts = parts_of(one.descriptor);
                                    const Descriptor before = descriptor;
                                    descriptor = one.descriptor;
                                    if (!descriptor.owner) descriptor.owner = before.owner;
                                    if (!descriptor.group) descriptor.group = before.group;
                                    if ((parts & DACL_SECURITY_INFORMATION) == 0)
                                      descriptor.dacl = before.dacl;
                                    if ((parts & SACL_SECURITY_INFORMATION) == 0)
                                      descriptor.sacl = before.sacl;
                                    return parts;
                                  }));
  }
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kSecuritySave{"security",
                                   "save",
                                   "",
                                   "",
                                   "all owners and access lists, for restore",
                                   "  wfp security save > acls.txt\n",
                                   "",
                                   save};

constinit const Verb kSecurityRestore{
    "security",
    "restore",
    "",
    "FILE",
    "put saved owners and access lists back",
    "  wfp security restore acls.txt --dry-run\n"
    "  wfp security save | ssh HOST wfp security restore -\n",
    "The file is read and checked as a whole before anything is changed.\n",
    restore};

}  // namespace wfp::cli
