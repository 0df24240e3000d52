// Result<T>: a value, or the Error that explains why there is none.
//
//   Result<Sid> sid = Sid::from_bytes(bytes);     if (!sid) return fail(sid.error());
//   WFP_TRY(auto sid, Sid::from_bytes(bytes));    // the same, returning the error to the caller
//   return fail(Status::invalid_acl, "AceSize is not a multiple of 4");
//
// Ordinary outcomes ("no match", "denied") are values, not errors. Our own code throws no
// exceptions.
#pragma once

#include <expected>
#include <string>
#include <utility>

#include "base/status.h"

namespace wfp {

struct Error {
  Status status;
  std::string
      what;  // for a person: what was wrong and, where it helps, what was expected; may be empty

  bool operator==(const Error&) const = default;
};

template <class T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> fail(Status status, std::string what = {}) {
  return std::unexpected(Error{status, std::move(what)});
}
[[nodiscard]] inline std::unexpected<Error> fail(Error error) {
  return std::unexpected(std::move(error));
}

}  // namespace wfp

#define WFP_CONCAT_(a, b) a##b
#define WFP_CONCAT(a, b) WFP_CONCAT_(a, b)

// WFP_TRY(auto x, expr): declares x from a Result, or returns its error.
#define WFP_TRY(declaration, expression) \
  WFP_TRY_(declaration, expression, WFP_CONCAT(wfp_try_, __LINE__))
#define WFP_TRY_(declaration, expression, result)             \
  auto result = (expression);                                 \
  if (!result) return ::wfp::fail(std::move(result).error()); \
  declaration = *std::move(result)

// WFP_CHECK_OK(expr): for a Result<void>; returns its error.
#define WFP_CHECK_OK(expression)                           \
  do {                                                     \
    if (auto wfp_check_ok = (expression); !wfp_check_ok)   \
      return ::wfp::fail(std::move(wfp_check_ok).error()); \
  } while (false)
