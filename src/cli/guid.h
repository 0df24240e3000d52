// GUIDs as `wfp` writes and reads them, and the keys that it makes itself.
#pragma once

#include <compare>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "windows.h"

namespace wfp::cli {

inline constexpr GUID kZeroGuid{};

std::string guid_text(const GUID& guid);  // "{c38d57d1-05a7-4c33-904f-7fbceee60e82}"

// Of guid_text's form; the braces may be missing.
std::optional<GUID> parse_guid(std::string_view text);

// Always the same GUID for the same parts, and never one that was drawn at random (RFC 9562,
// version 8). Made of a 128-bit FNV-1a: names apart by accident stay apart, which is all it is for.
GUID derived_guid(std::string_view kind, const GUID& scope, std::string_view name);

struct GuidHash {
  std::size_t operator()(const GUID& guid) const;
};
struct GuidLess {
  bool operator()(const GUID& a, const GUID& b) const;
};

}  // namespace wfp::cli
