#include "cli/policy_value.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <limits>

#include "cli/address.h"
#include "cli/match_descriptor.h"
#include "cli/text.h"
#include "cli/wide.h"

namespace wfp::cli {
namespace {

constexpr std::uint8_t kTcp = 6, kUdp = 17, kIcmp = 1, kIcmpV6 = 58;

std::uint64_t icmp_of(Family family) { return family == Family::v4 ? kIcmp : kIcmpV6; }

std::unexpected<std::string> expected(std::string_view what) {
  return std::unexpected(std::string(what));
}

PolicyValue number_value(FWP_DATA_TYPE type, std::uint64_t number) {
  return {type, number, 0, {}, {}};
}
PolicyValue bytes_value(FWP_DATA_TYPE type, std::string bytes) {
  return {type, 0, 0, std::move(bytes), {}};
}

std::uint64_t maximum_of(FWP_DATA_TYPE type) {
  switch (type) {
    case FWP_UINT8:
      return std::numeric_limits<std::uint8_t>::max();
    case FWP_UINT16:
      return std::numeric_limits<std::uint16_t>::max();
    case FWP_UINT32:
      return std::numeric_limits<std::uint32_t>::max();
    default:
      return std::numeric_limits<std::uint64_t>::max();
  }
}

int bits_of(FWP_DATA_TYPE type) {
  return type == FWP_INT8 ? 8 : type == FWP_INT16 ? 16 : type == FWP_INT32 ? 32 : 64;
}

BoundValue bind_signed(FWP_DATA_TYPE type, std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::int64_t least = std::numeric_limits<std::int64_t>::min() >> (64 - bits_of(type));
  const bool fits = number >= least && number <= -(least + 1);
  if (error != std::errc() || end != text.data() + text.size() || !fits)
    return expected(fmt::format("expected a number of type {}", data_type_name(type)));
  return number_value(type, static_cast<std::uint64_t>(number));
}

template <class Float, class Bits>
BoundValue bind_float(FWP_DATA_TYPE type, std::string_view text) {
  Float number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return expected("expected a floating-point number");
  return number_value(type, std::bit_cast<Bits>(number));
}

std::optional<std::uint64_t> field_word(const ValueContext& context, std::string_view text) {
  if (context.field == nullptr) return std::nullopt;
  if (context.field->is_protocol()) {
    if (text == "tcp") return kTcp;
    if (text == "udp") return kUdp;
    if (text == "icmp") return icmp_of(context.family);
  }
  if (context.field->kind != FieldKind::flags) return std::nullopt;
  std::uint64_t flags = 0;
  while (true) {
    const std::size_t bar = text.find('|');
    const auto word = text.substr(0, bar);
    const auto flag = find_condition_flag(word);
    const auto number = flag ? std::optional<std::uint64_t>(*flag) : parse_number(word, UINT32_MAX);
    if (!number) return std::nullopt;
    flags |= *number;
    if (bar == std::string_view::npos) return flags;
    text.remove_prefix(bar + 1);
  }
}

BoundValue bind_number(FWP_DATA_TYPE type, std::string_view text, const ValueContext& context) {
  auto number = field_word(context, text);
  if (!number) number = parse_number(text, maximum_of(type));
  if (!number) {
    const bool protocol = context.field != nullptr && context.field->is_protocol();
    const bool flags = context.field != nullptr && context.field->kind == FieldKind::flags;
    return expected(protocol ? "expected tcp, udp, icmp or a number from 0 to 255"
                    : flags  ? "expected a flag such as loopback, or a number"
                             : fmt::format("expected a number from 0 to {}", maximum_of(type)));
  }
  return number_value(type, *number);
}

std::uint32_t host_order(const Address& address) {
  std::uint32_t number = 0;
  for (unsigned i = 0; i < 4; ++i) number = number << 8 | address.bytes[i];
  return number;
}

std::uint32_t prefix_mask(unsigned length) { return length == 0 ? 0 : UINT32_MAX << (32 - length); }

// "10.0.0.0/8", "10.0.0.0/255.0.255.0"
std::optional<PolicyValue> parse_net(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address_pattern(text.substr(0, slash), nullptr);
  if (!address || !address->address || address->port) return std::nullopt;
  const bool v4 = address->address->family == Family::v4;
  std::string bytes(reinterpret_cast<const char*>(address->address->bytes.data()), 16);
  if (slash == std::string_view::npos) {
    return v4 ? number_value(FWP_UINT32, host_order(*address->address))
              : bytes_value(FWP_BYTE_ARRAY16_TYPE, std::move(bytes));
  }
  const std::string_view tail = text.substr(slash + 1);
  const auto length = parse_number(tail, v4 ? 32 : 128);
  if (!v4) {
    if (!length) return std::nullopt;
    return PolicyValue{
        FWP_V6_ADDR_MASK, 0, static_cast<std::uint32_t>(*length), std::move(bytes), {}};
  }
  std::uint32_t mask = 0;
  if (length) {
    mask = prefix_mask(static_cast<unsigned>(*length));
  } else {
    const auto dotted = parse_address_pattern(tail, nullptr);
    if (!dotted || !dotted->address || dotted->port || dotted->address->family != Family::v4)
      return std::nullopt;
    mask = host_order(*dotted->address);
  }
  return PolicyValue{FWP_V4_ADDR_MASK, host_order(*address->address), mask, {}, {}};
}

bool is_v4(FWP_DATA_TYPE type) { return type == FWP_UINT32 || type == FWP_V4_ADDR_MASK; }

BoundValue bind_address(std::string_view text, Family family) {
  auto value = parse_net(text);
  if (!value)
    return expected("expected an address or network: 192.0.2.1, 10.0.0.0/8, 2001:db8::/32");
  if (is_v4(value->type) != (family == Family::v4)) return std::optional<PolicyValue>();
  return value;
}

BoundValue bind_array(FWP_DATA_TYPE type, std::string_view text, std::size_t size) {
  if (type == FWP_BYTE_ARRAY16_TYPE) {
    auto value = parse_net(text);
    if (value && value->type == type) return value;
  }
  auto bytes = parse_hex(text);
  if (!bytes || bytes->size() != size)
    return expected(fmt::format("expected {} bytes as 0x...", size));
  return bytes_value(type, *std::move(bytes));
}

BoundValue bind_blob(const WrittenValue& written) {
  if (!written.quoted) {
    auto bytes = parse_hex(written.text);
    if (!bytes) return expected("expected a text in quotes, or bytes as 0x...");
    return bytes_value(FWP_BYTE_BLOB_TYPE, *std::move(bytes));
  }
  const auto text = unquoted(written.text);
  if (!text) return expected("a backslash is written \\\\, a byte \\xHH");
  return bytes_value(FWP_BYTE_BLOB_TYPE, app_id_blob(*text));
}

BoundValue bind_sid(std::string_view text) {
  const auto sid = Sid::from_text(text);
  if (!sid) return expected("expected a SID, such as S-1-22-1-1000");
  return bytes_value(FWP_SID, sid->bytes());
}

// Who may match: a person, SDDL, or the bytes.
BoundValue bind_descriptor(const WrittenValue& written, const PolicyPeople* people) {
  if (written.quoted) {
    const auto text = unquoted(written.text);
    std::string bytes = text ? descriptor_from_sddl(*text) : std::string();
    if (bytes.empty())
      return expected("expected SDDL, such as \"O:LSG:LSD:(A;;CC;;;S-1-22-1-1000)\"");
    return bytes_value(FWP_SECURITY_DESCRIPTOR_TYPE, std::move(bytes));
  }
  if (auto bytes = parse_hex(written.text))
    return bytes_value(FWP_SECURITY_DESCRIPTOR_TYPE, canonical_descriptor(*bytes));
  const auto sid =
      people != nullptr && people->find ? people->find(written.text) : Sid::from_text(written.text);
  if (!sid) return expected("expected a user, g:GROUP, a SID, or SDDL in quotes");
  return bytes_value(FWP_SECURITY_DESCRIPTOR_TYPE, match_descriptor({&*sid, 1}));
}

BoundValue bind_text(const WrittenValue& written) {
  auto text = written.quoted ? unquoted(written.text) : std::nullopt;
  if (!text) return expected("expected a text in quotes");
  return bytes_value(FWP_UNICODE_STRING_TYPE, *std::move(text));
}

// Of exactly this type.
BoundValue bind_as(FWP_DATA_TYPE type, const WrittenValue& written, const ValueContext& context) {
  switch (type) {
    case FWP_UINT8:
    case FWP_UINT16:
    case FWP_UINT32:
    case FWP_UINT64:
      return bind_number(type, written.text, context);
    case FWP_INT8:
    case FWP_INT16:
    case FWP_INT32:
    case FWP_INT64:
      return bind_signed(type, written.text);
    case FWP_FLOAT:
      return bind_float<float, std::uint32_t>(type, written.text);
    case FWP_DOUBLE:
      return bind_float<double, std::uint64_t>(type, written.text);
    case FWP_BYTE_ARRAY16_TYPE:
      return bind_array(type, written.text, 16);
    case FWP_BYTE_ARRAY6_TYPE:
      return bind_array(type, written.text, 6);
    case FWP_BYTE_BLOB_TYPE:
      return bind_blob(written);
    case FWP_SID:
      return bind_sid(written.text);
    case FWP_SECURITY_DESCRIPTOR_TYPE:
      return bind_descriptor(written, context.people);
    case FWP_UNICODE_STRING_TYPE:
      return bind_text(written);
    case FWP_V4_ADDR_MASK:
    case FWP_V6_ADDR_MASK: {
      auto value = parse_net(written.text);
      if (!value || value->type != type) return expected("expected a network, such as 10.0.0.0/8");
      return value;
    }
    default:
      return expected("a condition cannot have a value of this type");
  }
}

bool is_natural(FWP_DATA_TYPE type, const ValueContext& context) {
  if (context.field == nullptr) return false;
  const FWP_DATA_TYPE own = context.field->type(context.family);
  if (context.field->is_token()) return type == FWP_SECURITY_DESCRIPTOR_TYPE;
  if (context.field->is_address()) {
    return context.family == Family::v4 ? is_v4(type) : type == own || type == FWP_V6_ADDR_MASK;
  }
  return type == own;
}

std::string address_text(const PolicyValue& value) {
  Address address;
  if (is_v4(value.type)) {
    address = v4_address(static_cast<std::uint32_t>(value.number));
  } else {
    address.family = Family::v6;
    std::memcpy(address.bytes.data(), value.bytes.data(),
                std::min<std::size_t>(16, value.bytes.size()));
  }
  std::string text;
  append_address(text, address);
  return text;
}

std::string net_text(const PolicyValue& value) {
  if (value.type == FWP_V6_ADDR_MASK) return fmt::format("{}/{}", address_text(value), value.mask);
  const auto length = static_cast<unsigned>(std::countl_one(value.mask));
  if (prefix_mask(length) == value.mask) return fmt::format("{}/{}", address_text(value), length);
  return fmt::format("{}/{}", address_text(value),
                     address_text(number_value(FWP_UINT32, value.mask)));
}

std::string number_text(const PolicyValue& value, const FieldWord* field, Family family) {
  if (field != nullptr && field->is_protocol()) {
    if (value.number == kTcp) return "tcp";
    if (value.number == kUdp) return "udp";
    if (value.number == icmp_of(family)) return "icmp";
  }
  if (field != nullptr && field->kind == FieldKind::flags && value.number != 0)
    return condition_flags_text(static_cast<std::uint32_t>(value.number));
  if (field != nullptr && field->is_luid()) return fmt::format("{:#x}", value.number);
  return fmt::format("{}", value.number);
}

bool is_bare(std::string_view name) {
  return !name.empty() && !name.starts_with("0x") && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-.:@").find(c) != std::string_view::npos;
  });
}

