// show, validate and diff: security descriptors as text, without the engine.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/descriptor_text.h"
#include "cli/output.h"
#include "cli/sddl_text.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml, OutputFormat::sddl};
constexpr OutputFormat kDiffFormats[] = {OutputFormat::table, OutputFormat::json,
                                         OutputFormat::yaml, OutputFormat::xml};

struct Parsed {
  OutputFormat format;
  std::vector<std::string> texts;
  std::vector<Descriptor> descriptors;
};

// Nothing if help was printed.
Outcome<std::optional<Parsed>> read(const Verb& verb, Io& io, const Arguments& arguments,
                                    std::size_t count, std::span<const OutputFormat> formats) {
  OutputOptions output(formats);
  Options options;
  std::vector<std::string> words;
  output.add_to(options);
  options.words(words, count, count);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return std::optional<Parsed>();
  Parsed parsed{};
  WFP_CLI_TRY(parsed.format, output.resolve(io));
  for (const std::string& word : words) {
    WFP_CLI_TRY(std::string text, sddl_argument(word));
    WFP_CLI_TRY(Descriptor descriptor, read_sddl(text));
    parsed.texts.push_back(std::move(text));
    parsed.descriptors.push_back(std::move(descriptor));
  }
  return std::optional(std::move(parsed));
}

Outcome<ExitCode> show(const Verb& verb, Io& io, const Arguments& arguments) {
  WFP_CLI_TRY(const auto parsed, read(verb, io, arguments, 1, kFormats));
  if (!parsed) return ExitCode::ok;
  const Descriptor& descriptor = parsed->descriptors.front();
  if (parsed->format == OutputFormat::sddl) {
    io.out += escaped(descriptor.sddl()) + '\n';
  } else if (parsed->format == OutputFormat::table) {
    write_descriptor(io, "-", descriptor);
  } else {
    write_document(io, parsed->format, descriptor_json(descriptor), "wfp");
  }
  return ExitCode::ok;
}

Outcome<ExitCode> validate(const Verb& verb, Io& io, const Arguments& arguments) {
  WFP_CLI_TRY(const auto parsed, read(verb, io, arguments, 1, kDiffFormats));
  if (!parsed) return ExitCode::ok;
  const std::string canonical = parsed->descriptors.front().sddl();
  const bool same = canonical == parsed->texts.front();
  if (parsed->format == OutputFormat::table) {
    io.out +=
        same ? "valid\n" : fmt::format("valid; Windows writes it as:\n{}\n", escaped(canonical));
  } else {
    write_document(io, parsed->format,
                   {{"valid", true}, {"canonical", same}, {"sddl", escaped(canonical)}}, "wfp");
  }
  return ExitCode::ok;
}

Outcome<ExitCode> diff(const Verb& verb, Io& io, const Arguments& arguments) {
  WFP_CLI_TRY(const auto parsed, read(verb, io, arguments, 2, kDiffFormats));
  if (!parsed) return ExitCode::ok;
  const Descriptor& a = parsed->descriptors[0];
  const Descriptor& b = parsed->descriptors[1];
  std::vector<std::string> lines = change_lines(a, b);
  const bool only_order = lines.empty() && (a.dacl != b.dacl || a.sacl != b.sacl);
  if (only_order)
    lines.emplace_back("~ the same entries in another order, or other flags of the list");
  if (parsed->format == OutputFormat::table) {
    for (const std::string& line : lines) io.out += line + '\n';
  } else {
    nlohmann::ordered_json document{
        {"equal", lines.empty()}, {"onlyOrder", only_order}, {"changes", changes_json(a, b)}};
    write_document(io, parsed->format, std::move(document), "wfp");
  }
  return lines.empty() ? ExitCode::ok : ExitCode::failure;
}

constexpr std::string_view kArgument = "SDDL is the text itself, @FILE, or - for standard input.\n";

}  // namespace

constinit const Verb kSddlShow{"sddl",
                               "show",
                               "",
                               "SDDL",
                               "what a descriptor in SDDL says",
                               "  wfp sddl show 'O:BAG:SYD:P(A;;0xe0;;;S-1-22-1-1000)'\n"
                               "  wfp security show endpoints --sddl | wfp sddl show -\n",
                               kArgument,
                               show};

constinit const Verb kSddlValidate{
    "sddl",
    "validate",
    "",
    "SDDL",
    "is this text a security descriptor?",
    "  wfp sddl validate @acl.txt\n",
    "SDDL is the text itself, @FILE, or - for standard input. Exit code 7: it is not.\n",
    validate};

constinit const Verb kSddlDiff{
    "sddl",
    "diff",
    "",
    "SDDL SDDL",
    "what differs between two descriptors",
    "  wfp sddl diff @old.txt @new.txt\n",
    "SDDL is the text itself, @FILE, or - for standard input. Exit code 1: they differ.\n",
    diff};

}  // namespace wfp::cli
