#include "security/condition_text.h"

#include <charconv>
#include <limits>

#include "base/utf.h"

namespace wfp::security {
namespace {

constexpr std::string_view kPlainInNames = "#$'*+-./:;?@[\\]^_`{}~";
constexpr std::string_view kEndsNames = "!\"%&()<=>|";

bool is_alphanumeric(char16_t unit) {
  return (unit >= u'0' && unit <= u'9') || (unit >= u'a' && unit <= u'z') ||
         (unit >= u'A' && unit <= u'Z');
}

// A character that Windows writes as itself in a name, and does not take escaped.
bool is_plain(char16_t unit) {
  return is_alphanumeric(unit) ||
         (unit < 0x80 && kPlainInNames.find(static_cast<char>(unit)) != std::string_view::npos);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool read_escape(SddlCursor& in, std::u16string& name) {
  unsigned unit = 0;
  for (std::size_t i = 1; i <= 4; ++i) {
    const int digit = hex_digit(in.peek(i));
    if (digit < 0) return in.fail("four hexadecimal digits after '%'");
    unit = unit << 4 | static_cast<unsigned>(digit);
  }
  if (unit == 0 || is_plain(static_cast<char16_t>(unit)))
    return in.fail("'%' only before a character that needs it");
  name += static_cast<char16_t>(unit);
  in.skip(5);
  return true;
}

void put_hex(std::string& out, unsigned value, int digits) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) out += kDigits[value >> shift & 0xF];
}

}  // namespace

bool read_name(SddlCursor& in, bool quoted, std::u16string& name) {
  name.clear();
  while (!in.at_end()) {
    const char c = in.peek();
    if (c == '%') {
      if (!read_escape(in, name)) return false;
      continue;
    }
    if (quoted ? c == '"' : is_space(c) || kEndsNames.find(c) != std::string_view::npos) break;
    if (c == '\0') return in.fail("no NUL in a name");
    in.skip(append_utf16(name, in.rest()));
  }
  return !name.empty() || in.fail("a name");
}

void write_name(std::string& out, std::u16string_view name) {
  for (const char16_t unit : name) {
    if (is_plain(unit)) {
      out += static_cast<char>(unit);
    } else {
      out += '%';
      put_hex(out, unit, 4);
    }
  }
}

bool read_quoted(SddlCursor& in, std::u16string& text) {
  if (!in.take('"')) return in.fail("'\"'");
  text.clear();
  while (!in.at_end() && in.peek() != '"') {
    if (in.peek() == '\0') return in.fail("no NUL in a string");
    in.skip(append_utf16(text, in.rest()));
  }
  return in.take('"') || in.fail("'\"' at the end of the string");
}

bool write_quoted(std::string& out, std::u16string_view text) {
  if (text.find(u'"') != std::u16string_view::npos || text.find(u'\0') != std::u16string_view::npos)
    return false;
  out += '"';
  append_utf8(out, text);
  out += '"';
  return true;
}

bool read_octets(SddlCursor& in, Bytes& octets) {
  octets.clear();
  std::size_t count = 0;
  const auto nibble = [&](std::size_t i) { return in.peek(i) == '#' ? 0 : hex_digit(in.peek(i)); };
  while (nibble(count) >= 0) ++count;
  for (std::size_t i = 0; i < count; ++i) {
    const bool high = (count - i) % 2 == 0;
    if (high || i == 0) octets.push_back(0);
    octets.back() = static_cast<std::uint8_t>(octets.back() | (high ? nibble(i) << 4 : nibble(i)));
  }
  in.skip(count);
  return true;
}

void write_hex(std::string& out, ByteView octets) {
  for (const std::uint8_t octet : octets) put_hex(out, octet, 2);
}

bool read_integer(SddlCursor& in, IntegerText& integer) {
  const std::size_t start = in.position();
  integer.sign = in.peek() == '-'   ? IntegerSign::minus
                 : in.peek() == '+' ? IntegerSign::plus
                                    : IntegerSign::none;
  if (integer.sign != IntegerSign::none) in.skip(1);
  std::uint64_t base = 10;
  integer.base = IntegerBase::decimal;
  if (in.peek() == '0' && (in.peek(1) | 0x20) == 'x') {
    base = 16;
    integer.base = IntegerBase::hexadecimal;
    in.skip(2);
  } else if (in.peek() == '0' && hex_digit(in.peek(1)) >= 0 && hex_digit(in.peek(1)) < 10) {
    base = 8;
    integer.base = IntegerBase::octal;
  }
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (; hex_digit(in.peek()) >= 0; in.skip(1), ++digits) {
    const auto digit = static_cast<std::uint64_t>(hex_digit(in.peek()));
    if (digit >= base) break;
    if (value > (kMax - digit) / base) return in.fail_at(start, "an integer of at most 64 bits");
    value = value * base + digit;
  }
  if (digits == 0) return in.fail("an integer");
  if (integer.sign == IntegerSign::minus) {
    if (value > std::uint64_t{1} << 63) return in.fail_at(start, "an integer of at most 64 bits");
    value = ~value + 1;
  }
  integer.value = value;
  return true;
}

void write_integer(std::string& out, const IntegerText& integer) {
  std::uint64_t magnitude = integer.value;
  if (integer.sign == IntegerSign::plus) out += '+';
  if (integer.sign == IntegerSign::minus) {
    out += '-';
    if (magnitude >> 63 != 0) magnitude = ~magnitude + 1;
  }
  int base = 10;
  if (integer.base == IntegerBase::octal) out += '0', base = 8;
  if (integer.base == IntegerBase::hexadecimal) out += "0x", base = 16;
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, magnitude, base).ptr);
}

}  // namespace wfp::security