std::string descriptor_text(const std::string& bytes, const PolicyPeople* people) {
  if (const auto sid = only_match(bytes)) {
    const std::string name = people != nullptr && people->show ? people->show(*sid) : sid->text();
    const auto back = people != nullptr && people->find ? people->find(name) : Sid::from_text(name);
    if (is_bare(name) && back == sid) return name;
  }
  const std::string sddl = descriptor_to_sddl(bytes);
  return sddl.empty() || descriptor_from_sddl(sddl) != bytes ? hex_text(bytes) : quoted(sddl);
}

std::string blob_text(const std::string& bytes) {
  const std::string path = app_id_path(bytes);
  return path.empty() ? hex_text(bytes) : quoted(path);
}

std::string plain_text(const PolicyValue& value, const ValueContext& context, bool natural) {
  switch (value.type) {
    case FWP_INT8:
    case FWP_INT16:
    case FWP_INT32:
    case FWP_INT64:
      return fmt::format("{}", static_cast<std::int64_t>(value.number));
    case FWP_FLOAT:
      return fmt::format("{}", std::bit_cast<float>(static_cast<std::uint32_t>(value.number)));
    case FWP_DOUBLE:
      return fmt::format("{}", std::bit_cast<double>(value.number));
    case FWP_V4_ADDR_MASK:
    case FWP_V6_ADDR_MASK:
      return net_text(value);
    case FWP_BYTE_ARRAY16_TYPE:
      return address_text(value);
    case FWP_BYTE_BLOB_TYPE:
      return blob_text(value.bytes);
    case FWP_SID: {
      const auto* sid = reinterpret_cast<const SID*>(value.bytes.data());
      return Sid(sid).text();
    }
    case FWP_SECURITY_DESCRIPTOR_TYPE:
      return descriptor_text(value.bytes, context.people);
    case FWP_UNICODE_STRING_TYPE:
      return quoted(value.bytes);
    case FWP_BYTE_ARRAY6_TYPE:
    case FWP_TOKEN_ACCESS_INFORMATION_TYPE:
      return hex_text(value.bytes);
    default:
      break;
  }
  const FieldWord* field = natural ? context.field : nullptr;
  if (field != nullptr && field->is_address() && value.type == FWP_UINT32)
    return address_text(value);
  return number_text(value, field, context.family);
}

}  // namespace

