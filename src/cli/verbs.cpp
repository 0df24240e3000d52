#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

constexpr std::array kVerbs = {
    &kEndpointList,   &kEndpointShow, &kSecurityShow,  &kSecurityGrant, &kSecurityDeny,
    &kSecurityRemove, &kSecuritySet,  &kSecurityReset, &kSecuritySave,  &kSecurityRestore,
    &kAccessWho,      &kAccessCan,    &kAccessMe,      &kAccessCheck,   &kSddlShow,
    &kSddlValidate,   &kSddlDiff,     &kStatus,        &kDoctor,        &kCompletion,
    &kHelp,           &kVersion,
};

// Other words for a noun.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOtherNouns = {
    {{"ep", "endpoint"}, {"endpoints", "endpoint"}, {"sec", "security"}}};

std::string_view noun_of(std::string_view word) {
  const auto other =
      std::ranges::find(kOtherNouns, word, &std::pair<std::string_view, std::string_view>::first);
  return other == kOtherNouns.end() ? word : other->second;
}

Failure unknown_command(std::string_view word) {
  std::vector<std::string_view> known = nouns();
  for (const Verb* verb : kVerbs) {
    if (verb->noun.empty()) known.push_back(verb->name);
    if (!verb->short_form.empty()) known.push_back(verb->short_form);
  }
  return {ExitCode::usage,
          fmt::format("unknown command '{}'{}", escaped(word), did_you_mean(word, known)),
          {"see: wfp help"},
          {}};
}

Failure unknown_verb(std::string_view noun, std::string_view word) {
  std::vector<std::string_view> known;
  for (const Verb* verb : kVerbs) {
    if (verb->noun == noun) known.push_back(verb->name);
  }
  const std::string what = word.empty() ? fmt::format("'{}' needs a verb", noun)
                                        : fmt::format("unknown verb '{} {}'{}", noun, escaped(word),
                                                      did_you_mean(word, known));
  return {ExitCode::usage, what, {fmt::format("wfp {} {}", noun, fmt::join(known, "|"))}, {}};
}

}  // namespace

std::span<const Verb* const> verbs() { return kVerbs; }

std::vector<std::string_view> nouns() {
  std::vector<std::string_view> nouns;
  for (const Verb* verb : kVerbs) {
    if (!verb->noun.empty() && std::ranges::count(nouns, verb->noun) == 0)
      nouns.push_back(verb->noun);
  }
  return nouns;
}

Outcome<const Verb*> take_verb(Arguments& words) {
  if (words.empty()) return &kHome;
  const std::string first = words.front();
  if (first == "--help" || first == "-h") {
    words.erase(words.begin());
    return &kHelp;
  }
  if (first == "--version" || first == "-V") {
    words.erase(words.begin());
    return &kVersion;
  }
  if (first == "-o" || first == "--json" || first.starts_with("--output") || first == "--color") {
    return &kHome;
  }
  for (const Verb* verb : kVerbs) {
    if (first == verb->short_form || (verb->noun.empty() && first == verb->name)) {
      words.erase(words.begin());
      return verb;
    }
  }
  const std::string_view noun = noun_of(first);
  if (std::ranges::count(nouns(), noun) == 0) return fail(unknown_command(first));
  words.erase(words.begin());
  const std::string name = words.empty() ? std::string() : words.front();
  if (name == "--help" || name == "-h") return &kHelp;
  for (const Verb* verb : kVerbs) {
    if (verb->noun != noun || verb->name != name) continue;
    words.erase(words.begin());
    return verb;
  }
  return fail(unknown_verb(noun, name));
}

std::string usage_line(const Verb& verb) {
  std::string line = "wfp";
  for (const std::string_view word : {verb.noun, verb.name, verb.arguments}) {
    if (!word.empty()) line.append(" ").append(word);
  }
  return line;
}

std::string usage() {
  std::string text = "wfp: who on this machine talks to whom, and who may see it\n\n";
  for (const Verb* verb : kVerbs) {
    const std::string name =
        verb->noun.empty() ? std::string(verb->name) : fmt::format("{} {}", verb->noun, verb->name);
    const std::string other =
        verb->short_form.empty() ? "" : fmt::format("  (wfp {})", verb->short_form);
    text += fmt::format("  wfp {:<18} {}{}\n", name, verb->summary, other);
  }
  text += "\nwfp VERB --help tells more, `wfp help rights|filter|columns|exit-codes` the rest.\n";
  return text;
}

Outcome<bool> parse(const Verb& verb, Io& io, Options& options, const Arguments& arguments) {
  bool help = false;
  options.flag("-h,--help", help, "this text");
  const auto stop = std::ranges::find(arguments, "--");
  const bool asked = std::any_of(arguments.begin(), stop,
                                 [](const std::string& a) { return a == "--help" || a == "-h"; });
  if (asked) {
    io.out += fmt::format("{}\n\n{}\n", usage_line(verb), verb.summary);
    if (!verb.examples.empty()) io.out += fmt::format("\nExamples:\n{}", verb.examples);
    io.out += "\nOptions:\n" + options.help();
    if (!verb.details.empty()) io.out += fmt::format("\n{}", verb.details);
    return false;
  }
  if (auto parsed = options.parse(arguments); !parsed) {
    Failure failure = std::move(parsed).error();
    failure.notes.push_back("usage: " + usage_line(verb));
    failure.notes.push_back(
        fmt::format("see: wfp {}{}{} --help", verb.noun, verb.noun.empty() ? "" : " ", verb.name));
    return fail(std::move(failure));
  }
  return true;
}

}  // namespace wfp::cli
