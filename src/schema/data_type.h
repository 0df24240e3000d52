// DataType: what a value is. MatchType: how a condition compares a traffic value with its own.
//
// Both lists, with Windows' numbers, are rows of spec/win_enums.tsv.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace wfp::schema {

enum class DataType : std::uint16_t {
#define WFP_DATA_TYPE(name, value, windows) name = value,
#include "gen/data_type_table.inc"
#undef WFP_DATA_TYPE
};

enum class MatchType : std::uint8_t {
#define WFP_MATCH_TYPE(name, value, windows) name = value,
#include "gen/match_type_table.inc"
#undef WFP_MATCH_TYPE
};

// "uint16", "flags_all_set": the enumerator's name.
std::string_view to_string(DataType type);
std::string_view to_string(MatchType match);

// The enumerator of that name or number, if there is one.
std::optional<DataType> data_type(std::uint32_t number);
std::optional<MatchType> match_type(std::uint32_t number);
std::optional<DataType> data_type(std::string_view name);
std::optional<MatchType> match_type(std::string_view name);

}  // namespace wfp::schema
