#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/descriptor_text.h"
#include "cli/security_change.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml, OutputFormat::sddl};

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  bool sddl = false;
  std::vector<std::string> words;
  OutputOptions output(kFormats);
  Options options;
  options.flag("--sddl", sddl, "the same as -o sddl");
  output.add_to(options);
  options.words(words, 0, 3);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  WFP_CLI_TRY(const Object object, take_object(words));
  if (!words.empty())
    return fail(ExitCode::usage, fmt::format("'{}' was not expected", escaped(words.front())));
  if (object.kind == Object::Kind::endpoints_with) {
    return fail(ExitCode::usage, fmt::format("{} has no descriptor of its own", object.name()),
                {"its entries are those of the container: wfp security show endpoints"});
  }
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const ReadDescriptor read, read_descriptor(engine, object));
  if (sddl || format == OutputFormat::sddl) {
    io.out += escaped(read.descriptor.sddl()) + '\n';
  } else if (format == OutputFormat::table) {
    write_descriptor(io, object.name(), read.descriptor);
  } else {
    nlohmann::ordered_json document{{"object", object.name()}};
    document.update(descriptor_json(read.descriptor));
    document["saclWithheld"] = read.sacl_withheld;
    write_document(io, format, std::move(document), "wfp");
  }
  if (object.kind == Object::Kind::endpoint && format == OutputFormat::table && !sddl) {
    io.note("computed from the container's entries: wfp security show endpoints");
  }
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kSecurityShow{
    "security",
    "show",
    "",
    "OBJECT",
    "owner and access list of an object",
    "  wfp security show endpoints\n"
    "  wfp security show endpoint 0x9c4\n"
    "  wfp security show engine --sddl\n",
    "OBJECT is engine, endpoints or endpoint ID. The audit list needs CAP_AUDIT_CONTROL.\n",
    run};

}  // namespace wfp::cli
