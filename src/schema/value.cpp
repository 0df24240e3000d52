#include "schema/value.h"

#include <bit>
#include <cstdio>

namespace wfp::schema {
namespace {

constexpr DataType kTypes[] = {DataType::empty,
                               DataType::uint8,
                               DataType::uint16,
                               DataType::uint32,
                               DataType::uint64,
                               DataType::int8,
                               DataType::int16,
                               DataType::int32,
                               DataType::int64,
                               DataType::float32,
                               DataType::float64,
                               DataType::byte_array16,
                               DataType::byte_blob,
                               DataType::sid,
                               DataType::security_descriptor,
                               DataType::token_information,
                               DataType::token_access_information,
                               DataType::unicode_string,
                               DataType::byte_array6,
                               DataType::v4_addr_mask,
                               DataType::v6_addr_mask,
                               DataType::range};
static_assert(std::size(kTypes) == std::variant_size_v<Value::Alternatives>);

template <class T>
constexpr bool kSortable =
    std::is_arithmetic_v<T> || std::is_same_v<T, ByteArray16> || std::is_same_v<T, ByteArray6> ||
    std::is_same_v<T, Blob> || std::is_same_v<T, std::string>;

std::string hex(const std::uint8_t* bytes, std::size_t size) {
  std::string text;
  for (std::size_t i = 0; i < size; ++i) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", bytes[i]);
    text += digits;
  }
  return text;
}

std::string dotted(std::uint32_t address) {
  char text[16];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                address >> 8 & 255, address & 255);
  return text;
}

struct Print {
  std::string operator()(std::monostate) const { return "empty"; }
  template <class T>
    requires std::is_arithmetic_v<T>
  std::string operator()(T number) const {
    return std::to_string(number);
  }
  std::string operator()(const ByteArray16& bytes) const { return hex(bytes.data(), bytes.size()); }
  std::string operator()(const ByteArray6& bytes) const { return hex(bytes.data(), bytes.size()); }
  std::string operator()(const Blob& blob) const { return hex(blob.data(), blob.size()); }
  std::string operator()(const SidBytes& sid) const { return "sid:" + (*this)(sid.bytes); }
  std::string operator()(const DescriptorBytes& descriptor) const {
    return "sd:" + (*this)(descriptor.bytes);
  }
  std::string operator()(const TokenAccessInformation& token) const {
    return "token:" + (*this)(token.bytes);
  }
  std::string operator()(const TokenInformation& token) const {
    return "token of " + std::to_string(token.sids.size()) + " SIDs";
  }
  std::string operator()(const std::string& text) const { return '"' + text + '"'; }
  std::string operator()(const V4AddrMask& net) const {
    const bool contiguous = std::countl_one(net.mask) + std::countr_zero(net.mask) == 32;
    return dotted(net.address) + "/" +
           (contiguous ? std::to_string(std::countl_one(net.mask)) : dotted(net.mask));
  }
  std::string operator()(const V6AddrMask& net) const {
    return (*this)(net.address) + "/" + std::to_string(net.prefix_length);
  }
  std::string operator()(const std::shared_ptr<const Range>& range) const {
    return "[" + to_string(range->low) + ".." + to_string(range->high) + "]";
  }
};

}  // namespace

Value Value::range(Value low, Value high) {
  return Value(std::shared_ptr<const Range>(
      std::make_shared<Range>(Range{std::move(low), std::move(high)})));
}

DataType Value::type() const { return kTypes[alternatives_.index()]; }

const Range* Value::get_range() const {
  const auto* range = get<std::shared_ptr<const Range>>();
  return range == nullptr ? nullptr : range->get();
}

std::optional<std::uint64_t> Value::as_unsigned() const {
  return std::visit(
      [](const auto& content) -> std::optional<std::uint64_t> {
        if constexpr (std::is_unsigned_v<std::decay_t<decltype(content)>>) return content;
        return std::nullopt;
      },
      alternatives_);
}

bool operator==(const Value& a, const Value& b) {
  const Range* range_a = a.get_range();
  const Range* range_b = b.get_range();
  if (range_a != nullptr && range_b != nullptr) return *range_a == *range_b;
  return a.alternatives_ == b.alternatives_;
}

bool is_sortable(DataType type) {
  switch (type) {
    case DataType::empty:
    case DataType::sid:
    case DataType::security_descriptor:
    case DataType::token_information:
    case DataType::token_access_information:
    case DataType::v4_addr_mask:
    case DataType::v6_addr_mask:
    case DataType::range:
      return false;
    default:
      return true;
  }
}

bool is_unsigned(DataType type) {
  return type == DataType::uint8 || type == DataType::uint16 || type == DataType::uint32 ||
         type == DataType::uint64;
}

std::partial_ordering compare(const Value& a, const Value& b) {
  if (a.type() != b.type()) return std::partial_ordering::unordered;
  return std::visit(
      [&b](const auto& left) -> std::partial_ordering {
        using T = std::decay_t<decltype(left)>;
        if constexpr (kSortable<T>) {
          return left <=> *b.get<T>();
        } else {
          return std::partial_ordering::unordered;
        }
      },
      a.alternatives());
}

std::size_t content_size(const Value& value) {
  if (const auto* blob = value.get<Blob>()) return blob->size();
  if (const auto* sid = value.get<SidBytes>()) return sid->bytes.size();
  if (const auto* descriptor = value.get<DescriptorBytes>()) return descriptor->bytes.size();
  if (const auto* token = value.get<TokenAccessInformation>()) return token->bytes.size();
  if (const auto* text = value.get<std::string>()) return text->size();
  if (const Range* range = value.get_range())
    return content_size(range->low) + content_size(range->high);
  return sizeof(ByteArray16);
}

std::string to_string(const Value& value) { return std::visit(Print{}, value.alternatives()); }

}  // namespace wfp::schema
