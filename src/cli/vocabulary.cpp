#include "cli/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "cli/text.h"

namespace wfp::cli {
namespace {

namespace type {
#define WFP_DATA_TYPE(name, value, windows_name) \
  [[maybe_unused]] constexpr auto name = static_cast<FWP_DATA_TYPE>(value);
#include "gen/data_type_table.inc"
#undef WFP_DATA_TYPE
}  // namespace type

constexpr Family family(int version) { return version == 4 ? Family::v4 : Family::v6; }

constexpr LayerWord kLayers[] = {
#define WFP_LAYER_WORD(word, windows, key, version, id, served, meaning) \
  {word, windows, key, family(version), id, served, meaning},
#include "gen/layer_words.inc"
#undef WFP_LAYER_WORD
};

constexpr FieldWord kFields[] = {
#define WFP_FIELD_WORD(word, windows, key, type_v4, type_v6, kind, meaning) \
  {word, windows, key, type::type_v4, type::type_v6, FieldKind::kind, meaning},
#include "gen/field_words.inc"
#undef WFP_FIELD_WORD
};

constexpr BuiltinWord kBuiltins[] = {
#define WFP_BUILTIN(kind, word, windows, key) {BuiltinKind::kind, word, windows, key},
#include "gen/builtin_words.inc"
#undef WFP_BUILTIN
};

template <class T>
struct Named {
  std::string_view name;
  T value;
};

constexpr Named<FWP_DATA_TYPE> kTypes[] = {
#define WFP_DATA_TYPE(name, value, windows_name) {#name, static_cast<FWP_DATA_TYPE>(value)},
#include "gen/data_type_table.inc"
#undef WFP_DATA_TYPE
};

constexpr Named<FWP_MATCH_TYPE> kMatches[] = {
    {"=", FWP_MATCH_EQUAL},
    {"!=", FWP_MATCH_NOT_EQUAL},
    {"<", FWP_MATCH_LESS},
    {"<=", FWP_MATCH_LESS_OR_EQUAL},
    {">", FWP_MATCH_GREATER},
    {">=", FWP_MATCH_GREATER_OR_EQUAL},
    {"in", FWP_MATCH_RANGE},
    {"all-set", FWP_MATCH_FLAGS_ALL_SET},
    {"any-set", FWP_MATCH_FLAGS_ANY_SET},
    {"none-set", FWP_MATCH_FLAGS_NONE_SET},
    {"like", FWP_MATCH_EQUAL_CASE_INSENSITIVE},
    {"prefix", FWP_MATCH_PREFIX},
    {"not-prefix", FWP_MATCH_NOT_PREFIX},
};

constexpr Named<std::uint32_t> kFlags[] = {
#define WFP_CONDITION_FLAG(word, value) {word, value},
#include "gen/condition_flag_words.inc"
#undef WFP_CONDITION_FLAG
};

struct Option {
  std::string name;
  std::uint32_t value;
};

const std::vector<Option>& options() {
  static const std::vector<Option> list = [] {
    std::vector<Option> made = {
#define WFP_CLASSIFY_OPTION(name, value, windows_name) {#name, value},
#include "gen/classify_option_words.inc"
#undef WFP_CLASSIFY_OPTION
    };
    for (Option& option : made) std::ranges::replace(option.name, '_', '-');
    return made;
  }();
  return list;
}

template <class Rows, class Value>
auto name_in(const Rows& rows, Value value) {
  for (const auto& row : rows) {
    if (row.value == value) return std::string_view(row.name);
  }
  return std::string_view();
}

template <class Rows>
auto value_in(const Rows& rows, std::string_view name)
    -> std::optional<std::remove_cvref_t<decltype(std::begin(rows)->value)>> {
  for (const auto& row : rows) {
    if (row.name == name) return row.value;
  }
  return std::nullopt;
}

template <class Row>
const Row* by_key(std::span<const Row> rows, const GUID& key) {
  static const auto index = [&] {
    std::unordered_map<GUID, const Row*, GuidHash> made;
    for (const Row& row : rows) made.emplace(row.key, &row);
    return made;
  }();
  const auto found = index.find(key);
  return found == index.end() ? nullptr : found->second;
}

Failure unknown_layer(std::string_view word) {
  std::vector<std::string_view> known;
  for (const LayerWord& layer : kLayers) known.push_back(layer.word);
  return {ExitCode::usage,
          fmt::format("unknown layer '{}'{}", escaped(word), did_you_mean(word, known)),
          {"list: wfp layer list"},
          {}};
}

}  // namespace

std::string LayerWord::name() const {
  return fmt::format("{}-{}", word, family == Family::v4 ? "v4" : "v6");
}

std::span<const LayerWord> layer_words() { return kLayers; }
const LayerWord* layer_of(const GUID& key) { return by_key<LayerWord>(kLayers, key); }

const LayerWord* layer_of_id(std::uint16_t id) {
  const auto* found = std::ranges::find(kLayers, id, &LayerWord::id);
  return found == std::end(kLayers) ? nullptr : found;
}

Outcome<std::vector<const LayerWord*>> find_layers(std::string_view word) {
  std::vector<const LayerWord*> found;
  const auto key = parse_guid(word);
  for (const LayerWord& layer : kLayers) {
    const bool versioned = word.size() == layer.word.size() + 3 && word == layer.name();
    if (word == layer.word || versioned || equals_ignoring_case(word, layer.windows) ||
        (key && *key == layer.key)) {
      found.push_back(&layer);
    }
  }
  if (found.empty()) return fail(unknown_layer(word));
  return found;
}

std::string layer_name(const GUID& key) {
  const LayerWord* layer = layer_of(key);
  return layer == nullptr ? guid_text(key) : layer->name();
}

bool FieldWord::is_program() const {
  return type_v4 == FWP_BYTE_BLOB_TYPE && windows.ends_with("_APP_ID");
}
bool FieldWord::is_token() const { return type_v4 == FWP_TOKEN_ACCESS_INFORMATION_TYPE; }
bool FieldWord::is_protocol() const { return word == "protocol"; }
bool FieldWord::is_luid() const { return type_v4 == FWP_UINT64 && windows.ends_with("_INTERFACE"); }

std::span<const FieldWord> field_words() { return kFields; }
const FieldWord* field_of(const GUID& key) { return by_key<FieldWord>(kFields, key); }

const FieldWord* find_field(std::string_view word) {
  static const auto index = [] {
    std::unordered_map<std::string_view, const FieldWord*> made;
    for (const FieldWord& field : kFields) {
      made.emplace(field.word, &field);
      made.emplace(field.windows, &field);
    }
    return made;
  }();
  if (const auto found = index.find(word); found != index.end()) return found->second;
  const auto key = parse_guid(word);
  return key ? field_of(*key) : nullptr;
}

const GUID& field_key(std::string_view word) { return find_field(word)->key; }

std::string_view data_type_name(FWP_DATA_TYPE type) { return name_in(kTypes, type); }
std::optional<FWP_DATA_TYPE> find_data_type(std::string_view name) {
  return value_in(kTypes, name);
}

std::string_view match_word(FWP_MATCH_TYPE match) { return name_in(kMatches, match); }
std::optional<FWP_MATCH_TYPE> find_match(std::string_view word) { return value_in(kMatches, word); }

std::optional<std::uint32_t> find_condition_flag(std::string_view word) {
  return value_in(kFlags, word);
}

std::string condition_flags_text(std::uint32_t flags) {
  std::string text;
  for (const auto& flag : kFlags) {
    if ((flags & flag.value) != flag.value) continue;
    if (!text.empty()) text += '|';
    text += flag.name;
    flags &= ~flag.value;
  }
  if (flags == 0 && !text.empty()) return text;
  return text + (text.empty() ? "" : "|") + fmt::format("{:#x}", flags);
}

std::string_view classify_option_name(std::uint32_t option) { return name_in(options(), option); }
std::optional<std::uint32_t> find_classify_option(std::string_view name) {
  return value_in(options(), name);
}
std::vector<std::string_view> classify_option_names() {
  std::vector<std::string_view> names;
  for (const Option& option : options()) names.emplace_back(option.name);
  return names;
}

std::span<const BuiltinWord> builtin_words() { return kBuiltins; }

const BuiltinWord* builtin_of(BuiltinKind kind, const GUID& key) {
  for (const BuiltinWord& row : kBuiltins) {
    if (row.kind == kind && row.key == key) return &row;
  }
  return nullptr;
}

const BuiltinWord* find_builtin(BuiltinKind kind, std::string_view word) {
  for (const BuiltinWord& row : kBuiltins) {
    if (row.kind == kind && (row.word == word || equals_ignoring_case(row.windows, word)))
      return &row;
  }
  return nullptr;
}

}  // namespace wfp::cli
