#include "cli/security_change.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/descriptor_text.h"
#include "cli/text.h"
#include "windows.h"

namespace wfp::cli {
namespace {

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

static_assert(kOwnerGroupDacl == (OWNER_SECURITY_INFORMATION | GROUP_SECURITY_INFORMATION |
                                  DACL_SECURITY_INFORMATION));

}  // namespace

WriteOptions::WriteOptions() : output(kFormats) {}

void WriteOptions::add_to(Options& options) {
  options.flag("--dry-run", dry_run, "tell what would change, and change nothing");
  output.add_to(options);
}

Outcome<ReadDescriptor> read_descriptor(const Engine& engine, const Object& object) {
  auto whole = engine.descriptor(object, kOwnerGroupDacl | SACL_SECURITY_INFORMATION);
  if (whole) return ReadDescriptor{*std::move(whole), false};
  WFP_CLI_TRY(Descriptor without, engine.descriptor(object, kOwnerGroupDacl));
  return ReadDescriptor{std::move(without), true};
}

void tell_changes(Io& io, OutputFormat format, const Object& object, const Descriptor& before,
                  const Descriptor& after, bool dry_run) {
  if (format != OutputFormat::table) {
    write_document(
        io, format,
        {{"object", object.name()}, {"dryRun", dry_run}, {"changes", changes_json(before, after)}},
        "wfp");
    return;
  }
  const std::vector<std::string> lines = change_lines(before, after);
  for (const std::string& line : lines) io.out += fmt::format("{}: {}\n", object.name(), line);
  if (lines.empty()) io.note(fmt::format("{}: nothing to change", object.name()));
  if (dry_run && !lines.empty()) io.note("dry run: nothing was changed");
}

Outcome<ExitCode> change_security(Io& io, const Engine& engine, const Object& object,
                                  const WriteOptions& options, const Edit& edit) {
  WFP_CLI_TRY(const OutputFormat format, options.output.resolve(io));
  const Object target = object.is_computed() ? Object{Object::Kind::endpoints, 0, {}} : object;
  const auto read = read_descriptor(engine, target);
  if (!read &&
      read.error().exit == ExitCode::access_denied) {  // who may not read it may hardly change it
    Failure failure = engine.denial(target, "READ_CONTROL and WRITE_DAC", nullptr);
    failure.notes.emplace_back("see: wfp access me     or try sudo");
    return fail(std::move(failure));
  }
  WFP_CLI_TRY(const ReadDescriptor before, read);
  Descriptor after = before.descriptor;
  WFP_CLI_TRY(const SecurityBits parts, edit(after));
  const bool writes_sacl = (parts & SACL_SECURITY_INFORMATION) != 0;
  if (options.dry_run || (after == before.descriptor && !(writes_sacl && before.sacl_withheld))) {
    tell_changes(io, format, target, before.descriptor, after, options.dry_run);
    return ExitCode::ok;
  }
  WFP_CLI_CHECK(engine.set_descriptor(target, parts, after));
  auto result = read_descriptor(engine, target);
  if (!result) {
    io.note(fmt::format("{}: changed; you may not read the result", target.name()));
    return ExitCode::ok;
  }
  tell_changes(io, format, target, before.descriptor, result->descriptor, false);
  return ExitCode::ok;
}

Outcome<Ace> make_entry(bool deny, const Entry& entry, const Sid& sid,
                        const std::string& condition) {
  if (condition.empty()) {
    return Ace::make(deny ? ACCESS_DENIED_ACE_TYPE : ACCESS_ALLOWED_ACE_TYPE, entry.flags,
                     entry.mask, sid);
  }
  const std::string text = fmt::format("D:({};OICIIO;{:#x};;;{};{})", deny ? "XD" : "XA",
                                       entry.mask, sid.text(), condition);
  WFP_CLI_TRY(const Descriptor one, Descriptor::from_sddl(text));
  if (one.dacl.list.aces.size() != 1)
    return fail(ExitCode::failure, "the condition is not one entry");
  return one.dacl.list.aces.front();
}

}  // namespace wfp::cli
