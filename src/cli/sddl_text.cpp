#include "cli/sddl_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <iterator>

#include "cli/local_memory.h"
#include "cli/text.h"
#include "openwfp_security.h"

namespace wfp::cli {
namespace {

constexpr std::size_t kContext = 60;  // columns of the text shown before and after the mistake

std::string read_all(std::istream& stream) {
  std::string text(std::istreambuf_iterator<char>(stream), {});
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  return text;
}

Failure mistake(const std::string& text, std::size_t at, const char* expected, std::uint32_t code) {
  at = std::min(at, text.size());
  const std::size_t from = at > kContext ? at - kContext : 0;
  const std::string before =
      (from > 0 ? "…" : "") + escaped(std::string_view(text).substr(from, at - from));
  const bool more = text.size() - at > kContext;
  const std::string after =
      escaped(std::string_view(text).substr(at, kContext)) + (more ? "…" : "");
  return {ExitCode::invalid_policy,
          fmt::format("character {}: expected {}", at + 1,
                      expected == nullptr ? "valid SDDL" : escaped(expected)),
          {before + after, std::string(display_width(before), ' ') + "^"},
          symbolic(code)};
}

}  // namespace

Outcome<std::string> sddl_argument(const std::string& argument) {
  if (argument == "-") return read_all(std::cin);
  if (!argument.starts_with('@')) return argument;
  std::ifstream file(argument.substr(1));
  if (!file) {
    return fail(ExitCode::not_found,
                fmt::format("cannot read '{}': {}", escaped(argument.substr(1)), strerror(errno)));
  }
  return read_all(file);
}

Outcome<Descriptor> read_sddl(const std::string& text) {
  if (text.find('\0') != std::string::npos)
    return fail(ExitCode::invalid_policy, "a zero byte is not SDDL");
  PSECURITY_DESCRIPTOR raw = nullptr;
  UINT32 at = 0;
  char* expected = nullptr;
  const DWORD code = OpenWfpParseSddl0(text.c_str(), &raw, &at, &expected);
  const LocalOwned<char> expected_memory(expected);
  if (code != 0) return fail(mistake(text, at, expected, code));
  const LocalOwned<void> memory(raw);
  return Descriptor::from(raw);
}

}  // namespace wfp::cli
