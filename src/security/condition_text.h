// Pieces that conditions and resource attributes share in SDDL: attribute names, quoted strings,
// octets, integers. Internal to this folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "security/bytes.h"
#include "security/condition_tokens.h"
#include "security/sddl_cursor.h"

namespace wfp::security {

// White space of conditions: blanks, tabs and line ends.
constexpr bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
inline void skip_space(SddlCursor& in) {
  while (!in.at_end() && is_space(in.peek())) in.skip(1);
}

// Reads an attribute's name up to a character that must be written %hhhh, and takes such escapes;
// one of a character that needs none is a mistake. With `quoted`, reads from quote to quote
// instead.
bool read_name(SddlCursor& in, bool quoted, std::u16string& name);
// Writes it with every character escaped that Windows escapes.
void write_name(std::string& out, std::u16string_view name);

// Reads "..." without escapes: a string cannot hold a quote.
bool read_quoted(SddlCursor& in, std::u16string& text);
// False if the text holds a quote and cannot be written.
bool write_quoted(std::string& out, std::u16string_view text);

// Reads the digits of octets after '#': a further '#' counts as 0, an odd digit is padded on the
// left.
bool read_octets(SddlCursor& in, Bytes& octets);
void write_hex(std::string& out, ByteView octets);

struct IntegerText {
  std::uint64_t value = 0;  // two's complement
  IntegerSign sign = IntegerSign::none;
  IntegerBase base = IntegerBase::decimal;
};
// Decimal, 0 octal or 0x hexadecimal with an optional sign; a value beyond 64 bits is a mistake.
bool read_integer(SddlCursor& in, IntegerText& integer);
void write_integer(std::string& out, const IntegerText& integer);

}  // namespace wfp::security
