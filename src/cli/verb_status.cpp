#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/duration.h"
#include "cli/engine.h"
#include "cli/output.h"
#include "cli/table.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::json, OutputFormat::yaml,
                                     OutputFormat::xml};

std::string text_of(const char* text) { return text == nullptr ? std::string() : escaped(text); }

std::string mode_meaning(std::string_view mode) {
  if (mode == "observe") return "observe (lists endpoints; enforces no filters)";
  return std::string(mode);
}

void write_limits(Io& io, const OPENWFP_STATUS0& status) {
  if (status.numLimits == 0) return;
  Table table({{"LIMIT"}, {"YOU USE"}, {"OF"}});
  for (UINT32 i = 0; i < status.numLimits; ++i) {
    const OPENWFP_LIMIT0& limit = status.limits[i];
    const std::string unit = text_of(limit.unit);
    table.add_row({text_of(limit.name), fmt::format("{}", limit.used),
                   fmt::format("{}{}{}", limit.maximum, unit == "bytes" ? " " : "",
                               unit == "bytes" ? unit : "")});
  }
  io.out += '\n' + table.to_text(0, true, io.color());
}

void write_people(Io& io, const OPENWFP_STATUS0& status) {
  const auto line = [&](std::string_view name, const std::string& text) {
    io.out += fmt::format("  {:<11} {}\n", name, text);
  };
  io.out += fmt::format("{} · running {} · kernel {}\n", io.bold("wfpd " + text_of(status.release)),
                        duration_text(status.uptimeMs), text_of(status.kernelRelease));
  line("mode", mode_meaning(text_of(status.mode)));
  line("process", fmt::format("{}", status.processId));
  line("socket", text_of(status.socketPath));
  if (status.stateDirectory != nullptr) line("state", text_of(status.stateDirectory));
  line("endpoints", status.endpointCount == OPENWFP_COUNT_WITHHELD
                        ? "not told to you (needs READ_STATS on endpoints)"
                        : fmt::format("{}", status.endpointCount));
  if (status.sessionCount != OPENWFP_COUNT_WITHHELD)
    line("sessions", fmt::format("{}", status.sessionCount));
  if (status.passMicroseconds != 0) {
    line("last pass",
         fmt::format("{:.1f} ms", static_cast<double>(status.passMicroseconds) / 1000));
  }
  for (UINT32 i = 0; i < status.numMissingCapabilities; ++i)
    line("lacks", text_of(status.missingCapabilities[i]));
  for (UINT32 i = 0; i < status.numNotes; ++i) line("note", text_of(status.notes[i]));
  write_limits(io, status);
}

Json count_json(std::int64_t count) {
  return count == OPENWFP_COUNT_WITHHELD ? Json() : Json(count);
}

Json strings_json(char** strings, UINT32 count) {
  Json list = Json::array();
  for (UINT32 i = 0; i < count; ++i) list.push_back(text_of(strings[i]));
  return list;
}

Json status_json(const OPENWFP_STATUS0& status) {
  Json limits = Json::array();
  for (UINT32 i = 0; i < status.numLimits; ++i) {
    const OPENWFP_LIMIT0& limit = status.limits[i];
    limits.push_back({{"name", text_of(limit.name)},
                      {"unit", text_of(limit.unit)},
                      {"used", limit.used},
                      {"maximum", limit.maximum}});
  }
  return {{"release", text_of(status.release)},
          {"mode", text_of(status.mode)},
          {"kernelRelease", text_of(status.kernelRelease)},
          {"processId", status.processId},
          {"startedUnixMs", status.startedUnixMs},
          {"uptimeMs", status.uptimeMs},
          {"socket", text_of(status.socketPath)},
          {"stateDirectory", text_of(status.stateDirectory)},
          {"endpoints", count_json(status.endpointCount)},
          {"sessions", count_json(status.sessionCount)},
          {"lastPassMicroseconds", status.passMicroseconds},
          {"missingCapabilities",
           strings_json(status.missingCapabilities, status.numMissingCapabilities)},
          {"notes", strings_json(status.notes, status.numNotes)},
          {"limits", std::move(limits)}};
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  OutputOptions output(kFormats);
  Options options;
  output.add_to(options);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  WFP_CLI_TRY(const Engine engine, Engine::open());
  WFP_CLI_TRY(const auto status, engine.status());
  if (format == OutputFormat::table) {
    write_people(io, *status);
  } else {
    write_document(io, format, status_json(*status), "wfp");
  }
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kStatus{
    "", "status", "", "", "the daemon: since when, in which mode, your quotas", "  wfp status\n",
    "", run};

}  // namespace wfp::cli
