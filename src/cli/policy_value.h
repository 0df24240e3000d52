// Values of conditions as a policy file writes them, and back.
//
//   443   10.0.0.0/8   "/usr/bin/curl"   loopback   alice   "O:LSG:LSD:(A;;CC;;;WD)"   0x0a0b
//   uint16(443)   v4_addr_mask(10.0.0.0/8)   empty
//
// A value without a type is one of its field's type; that is how it is written wherever it can be.
#pragma once

#include <cstddef>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "cli/policy.h"
#include "cli/sid.h"
#include "cli/vocabulary.h"

namespace wfp::cli {

// People's names; without them, only numbers and SIDs are understood and shown.
struct PolicyPeople {
  std::function<std::optional<Sid>(std::string_view name)> find;
  std::function<std::string(const Sid& sid)> show;
};
const PolicyPeople& known_people();  // of this machine's user database

// A value as it stands in a file.
struct WrittenValue {
  std::string_view type;  // "uint16"; empty: the field's
  std::string_view text;
  bool quoted = false;
  std::size_t at = 0;
};

struct ValueContext {
  const FieldWord* field = nullptr;  // null: the type must be written
  Family family = Family::v4;
  const PolicyPeople* people = nullptr;
};

// The value; nothing if it is an address of the other IP version; else what was expected.
using BoundValue = std::expected<std::optional<PolicyValue>, std::string>;
BoundValue bind_value(const WrittenValue& written, const ValueContext& context);

// What bind_value reads back as the same value.
std::string value_text(const PolicyValue& value, const ValueContext& context);

// Whether the text depends on the IP version, so that one text can stand for two values.
bool is_address_type(FWP_DATA_TYPE type);

// "text" with its quotes, and back. Any bytes.
std::string quoted(std::string_view bytes);
std::optional<std::string> unquoted(std::string_view between_quotes);

std::string hex_text(std::string_view bytes);  // "0x0a0b"
std::optional<std::string> parse_hex(std::string_view text);

// Decimal, or hexadecimal with 0x; at most `maximum`.
std::optional<std::uint64_t> parse_number(std::string_view text,
                                          std::uint64_t maximum = UINT64_MAX);

}  // namespace wfp::cli
