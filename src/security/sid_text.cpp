#include "security/sid_text.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "security/well_known.h"

namespace wfp::security {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Decimal, "0x" hexadecimal, or hexadecimal without prefix if `hex`; saturates. Leading zeros are
// decimal, a sign is a mistake. Recorded: Windows lets blanks stand before the revision and the
// authority, and nowhere else.
bool read_part(SddlCursor& in, bool& hex, std::uint64_t& value) {
  if (in.peek() == '0' && (in.peek(1) | 0x20) == 'x') {
    in.skip(2);
    hex = true;
  }
  const std::size_t start = in.position();
  const unsigned base = hex ? 16 : 10;
  constexpr auto kMax = std::numeric_limits<std::uint64_t>::max();
  value = 0;
  std::uint64_t before_last = 0;
  for (;; in.skip(1)) {
    const int digit = hex_digit(in.peek());
    if (digit < 0 || digit >= static_cast<int>(base)) break;
    before_last = value;
    const bool too_large = value > (hex ? (kMax - 15) / 16 : (kMax - 9) / 10);
    value = too_large ? kMax : value * base + static_cast<unsigned>(digit);
  }
  if (in.position() == start) return in.fail("a number", Status::invalid_sid);
  // "S-1-5-32-0x220D:(A;...": the D is the next section's letter, not a digit.
  if (hex && in.peek() == ':' && in.position() > start + 1) {
    in.move_to(in.position() - 1);
    if (in.peek() == 'D') {
      value = before_last;
    } else {
      in.skip(1);
    }
  }
  return true;
}

void put_authority(std::uint8_t* at, std::uint64_t authority) {
  for (int i = 5; i >= 0; --i, authority >>= 8) at[i] = static_cast<std::uint8_t>(authority);
}

// Fast path of a part in decimal, nearly all of them: up to ten digits.
bool read_decimal(SddlCursor& in, std::uint64_t& value) {
  const std::string_view rest = in.rest();
  const char* at = rest.data();
  const char* const end = at + std::min<std::size_t>(rest.size(), 10);
  std::uint64_t number = 0;
  for (unsigned digit = 0;
       at != end && (digit = static_cast<unsigned char>(*at) - unsigned{'0'}) < 10; ++at) {
    number = number * 10 + digit;
  }
  const auto used = static_cast<std::size_t>(at - rest.data());
  if (used == 0) return false;
  if (used != rest.size() && (is_digit(*at) || (*at | 0x20) == 'x')) return false;
  value = number;
  in.skip(used);
  return true;
}

// After "S-": revision, authority, at least one sub-authority. A hexadecimal revision makes every
// part hexadecimal.
bool read_parts(SddlCursor& in, std::uint8_t* out, std::size_t& size) {
  std::uint64_t value = 0;
  bool all_hex = false;
  in.skip_blanks();
  const std::size_t revision_at = in.position();
  if (!read_decimal(in, value) && !read_part(in, all_hex, value)) return false;
  if (value != 1) return in.fail_at(revision_at, "revision 1", Status::invalid_sid);
  if (!in.take('-')) return in.fail("'-' and the identifier authority", Status::invalid_sid);
  in.skip_blanks();
  const std::size_t authority_at = in.position();
  bool hex = all_hex;
  if ((hex || !read_decimal(in, value)) && !read_part(in, hex, value)) return false;
  if (value > Sid::kMaxAuthority) {
    return in.fail_at(authority_at, "an identifier authority of at most 48 bits",
                      Status::invalid_sid);
  }
  out[0] = 1;
  put_authority(out + 2, value);
  std::uint8_t count = 0;
  if (in.peek() != '-') return in.fail("'-' and a sub-authority", Status::invalid_sid);
  while (in.take('-')) {
    if (count == Sid::kMaxSubAuthorities)
      return in.fail("at most 15 sub-authorities", Status::invalid_sid);
    hex = all_hex;
    if ((hex || !read_decimal(in, value)) && !read_part(in, hex, value)) return false;
    constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
    store(out + 8 + 4 * std::size_t{count++},
          static_cast<std::uint32_t>(value > kMax ? kMax : value));
  }
  out[1] = count;
  size = 8 + 4 * std::size_t{count};
  return true;
}

bool read_alias(SddlCursor& in, const SidContext& context, std::uint8_t* out, std::size_t& size) {
  const auto* row = find_alias(in.rest().substr(0, 2));
  if (row == nullptr)
    return in.fail("a SID: S-1-... or a two-letter alias such as BA", Status::invalid_sid);
  const Sid* sid = &row->sid;
  Sid made;
  if (row->base != SidBase::absolute) {
    auto resolved = resolve(*row, context);
    if (!resolved)
      return in.fail("an alias that needs no machine or domain SID", Status::invalid_sid);
    made = *resolved;
    sid = &made;
  }
  size = sid->size();
  std::memcpy(out, sid->bytes().data(), size);
  in.skip(2);
  return true;
}

}  // namespace

bool read_sid(SddlCursor& in, const SidContext& context, std::uint8_t* out, std::size_t& size) {
  if ((in.peek() | 0x20) != 's' || in.peek(1) != '-') return read_alias(in, context, out, size);
  in.skip(2);
  return read_parts(in, out, size);
}

char* write_sid(char* out, SidView sid) {
  *out++ = 'S', *out++ = '-', *out++ = '1', *out++ = '-';
  const std::uint64_t authority = sid.authority();
  if (authority >> 32 == 0) {
    out = std::to_chars(out, out + 20, authority).ptr;
  } else {
    *out++ = '0', *out++ = 'x';
    char* const digits = out;
    out = std::to_chars(out, out + 12, authority, 16).ptr;
    for (char* c = digits; c != out; ++c) *c = static_cast<char>(*c >= 'a' ? *c - 0x20 : *c);
  }
  for (std::size_t i = 0; i < sid.sub_authority_count(); ++i) {
    *out++ = '-';
    out = std::to_chars(out, out + 10, sid.sub_authority(i)).ptr;
  }
  return out;
}

char* write_sid_or_alias(char* out, SidView sid, const SidContext& context) {
  const std::string_view alias = alias_of(sid, context);
  if (alias.empty()) return write_sid(out, sid);
  std::memcpy(out, alias.data(), alias.size());
  return out + alias.size();
}

Result<Sid> Sid::parse(std::string_view text) { return parse(text, SidContext{}); }

Result<Sid> Sid::parse(std::string_view text, const SidContext& context) {
  SddlCursor in(text);
  Sid sid(0, {});
  std::size_t size = 0;
  if (read_sid(in, context, sid.bytes_.data(), size) &&
      (in.at_end() || in.fail("the end", Status::invalid_sid))) {
    return sid;
  }
  return fail(in.status(), "character " + std::to_string(in.error_position() + 1) + ": expected " +
                               in.expected());
}

std::string to_string(SidView sid) {
  char text[kMaxSidText];
  return std::string(text, write_sid(text, sid));
}

}  // namespace wfp::security