const PolicyPeople& known_people() {
  static const PolicyPeople people{[](std::string_view name) -> std::optional<Sid> {
                                     auto sid = resolve(parse_trustee(name));
                                     return sid ? std::optional(*std::move(sid)) : std::nullopt;
                                   },
                                   [](const Sid& sid) { return name_of(sid); }};
  return people;
}

bool is_address_type(FWP_DATA_TYPE type) {
  return is_v4(type) || type == FWP_BYTE_ARRAY16_TYPE || type == FWP_V6_ADDR_MASK;
}

BoundValue bind_value(const WrittenValue& written, const ValueContext& context) {
  if (!written.quoted && written.type.empty() && written.text == "empty") return PolicyValue{};
  if (!written.type.empty()) {
    const auto type = find_data_type(written.type);
    if (!type) return expected(fmt::format("there is no type '{}'", escaped(written.type)));
    return bind_as(*type, written, {nullptr, context.family, context.people});
  }
  if (context.field == nullptr)
    return expected("expected a value with its type, such as uint32(1)");
  if (context.field->is_token()) return bind_descriptor(written, context.people);
  if (context.field->is_address() && !written.quoted)
    return bind_address(written.text, context.family);
  return bind_as(context.field->type(context.family), written, context);
}

std::string value_text(const PolicyValue& value, const ValueContext& context) {
  if (value.type == FWP_EMPTY) return "empty";
  const bool natural = is_natural(value.type, context);
  const std::string text = plain_text(value, context, natural);
  return natural ? text : fmt::format("{}({})", data_type_name(value.type), text);
}

