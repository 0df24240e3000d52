#include "schema/data_type.h"

#include <algorithm>

namespace wfp::schema {
namespace {

template <class Enum>
struct Row {
  Enum value;
  std::string_view name;
};

constexpr Row<DataType> kDataTypes[] = {
#define WFP_DATA_TYPE(name, value, windows) {DataType::name, #name},
#include "gen/data_type_table.inc"
#undef WFP_DATA_TYPE
};

constexpr Row<MatchType> kMatchTypes[] = {
#define WFP_MATCH_TYPE(name, value, windows) {MatchType::name, #name},
#include "gen/match_type_table.inc"
#undef WFP_MATCH_TYPE
};

template <class Enum, std::size_t N>
std::string_view name_of(const Row<Enum> (&rows)[N], Enum value) {
  const auto* row = std::ranges::find(rows, value, &Row<Enum>::value);
  return row == std::end(rows) ? "?" : row->name;
}

template <class Enum, std::size_t N>
std::optional<Enum> by_number(const Row<Enum> (&rows)[N], std::uint32_t number) {
  for (const auto& row : rows) {
    if (static_cast<std::uint32_t>(row.value) == number) return row.value;
  }
  return std::nullopt;
}

template <class Enum, std::size_t N>
std::optional<Enum> by_name(const Row<Enum> (&rows)[N], std::string_view name) {
  const auto* row = std::ranges::find(rows, name, &Row<Enum>::name);
  if (row == std::end(rows)) return std::nullopt;
  return row->value;
}

}  // namespace

std::string_view to_string(DataType type) { return name_of(kDataTypes, type); }
std::string_view to_string(MatchType match) { return name_of(kMatchTypes, match); }
std::optional<DataType> data_type(std::uint32_t number) { return by_number(kDataTypes, number); }
std::optional<MatchType> match_type(std::uint32_t number) { return by_number(kMatchTypes, number); }
std::optional<DataType> data_type(std::string_view name) { return by_name(kDataTypes, name); }
std::optional<MatchType> match_type(std::string_view name) { return by_name(kMatchTypes, name); }

}  // namespace wfp::schema
