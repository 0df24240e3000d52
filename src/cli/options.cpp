#include "cli/options.h"

#include <fmt/format.h>

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <algorithm>
#include <limits>

#include "cli/text.h"

namespace wfp::cli {
namespace {

struct Row {
  std::string names, metavar, meaning;
  bool takes_value;
};

bool is_option(const std::string& argument) { return argument.size() > 1 && argument[0] == '-'; }

std::vector<std::string> split_names(const std::string& names) {
  std::vector<std::string> list;
  std::size_t at = 0;
  while (at <= names.size()) {
    const std::size_t comma = std::min(names.find(',', at), names.size());
    list.push_back(names.substr(at, comma - at));
    at = comma + 1;
  }
  return list;
}

}  // namespace

struct Options::State {
  CLI::App app;
  std::vector<Row> rows;
  std::vector<std::pair<CLI::Option*, std::optional<std::string>*>> optional_values;
  std::vector<std::string>* words = nullptr;
  std::size_t least = 0, most = 0;

  [[nodiscard]] bool takes_value(const std::string& argument) const {
    return std::ranges::any_of(rows, [&](const Row& row) {
      return row.takes_value && std::ranges::count(split_names(row.names), argument) > 0;
    });
  }

  // Every value is joined to its option, so that "--sort -app" is a value and not another option.
  [[nodiscard]] Arguments joined(const Arguments& arguments) const {
    Arguments joined;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (takes_value(arguments[i]) && i + 1 < arguments.size()) {
        joined.push_back(arguments[i] + (arguments[i].starts_with("--") ? "=" : "") +
                         arguments[i + 1]);
        ++i;
      } else {
        joined.push_back(arguments[i]);
      }
    }
    return joined;
  }
};

Options::Options() : state_(std::make_unique<State>()) {
  state_->app.set_help_flag();
  state_->app.allow_extras();
}
Options::~Options() = default;

void Options::flag(const std::string& names, bool& target, const std::string& meaning) {
  state_->app.add_flag(names, target);
  state_->rows.push_back({names, "", meaning, false});
}

void Options::value(const std::string& names, std::string& target, const std::string& metavar,
                    const std::string& meaning) {
  state_->app.add_option(names, target)->take_last();
  state_->rows.push_back({names, metavar, meaning, true});
}

void Options::values(const std::string& names, std::vector<std::string>& target,
                     const std::string& metavar, const std::string& meaning) {
  state_->app.add_option(names, target)->expected(1)->take_all();
  state_->rows.push_back({names, metavar, meaning, true});
}

void Options::optional_value(const std::string& names, std::optional<std::string>& target,
                             const std::string& metavar, const std::string& meaning) {
  CLI::Option* option = state_->app.add_flag_callback(names, [&target] {
    if (!target) target = "";
  });
  state_->optional_values.emplace_back(option, &target);
  state_->rows.push_back({names, "[=" + metavar + "]", meaning, false});
}

void Options::words(std::vector<std::string>& target, std::size_t least, std::size_t most) {
  state_->words = &target;
  state_->least = least;
  state_->most = most;
}

Outcome<void> Options::parse(const Arguments& arguments) {
  const auto rest = std::ranges::find(arguments, "--");
  Arguments options = state_->joined(Arguments(arguments.begin(), rest));
  for (auto& [option, target] : state_->optional_values) {
    for (std::string& argument : options) {
      const std::string prefix = option->get_name() + "=";
      if (!argument.starts_with(prefix)) continue;
      *target = argument.substr(prefix.size());
      argument = option->get_name();
    }
  }
  std::ranges::reverse(options);
  try {
    state_->app.parse(options);
  } catch (const CLI::ParseError& problem) {
    return fail(ExitCode::usage, problem.what());
  }
  std::vector<std::string> words = state_->app.remaining();
  const std::vector<std::string> known = names();
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  for (const std::string& word : words) {
    if (is_option(word)) {
      return fail(ExitCode::usage, fmt::format("unknown option '{}'{}", escaped(word),
                                               did_you_mean(word, candidates)));
    }
  }
  if (rest != arguments.end()) words.insert(words.end(), rest + 1, arguments.end());
  if (words.size() > state_->most) {
    return fail(ExitCode::usage,
                fmt::format("'{}' was not expected", escaped(words[state_->most])));
  }
  if (words.size() < state_->least) return fail(ExitCode::usage, "an argument is missing");
  if (state_->words != nullptr) *state_->words = std::move(words);
  return {};
}

std::string Options::help() const {
  std::string text;
  for (const Row& row : state_->rows) {
    std::string left = fmt::format("{}", fmt::join(split_names(row.names), ", "));
    if (!left.starts_with("-") || left.starts_with("--")) left = "    " + left;
    if (!row.metavar.empty()) left += (row.takes_value ? " " : "") + row.metavar;
    text += fmt::format("  {:<28} {}\n", left, row.meaning);
  }
  return text;
}

std::vector<std::string> Options::names() const {
  std::vector<std::string> names;
  for (const Row& row : state_->rows) {
    for (std::string& name : split_names(row.names)) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace wfp::cli