std::string quoted(std::string_view bytes) {
  std::string text = "\"";
  for (const char c : escaped(bytes)) {
    if (c == '"') text += '\\';
    text += c;
  }
  return text + '"';
}

std::optional<std::string> unquoted(std::string_view between_quotes) {
  std::string text;
  for (std::size_t i = 0; i < between_quotes.size(); ++i) {
    if (between_quotes[i] != '\\' || i + 1 == between_quotes.size()) {
      text += between_quotes[i];
    } else if (between_quotes[++i] == '"') {
      text += "\\x22";
    } else {
      text += {'\\', between_quotes[i]};
    }
  }
  return unescaped(text);
}

std::string hex_text(std::string_view bytes) {
  std::string text = "0x";
  for (const char c : bytes) text += fmt::format("{:02x}", static_cast<std::uint8_t>(c));
  return text;
}

std::optional<std::string> parse_hex(std::string_view text) {
  if (!text.starts_with("0x") || text.size() % 2 != 0) return std::nullopt;
  std::string bytes;
  for (std::size_t i = 2; i < text.size(); i += 2) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data() + i, text.data() + i + 2, value, 16);
    if (error != std::errc() || end != text.data() + i + 2) return std::nullopt;
    bytes += static_cast<char>(value);
  }
  return bytes;
}

std::optional<std::uint64_t> parse_number(std::string_view text, std::uint64_t maximum) {
  const bool hex = text.starts_with("0x");
  if (hex) text.remove_prefix(2);
  std::uint64_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, hex ? 16 : 10);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || number > maximum)
    return std::nullopt;
  return number;
}

}  // namespace wfp::cli
