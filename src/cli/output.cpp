#include "cli/output.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

#include "cli/json_text.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::pair<std::string_view, OutputFormat> kFormats[] = {
    {"table", OutputFormat::table}, {"wide", OutputFormat::wide}, {"json", OutputFormat::json},
    {"jsonl", OutputFormat::jsonl}, {"yaml", OutputFormat::yaml}, {"xml", OutputFormat::xml},
    {"sddl", OutputFormat::sddl},
};

std::string_view name_of(OutputFormat format) {
  return std::ranges::find(kFormats, format, &std::pair<std::string_view, OutputFormat>::second)
      ->first;
}

std::string names_of(std::span<const OutputFormat> formats) {
  std::vector<std::string_view> names;
  for (const OutputFormat format : formats) names.push_back(name_of(format));
  return fmt::format("{}", fmt::join(names, "|"));
}

std::string scalar(const Json& value) {
  std::string text;
  if (value.is_string()) {
    append_json_string(text,
                       value.get_ref<const std::string&>());  // a JSON string is a YAML string
  } else {
    text = value.dump();
  }
  return text;
}

void append_yaml(std::string& out, const Json& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  const auto append_nested = [&](const Json& child, std::size_t deeper) {
    if (child.is_structured() && !child.empty()) {
      out += '\n';
      append_yaml(out, child, deeper);
    } else {
      out += ' ' +
             (child.is_structured() ? std::string(child.is_array() ? "[]" : "{}") : scalar(child)) +
             '\n';
    }
  };
  if (value.is_object()) {
    for (const auto& [name, child] : value.items()) {
      out += margin + name + ':';
      append_nested(child, indent + 2);
    }
  } else {
    for (const Json& child : value) {
      out += margin + '-';
      append_nested(child, indent + 2);
    }
  }
}

// "endpoints" holds an "endpoint", "entries" an "entry".
std::string singular(std::string_view name) {
  if (name.ends_with("ies")) return std::string(name.substr(0, name.size() - 3)) + "y";
  return std::string(name.ends_with('s') ? name.substr(0, name.size() - 1) : name);
}

// null is an absent element.
void append_xml(std::string& out, std::string_view name, const Json& value, std::size_t indent) {
  const std::string margin(indent, ' ');
  if (value.is_null()) return;
  out += fmt::format("{}<{}>", margin, name);
  if (value.is_structured()) {
    out += '\n';
    for (const auto& [child_name, child] : value.items()) {
      append_xml(out, value.is_array() ? singular(name) : child_name, child, indent + 2);
    }
    out += margin;
  } else {
    append_xml_text(out, value.is_string() ? value.get_ref<const std::string&>() : value.dump());
  }
  out += fmt::format("</{}>\n", name);
}

}  // namespace

void OutputOptions::add_to(Options& options) {
  options.value("-o,--output", name_, "FORMAT", names_of(allowed_));
  options.flag("--json", json_, "the same as -o json");
  options.value("--color", color_, "WHEN", "auto, always or never");
}

Outcome<OutputFormat> OutputOptions::resolve(Io& io) const {
  constexpr std::string_view kWhen[] = {"auto", "always", "never"};
  const auto* when = std::ranges::find(kWhen, color_);
  if (when == std::end(kWhen)) {
    return fail(ExitCode::usage,
                fmt::format("--color is auto, always or never, not '{}'", escaped(color_)));
  }
  io.set_color(*when == "auto"     ? ColorWhen::automatic
               : *when == "always" ? ColorWhen::always
                                   : ColorWhen::never);
  if (name_.empty()) return json_ ? OutputFormat::json : allowed_.front();
  const auto* format =
      std::ranges::find(kFormats, name_, &std::pair<std::string_view, OutputFormat>::first);
  if (format == std::end(kFormats) || std::ranges::count(allowed_, format->second) == 0) {
    std::vector<std::string_view> names;
    for (const OutputFormat one : allowed_) names.push_back(name_of(one));
    return fail(ExitCode::usage,
                fmt::format("there is no output format '{}' here{}", escaped(name_),
                            did_you_mean(name_, names)),
                {"formats: " + names_of(allowed_)});
  }
  return format->second;
}

void write_document(Io& io, OutputFormat format, Json document, std::string_view root) {
  Json whole{{"schemaVersion", kSchemaVersion}};
  whole.update(document);
  switch (format) {
    case OutputFormat::yaml:
      append_yaml(io.out, whole, 0);
      break;
    case OutputFormat::xml:
      io.out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
      append_xml(io.out, root, whole, 0);
      break;
    case OutputFormat::jsonl:
      io.out += whole.dump() + '\n';
      break;
    default:
      io.out += whole.dump(2) + '\n';
      break;
  }
}

}  // namespace wfp::cli
