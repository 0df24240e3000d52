// Text that others chose (paths, names) made safe to show, and what tables need to know of text.
//
// A path is written in one form everywhere, tables, JSON and filters alike: printable UTF-8 stands
// for itself, a backslash is \\, and every byte of anything else (not UTF-8, control characters,
// invisible and direction-changing ones) is \xHH. Two different byte strings never look alike, and
// none can drive a terminal.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wfp::cli {

void append_escaped(std::string& out, std::string_view bytes);
std::string escaped(std::string_view bytes);

// The bytes of an escaped text; nothing if a backslash is not followed by \ or xHH.
std::optional<std::string> unescaped(std::string_view text);

// Columns that printable UTF-8 takes on a terminal.
std::size_t display_width(std::string_view text);

// At most `width` columns: what is too long loses its beginning ("…/15/bin/postgres") or its end.
std::string keep_tail(std::string_view text, std::size_t width);
std::string keep_head(std::string_view text, std::size_t width);

// The candidate that a mistyped word most likely meant, if one is near.
std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates);

// " Did you mean 'x'?" or nothing.
std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates);

bool equals_ignoring_case(std::string_view a, std::string_view b);  // ASCII letters only
std::string to_upper(std::string_view text);                        // ASCII letters only

}  // namespace wfp::cli
