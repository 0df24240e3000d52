#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "security/sddl.h"
#include "security/sddl_ace.h"

namespace wfp::security {
namespace {

enum class Group : std::uint8_t { letter, whole, label, none };

struct Row {
  AccessMask mask;
  std::string_view sddl;
  Group group;
};
constexpr Row kTable[] = {
#define WFP_RIGHT(name, value, sddl, group) {value, sddl, Group::group},
#include "gen/right_table.inc"
#undef WFP_RIGHT
};

constexpr std::size_t kLetters = 26;

// Masks by two upper-case letters; 0 for no right.
constexpr auto kByLetters = [] {
  std::array<AccessMask, kLetters * kLetters> masks{};
  for (const Row& row : kTable) {
    if (row.group == Group::none) continue;
    masks[static_cast<std::size_t>(row.sddl[0] - 'A') * kLetters +
          static_cast<std::size_t>(row.sddl[1] - 'A')] = row.mask;
  }
  return masks;
}();

constexpr AccessMask mask_of(Group group) {
  AccessMask mask = 0;
  for (const Row& row : kTable) mask |= row.group == group ? row.mask : 0;
  return mask;
}

int letter(char c) {
  const char upper = static_cast<char>(c & ~0x20);
  return upper >= 'A' && upper <= 'Z' ? upper - 'A' : -1;
}

bool read_pair(SddlCursor& in, AccessMask& mask) {
  const int first = letter(in.peek());
  const int second = letter(in.peek(1));
  if (first < 0 || second < 0) return false;
  const AccessMask right =
      kByLetters[static_cast<std::size_t>(first) * kLetters + static_cast<std::size_t>(second)];
  if (right == 0) return false;
  mask |= right;
  in.skip(2);
  return true;
}

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return letter(c) >= 0 ? letter(c) + 10 : 99;
}

// As Windows' C library reads an unsigned long of 32 bits: sign, 0x or octal 0; what is too large
// becomes the largest, and then a minus turns it into 1.
bool read_number(SddlCursor& in, AccessMask& mask) {
  const std::size_t start = in.position();
  const bool minus = in.peek() == '-';
  if (minus || in.peek() == '+') in.skip(1);
  unsigned base = 10;
  if (in.peek() == '0' && (in.peek(1) | 0x20) == 'x' && digit_of(in.peek(2)) < 16) {
    base = 16;
    in.skip(2);
  } else if (in.peek() == '0') {
    base = 8;
  }
  constexpr std::uint64_t kMax = std::numeric_limits<AccessMask>::max();
  std::uint64_t value = 0;
  std::size_t digits = 0;
  for (const char c : in.rest()) {
    const auto digit = static_cast<unsigned>(digit_of(c));
    if (digit >= base) break;
    if (value <= kMax) value = value * base + digit;
    ++digits;
  }
  in.skip(digits);
  if (digits == 0) {
    in.move_to(start);
    return false;
  }
  value = std::min(value, kMax);
  mask |= static_cast<AccessMask>(minus ? 0 - value : value);
  return true;
}

char* put(char* out, std::string_view text) { return std::ranges::copy(text, out).out; }

char* write_letters(char* out, AccessMask mask, Group group) {
  for (const Row& row : kTable) {
    if (row.group == group && (mask & row.mask) != 0) out = put(out, row.sddl);
  }
  return out;
}

}  // namespace

bool read_rights(SddlCursor& in, AccessMask& mask) {
  mask = 0;
  in.skip_blanks();
  while (in.peek() != ';') {
    in.skip_blanks();
    if (!read_pair(in, mask) && !read_number(in, mask))
      return in.fail("a right such as GA, or a number such as 0x1F");
  }
  return true;
}

char* write_rights(char* out, AccessMask mask, AceType type) {
  if (mask == 0) return out;
  if (type == AceType::system_mandatory_label && (mask & ~mask_of(Group::label)) == 0) {
    return write_letters(out, mask, Group::label);
  }
  for (const Row& row : kTable) {
    if (row.group == Group::whole && row.mask == mask) return put(out, row.sddl);
  }
  if ((mask & ~mask_of(Group::letter)) == 0) return write_letters(out, mask, Group::letter);
  out = put(out, "0x");
  return std::to_chars(out, out + 8, mask, 16).ptr;
}

std::string format_rights(AccessMask mask) {
  char text[kMaxRightsText];
  return std::string(text, write_rights(text, mask, AceType::access_allowed));
}

}  // namespace wfp::security
