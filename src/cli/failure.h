// Failure: why a command stops, told the way every error of `wfp` is told:
//
//   error: access denied: you (alice) need ENUM on the endpoints
//     owner: root     your rights: none
//     see: wfp access who endpoints                                       [ERROR_ACCESS_DENIED 5]
#pragma once

#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "cli/exit_code.h"

namespace wfp::cli {

struct Failure {
  ExitCode exit = ExitCode::failure;
  std::string what;                // one sentence, no full stop
  std::vector<std::string> notes;  // lines below it: who owns it, what to do next
  std::string code;                // symbolic(win32) where a Windows code says more; may be empty
};

template <class T>
using Outcome = std::expected<T, Failure>;

[[nodiscard]] inline std::unexpected<Failure> fail(Failure failure) {
  return std::unexpected(std::move(failure));
}
[[nodiscard]] inline std::unexpected<Failure> fail(ExitCode exit, std::string what,
                                                   std::vector<std::string> notes = {}) {
  return std::unexpected(Failure{exit, std::move(what), std::move(notes), {}});
}

// The lines above; the code stands at the right of the last one.
std::string to_text(const Failure& failure);

}  // namespace wfp::cli

#define WFP_CLI_CONCAT_(a, b) a##b
#define WFP_CLI_CONCAT(a, b) WFP_CLI_CONCAT_(a, b)

// WFP_CLI_TRY(auto x, expr): declares x from an Outcome, or returns its failure.
#define WFP_CLI_TRY(declaration, expression) \
  WFP_CLI_TRY_(declaration, expression, WFP_CLI_CONCAT(outcome_, __LINE__))
#define WFP_CLI_TRY_(declaration, expression, outcome)               \
  auto outcome = (expression);                                       \
  if (!outcome) return ::wfp::cli::fail(std::move(outcome).error()); \
  declaration = *std::move(outcome)

// WFP_CLI_CHECK(expr): for an Outcome<void>; returns its failure.
#define WFP_CLI_CHECK(expression)                          \
  do {                                                     \
    if (auto outcome = (expression); !outcome)             \
      return ::wfp::cli::fail(std::move(outcome).error()); \
  } while (false)
