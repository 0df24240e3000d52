// The words of a filter expression.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"

namespace wfp::cli {

struct FilterToken {
  enum class Kind { word, quoted, op, end };
  Kind kind = Kind::end;
  std::string text;    // of a quoted one, without its quotes
  std::size_t at = 0;  // offset of its first byte
};

// Ends with a token of kind end. Fails on an unclosed quote.
Outcome<std::vector<FilterToken>> filter_tokens(std::string_view text);

// "filter: expected a port" with the text and a mark under the byte at `at`.
Failure filter_failure(std::string_view text, std::size_t at, const std::string& what);

}  // namespace wfp::cli
