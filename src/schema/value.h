// Value: one datum of WFP, of any DataType: what a traffic field holds and what a condition
// compares it with.
//
//   Value(std::uint16_t{443})   Value(V4AddrMask{0x0A000000, 0xFF000000})   Value::range(Value(a),
//   Value(b))   Value()
//
// IPv4 addresses and masks, ports and protocols are in host order; IPv6 addresses are 16 bytes in
// network order. A SID, a descriptor and a token are kept here as their bytes: only the engine
// knows what they mean. Values compare by content and are cheap to copy only when small.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "schema/data_type.h"

namespace wfp::schema {

using ByteArray16 = std::array<std::uint8_t, 16>;
using ByteArray6 = std::array<std::uint8_t, 6>;
using Blob = std::vector<std::uint8_t>;

// The same bytes with different meanings are different types.
struct SidBytes {  // wire form
  Blob bytes;
  auto operator<=>(const SidBytes&) const = default;
};
struct DescriptorBytes {  // self-relative security descriptor
  Blob bytes;
  auto operator<=>(const DescriptorBytes&) const = default;
};
struct TokenAccessInformation {  // opaque outside the engine
  Blob bytes;
  auto operator<=>(const TokenAccessInformation&) const = default;
};
struct SidAndAttributes {
  SidBytes sid;
  std::uint32_t attributes = 0;
  auto operator<=>(const SidAndAttributes&) const = default;
};
struct TokenInformation {
  std::vector<SidAndAttributes> sids;
  std::vector<SidAndAttributes> restricted_sids;
  auto operator<=>(const TokenInformation&) const = default;
};

struct V4AddrMask {  // host order
  std::uint32_t address = 0;
  std::uint32_t mask = 0;
  auto operator<=>(const V4AddrMask&) const = default;
};
struct V6AddrMask {
  ByteArray16 address{};
  std::uint8_t prefix_length = 0;  // 0..128
  auto operator<=>(const V6AddrMask&) const = default;
};

class Value;
struct Range;  // low and high, both ends in

class Value {
 public:
  // In the order of DataType, so that an alternative's index tells its type.
  using Alternatives =
      std::variant<std::monostate, std::uint8_t, std::uint16_t, std::uint32_t, std::uint64_t,
                   std::int8_t, std::int16_t, std::int32_t, std::int64_t, float, double,
                   ByteArray16, Blob, SidBytes, DescriptorBytes, TokenInformation,
                   TokenAccessInformation, std::string, ByteArray6, V4AddrMask, V6AddrMask,
                   std::shared_ptr<const Range>>;

  Value() = default;  // EMPTY: there is no value
  template <class T>
    requires(!std::is_same_v<T, Value> &&
             std::is_constructible_v<Alternatives, std::in_place_type_t<T>, T>)
  explicit Value(T value) : alternatives_(std::in_place_type<T>, std::move(value)) {}
  static Value range(Value low, Value high);

  [[nodiscard]] DataType type() const;
  [[nodiscard]] bool empty() const { return alternatives_.index() == 0; }

  // The content if it is a T, else nullptr.
  template <class T>
  [[nodiscard]] const T* get() const {
    return std::get_if<T>(&alternatives_);
  }
  [[nodiscard]] const Range* get_range() const;
  // The content of any of the four unsigned types.
  [[nodiscard]] std::optional<std::uint64_t> as_unsigned() const;

  [[nodiscard]] const Alternatives& alternatives() const { return alternatives_; }

  friend bool operator==(const Value& a, const Value& b);

 private:
  Alternatives alternatives_;
};

struct Range {
  Value low;
  Value high;
  bool operator==(const Range&) const = default;
};

// Has an order: integers, floating-point numbers, byte arrays and blobs (unsigned bytes from left
// to right, a prefix sorts lower) and strings (by code point).
bool is_sortable(DataType type);
bool is_unsigned(DataType type);

// The order of two values of the same sortable type; unordered otherwise (also when a NaN takes
// part).
std::partial_ordering compare(const Value& a, const Value& b);

// Roughly the bytes that the content takes: what limits count.
std::size_t content_size(const Value& value);

// For people and golden files: "443", "10.0.0.0/8", "[1..5]", "empty". Not meant to be read back.
std::string to_string(const Value& value);

}  // namespace wfp::schema
