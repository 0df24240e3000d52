// The words of `wfp` for layers, fields, types and built-in objects. The tables are made of spec/.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/address.h"
#include "cli/failure.h"
#include "cli/guid.h"
#include "fwptypes.h"

namespace wfp::cli {

struct LayerWord {
  std::string_view word;     // "connect"
  std::string_view windows;  // "FWPM_LAYER_ALE_AUTH_CONNECT_V4"
  GUID key;
  Family family;
  std::uint16_t id;  // of net events
  bool served;
  std::string_view meaning;

  [[nodiscard]] std::string name() const;  // "connect-v4"
};

std::span<const LayerWord> layer_words();
const LayerWord* layer_of(const GUID& key);  // null: not one of these
const LayerWord* layer_of_id(std::uint16_t id);

// "connect" (both), "connect-v4", "FWPM_LAYER_ALE_AUTH_CONNECT_V4", a GUID. In the order v4, v6.
// Fails with a guess.
Outcome<std::vector<const LayerWord*>> find_layers(std::string_view word);

// What is shown: "connect-v4", or the GUID.
std::string layer_name(const GUID& key);

enum class FieldKind : std::uint8_t { raw_data, ip_address, flags };

struct FieldWord {
  std::string_view word;     // "remote-port"
  std::string_view windows;  // "FWPM_CONDITION_IP_REMOTE_PORT"
  GUID key;
  FWP_DATA_TYPE type_v4, type_v6;
  FieldKind kind;
  std::string_view meaning;

  [[nodiscard]] FWP_DATA_TYPE type(Family family) const {
    return family == Family::v4 ? type_v4 : type_v6;
  }
  [[nodiscard]] bool is_address() const { return kind == FieldKind::ip_address; }
  [[nodiscard]] bool is_program() const;  // its blob is an application's
  [[nodiscard]] bool is_token() const;    // its conditions are security descriptors
  [[nodiscard]] bool is_protocol() const;
  [[nodiscard]] bool is_luid() const;  // an interface
};

std::span<const FieldWord> field_words();
const FieldWord* field_of(const GUID& key);
// "remote-port", "FWPM_CONDITION_IP_REMOTE_PORT", a GUID of a known field.
const FieldWord* find_field(std::string_view word);

// A key of this header's tables, by its word; the field must exist.
const GUID& field_key(std::string_view word);

// "uint16"; empty for an unknown type.
std::string_view data_type_name(FWP_DATA_TYPE type);
std::optional<FWP_DATA_TYPE> find_data_type(std::string_view name);

// How conditions are written: "=", "!=", "<", "in", "all-set", ...
std::string_view match_word(FWP_MATCH_TYPE match);
std::optional<FWP_MATCH_TYPE> find_match(std::string_view word);

// "loopback" -> 1. Several are joined by '|'.
std::optional<std::uint32_t> find_condition_flag(std::string_view word);
std::string condition_flags_text(
    std::uint32_t flags);  // "loopback|reauthorize"; a number for unknown bits

std::string_view classify_option_name(std::uint32_t option);  // "unicast-lifetime"
std::optional<std::uint32_t> find_classify_option(std::string_view name);
std::vector<std::string_view> classify_option_names();

// Built-in sublayers and callouts: "universal", "FWPM_SUBLAYER_UNIVERSAL".
enum class BuiltinKind : std::uint8_t { sublayer, callout };
struct BuiltinWord {
  BuiltinKind kind;
  std::string_view word, windows;
  GUID key;
};
std::span<const BuiltinWord> builtin_words();
const BuiltinWord* builtin_of(BuiltinKind kind, const GUID& key);
const BuiltinWord* find_builtin(BuiltinKind kind, std::string_view word);

}  // namespace wfp::cli
