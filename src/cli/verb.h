// Verb: one command of `wfp`. Each lives in a file of its own (verb_*.cpp) and is a row of the
// table in verbs.cpp; dispatch, usage, help and completion are made from that table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"
#include "cli/io.h"
#include "cli/options.h"

namespace wfp::cli {

struct Verb {
  std::string_view noun;        // "endpoint"; empty for a verb without one
  std::string_view name;        // "list"
  std::string_view short_form;  // "ls", or empty
  std::string_view arguments;   // "OBJECT NAME:RIGHTS..."
  std::string_view summary;     // one line
  std::string_view examples;    // lines, for --help
  std::string_view details;     // for --help, may be empty
  Outcome<ExitCode> (*run)(const Verb& verb, Io& io, const Arguments& arguments);
};

extern const Verb kHome, kEndpointList, kEndpointShow;
extern const Verb kSecurityShow, kSecuritySet, kSecurityGrant, kSecurityDeny, kSecurityRemove,
    kSecurityReset, kSecuritySave, kSecurityRestore;
extern const Verb kAccessWho, kAccessCan, kAccessMe, kAccessCheck;
extern const Verb kSddlShow, kSddlValidate, kSddlDiff;
extern const Verb kStatus, kDoctor, kCompletion, kHelp, kVersion;

std::span<const Verb* const> verbs();

// The nouns, each once, in the table's order.
std::vector<std::string_view> nouns();

// The verb that the words name; takes them off the front. Fails with a guess.
Outcome<const Verb*> take_verb(Arguments& words);

std::string usage_line(const Verb& verb);  // "wfp endpoint list [FILTER...]"
std::string usage();                       // all of it

// Adds --help to the options and parses. False: help was printed and there is nothing left to do.
Outcome<bool> parse(const Verb& verb, Io& io, Options& options, const Arguments& arguments);

}  // namespace wfp::cli
