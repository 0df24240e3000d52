// The engine's management objects: what a program adds, finds and deletes. Plain values.
//
// Keys are unique within a kind. Ids are given by the engine at Add and do not outlive it. Strings
// are UTF-8; a display name may be an indirect reference ("@dll,-id"), which is kept as it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/guid.h"
#include "schema/action.h"
#include "schema/condition.h"
#include "schema/layer.h"
#include "schema/value.h"

namespace wfp::engine {

// The kinds of objects, each with a container. The engine itself is the root of all containers.
enum class Kind : std::uint8_t {
  engine,
  provider,
  provider_context,
  sublayer,
  layer,
  callout,
  filter,
  net_event
};
inline constexpr std::size_t kKindCount = 8;
std::string_view to_string(Kind kind);

// In order of life: an object cannot refer to one that lives shorter.
enum class Lifetime : std::uint8_t {
  dynamic,     // ends with the session that added it
  fixed,       // "static": ends when the engine's state does, or by deletion
  persistent,  // ends by deletion
  boot_time,   // as persistent, but in force only until the engine is
  builtin,     // never ends
};
std::string_view to_string(Lifetime lifetime);

struct DisplayData {
  std::optional<std::string> name;  // required by every Add
  std::optional<std::string> description;
  bool operator==(const DisplayData&) const = default;
};

struct Provider {
  Guid key;
  DisplayData display;
  std::uint32_t flags = 0;
  schema::Blob data;
  std::optional<std::string> service_name;
  bool operator==(const Provider&) const = default;
};

enum class ContextType : std::uint32_t {
#define WFP_CONTEXT_TYPE(name, value, windows) name = value,
#include "gen/context_type_table.inc"
#undef WFP_CONTEXT_TYPE
};

struct ClassifyOption {
  std::uint32_t type = 0;
  schema::Value value;
  bool operator==(const ClassifyOption&) const = default;
};
using ClassifyOptions = std::vector<ClassifyOption>;

struct ProviderContext {
  Guid key;
  DisplayData display;
  std::uint32_t flags = 0;
  std::optional<Guid> provider;
  schema::Blob provider_data;
  ContextType type = ContextType::general;
  std::variant<schema::Blob, ClassifyOptions> content;  // of a general context its data
  std::uint64_t id = 0;                                 // set by the engine
  bool operator==(const ProviderContext&) const = default;
};

struct Sublayer {
  Guid key;
  DisplayData display;
  std::uint32_t flags = 0;
  std::optional<Guid> provider;
  schema::Blob provider_data;
  std::uint16_t weight = 0;
  bool operator==(const Sublayer&) const = default;
};

struct Callout {
  Guid key;
  DisplayData display;
  std::uint32_t flags = 0;
  std::optional<Guid> provider;
  schema::Blob provider_data;
  Guid layer;
  std::uint32_t id = 0;  // set by the engine
  bool operator==(const Callout&) const = default;
};

struct Filter {
  Guid key;
  DisplayData display;
  std::uint32_t flags = 0;
  std::optional<Guid> provider;
  schema::Blob provider_data;
  Guid layer;
  Guid sublayer;         // zero: the layer's default
  schema::Value weight;  // EMPTY, uint8 or uint64: see weight.h
  std::vector<schema::Condition> conditions;
  std::uint32_t action = 0;            // checked by Add: one of schema::ActionType
  Guid action_key;                     // of the callout; of a plain action any GUID
  std::uint64_t raw_context = 0;       // handed to the callout, unless there is a provider context
  std::optional<Guid> context;         // with the flag HAS_PROVIDER_CONTEXT
  bool has_reserved = false;           // the caller passed a reserved member that must be absent
  std::uint64_t id = 0;                // set by the engine
  std::uint64_t effective_weight = 0;  // set by the engine
  bool operator==(const Filter&) const = default;
};

// The kind of each type.
template <class T>
inline constexpr Kind kKindOf = Kind::engine;
template <>
inline constexpr Kind kKindOf<Provider> = Kind::provider;
template <>
inline constexpr Kind kKindOf<ProviderContext> = Kind::provider_context;
template <>
inline constexpr Kind kKindOf<Sublayer> = Kind::sublayer;
template <>
inline constexpr Kind kKindOf<Callout> = Kind::callout;
template <>
inline constexpr Kind kKindOf<Filter> = Kind::filter;

}  // namespace wfp::engine
