#include <array>
#include <charconv>

#include "security/condition_text.h"
#include "security/resource_attribute.h"
#include "security/sid_text.h"

namespace wfp::security {
namespace {

struct TypeName {
  ClaimType type;
  std::string_view text;
};
constexpr TypeName kTypes[] = {
    {ClaimType::int64, "TI"}, {ClaimType::uint64, "TU"},  {ClaimType::string, "TS"},
    {ClaimType::sid, "TD"},   {ClaimType::boolean, "TB"}, {ClaimType::octets, "TX"},
};

bool comma(SddlCursor& in) {
  skip_space(in);
  if (!in.take(',')) return in.fail("','");
  skip_space(in);
  return true;
}

bool read_type(SddlCursor& in, ClaimType& type) {
  for (const TypeName& row : kTypes) {
    if ((in.peek() & ~0x20) != row.text[0] || (in.peek(1) & ~0x20) != row.text[1]) continue;
    type = row.type;
    in.skip(2);
    return true;
  }
  return in.fail("a type: TI, TU, TS, TD, TX or TB");
}

bool read_flags(SddlCursor& in, std::uint32_t& flags) {
  IntegerText integer;
  const std::size_t start = in.position();
  if (!read_integer(in, integer)) return false;
  if (integer.sign == IntegerSign::minus || integer.value >> 32 != 0)
    return in.fail_at(start, "flags of 32 bits");
  flags = static_cast<std::uint32_t>(integer.value);
  return true;
}

bool read_number(SddlCursor& in, ClaimType type, ClaimValue& value) {
  const std::size_t start = in.position();
  IntegerText integer;
  if (!read_integer(in, integer)) return false;
  const bool minus = integer.sign == IntegerSign::minus && integer.value != 0;
  switch (type) {
    case ClaimType::int64:
      if (!minus && integer.value >> 63 != 0)
        return in.fail_at(start, "a signed integer of 64 bits");
      value = static_cast<std::int64_t>(integer.value);
      return true;
    case ClaimType::uint64:
      if (minus) return in.fail_at(start, "an unsigned integer");
      value = integer.value;
      return true;
    default:
      if (integer.value > 1) return in.fail_at(start, "0 or 1");
      value = integer.value == 1;
      return true;
  }
}

// A SID stands by itself; SID(...) as in conditions is understood too.
bool read_sid_value(SddlCursor& in, const SidContext& context, ClaimValue& value) {
  const bool wrapped = in.peek(3) == '(';
  if (wrapped) {
    for (const char c : {'s', 'i', 'd'}) {
      if ((in.peek() | 0x20) != c) return in.fail("a SID");
      in.skip(1);
    }
    in.skip(1);
    skip_space(in);
  }
  std::array<std::uint8_t, Sid::kMaxSize> bytes{};
  std::size_t size = 0;
  if (!read_sid(in, context, bytes.data(), size)) return false;
  if (wrapped) {
    skip_space(in);
    if (!in.take(')')) return in.fail("')'");
  }
  value = Sid(SidView(bytes.data()));
  return true;
}

// Octets are hexadecimal digits, with or without a '#' before them.
bool read_octet_value(SddlCursor& in, ClaimValue& value) {
  const bool marked = in.take('#');
  Bytes bytes;
  if (!read_octets(in, bytes)) return false;
  if (bytes.empty() && !marked) return in.fail("hexadecimal digits");
  value = std::move(bytes);
  return true;
}

bool read_value(SddlCursor& in, const SidContext& context, ClaimType type, ClaimValue& value) {
  switch (type) {
    case ClaimType::int64:
    case ClaimType::uint64:
    case ClaimType::boolean:
      return read_number(in, type, value);
    case ClaimType::sid:
      return read_sid_value(in, context, value);
    case ClaimType::octets:
      return read_octet_value(in, value);
    case ClaimType::string:
      break;
  }
  std::u16string text;
  if (!read_quoted(in, text)) return false;
  value = std::move(text);
  return true;
}

template <class T>
void put_number(std::string& out, T value, int base = 10) {
  char digits[24];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value, base).ptr);
}

struct WriteValue {
  std::string& out;
  const SidContext& context;
  bool operator()(std::int64_t value) const { return put_number(out, value), true; }
  bool operator()(std::uint64_t value) const { return put_number(out, value), true; }
  bool operator()(bool value) const { return out += value ? '1' : '0', true; }
  bool operator()(const std::u16string& value) const { return write_quoted(out, value); }
  bool operator()(const Bytes& value) const {
    if (value.empty()) out += '#';  // nothing at all could not be read again
    return write_hex(out, value), true;
  }
  bool operator()(const Sid& value) const {
    char text[kMaxSidText];
    out.append(text, write_sid_or_alias(text, value, context));
    return true;
  }
};

}  // namespace

bool read_resource_attribute(SddlCursor& in, const SidContext& context, Claim& claim) {
  skip_space(in);
  if (!in.take('(')) return in.fail("'(' and a resource attribute");
  skip_space(in);
  if (!in.take('"')) return in.fail("'\"' and the attribute's name");
  if (!read_name(in, true, claim.name)) return false;
  if (!in.take('"')) return in.fail("'\"'");
  if (!comma(in) || !read_type(in, claim.type) || !comma(in) || !read_flags(in, claim.flags))
    return false;
  skip_space(in);
  while (in.peek() == ',') {
    ClaimValue value;
    if (!comma(in) || !read_value(in, context, claim.type, value)) return false;
    claim.values.push_back(std::move(value));
    skip_space(in);
  }
  if (!in.take(')')) return in.fail("',' or ')'");
  skip_space(in);
  return true;
}

bool write_resource_attribute(std::string& out, const Claim& claim, const SidContext& context) {
  out += "(\"";
  write_name(out, claim.name);
  out += "\",";
  for (const TypeName& row : kTypes) {
    if (row.type == claim.type) out += row.text;
  }
  out += ",0x";
  put_number(out, claim.flags, 16);
  for (const ClaimValue& value : claim.values) {
    out += ',';
    if (!std::visit(WriteValue{out, context}, value)) return false;
  }
  out += ')';
  return true;
}

}  // namespace wfp::security
