#include "engine/filter_index.h"

#include <algorithm>
#include <bit>
#include <optional>

#include "schema/layer.h"

namespace wfp::engine {
namespace {

using schema::Condition;
using schema::MatchType;
using schema::Value;

// How many places of the index one filter may take; and how many if it demands one exact value
// already, which tells filters apart well enough.
constexpr std::size_t kMaxEntries = 16;
constexpr std::size_t kFewEntries = 4;

// 128 bits of a value, left-aligned: an integer stands at the left end, so that a prefix is a
// number of bits.
struct Bits {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

// A demand on one field: the first `length` bits.
struct Demand {
  Bits bits;
  std::uint8_t length = 0;
};

Bits mask(Bits bits, unsigned length) {
  const auto keep = [](std::uint64_t word, unsigned count) {
    return count == 0 ? 0 : count >= 64 ? word : word & (~std::uint64_t{0} << (64 - count));
  };
  return {keep(bits.high, length), length <= 64 ? 0 : keep(bits.low, length - 64)};
}

std::uint64_t mix(std::uint64_t state, std::uint64_t word) {
  state = (state ^ word) * 0x9E3779B97F4A7C15;
  return state ^ (state >> 29);
}

Bits hash_bytes(std::span<const std::uint8_t> bytes) {
  Bits bits{bytes.size(), 0x5851F42D4C957F2D};
  for (const std::uint8_t byte : bytes) {
    bits.high = (bits.high ^ byte) * 0x100000001B3;
    bits.low = mix(bits.low, byte);
  }
  return bits;
}

Bits load(const schema::ByteArray16& bytes) {
  Bits bits;
  for (std::size_t i = 0; i < 8; ++i) {
    bits.high = bits.high << 8 | bytes[i];
    bits.low = bits.low << 8 | bytes[8 + i];
  }
  return bits;
}

// The width in bits of a value that can be demanded by prefix, 0 if it cannot.
unsigned width(schema::DataType type) {
  switch (type) {
    case schema::DataType::uint8:
      return 8;
    case schema::DataType::uint16:
      return 16;
    case schema::DataType::uint32:
      return 32;
    case schema::DataType::uint64:
      return 64;
    case schema::DataType::byte_array16:
      return 128;
    default:
      return 0;
  }
}

// A concrete value's bits, if it is of a type that the index knows.
std::optional<Demand> exactly(const Value& value) {
  if (const unsigned bits = width(value.type()); bits != 0) {
    if (const auto* bytes = value.get<schema::ByteArray16>()) return Demand{load(*bytes), 128};
    return Demand{{*value.as_unsigned() << (64 - bits), 0}, static_cast<std::uint8_t>(bits)};
  }
  if (const auto* blob = value.get<schema::Blob>()) return Demand{hash_bytes(*blob), Shape::kExact};
  if (const auto* sid = value.get<schema::SidBytes>())
    return Demand{hash_bytes(sid->bytes), Shape::kExact};
  return std::nullopt;
}

// Splits [low, high] of `bits`-bit numbers into prefixes, lowest first.
bool split(std::uint64_t low, std::uint64_t high, unsigned bits, std::vector<Demand>& demands) {
  while (true) {
    unsigned free =
        low == 0 ? bits : std::min<unsigned>(bits, static_cast<unsigned>(std::countr_zero(low)));
    const auto last = [&] {
      return free == 64 ? ~std::uint64_t{0} : low + (std::uint64_t{1} << free) - 1;
    };
    while (last() > high) --free;
    if (demands.size() == kMaxEntries) return false;
    demands.push_back({{low << (64 - bits), 0}, static_cast<std::uint8_t>(bits - free)});
    if (last() == high) return true;
    low = last() + 1;
  }
}

// Adds what `condition` demands; false if it cannot be looked up.
bool demands_of(const Condition& condition, std::vector<Demand>& demands) {
  const Value& value = condition.value;
  if (condition.match == MatchType::range) {
    const schema::Range& range = *value.get_range();
    const auto low = range.low.as_unsigned();
    const auto high = range.high.as_unsigned();
    return low && high && split(*low, *high, width(range.low.type()), demands);
  }
  if (condition.match != MatchType::equal || demands.size() == kMaxEntries) return false;
  if (const auto* net = value.get<schema::V4AddrMask>()) {
    const auto length = static_cast<std::uint8_t>(std::popcount(net->mask));
    demands.push_back({mask({std::uint64_t{net->address} << 32, 0}, length), length});
    return true;
  }
  if (const auto* net = value.get<schema::V6AddrMask>()) {
    demands.push_back({mask(load(net->address), net->prefix_length), net->prefix_length});
    return true;
  }
  const auto exact = exactly(value);
  if (exact) demands.push_back(*exact);
  return exact.has_value();
}

struct Entry {
  Shape shape;
  Hash hash{0x243F6A8885A308D3, 0x13198A2E03707344};
};

void append(Entry& entry, std::uint8_t position, const Demand& demand) {
  entry.shape.parts[entry.shape.count++] = {position, demand.length};
  entry.hash.high = mix(mix(entry.hash.high, demand.bits.high), demand.bits.low);
  entry.hash.low = mix(mix(entry.hash.low, demand.bits.low), demand.bits.high);
}

bool is_exact(const Demand& demand) {
  return demand.length == Shape::kExact || demand.length == 32 || demand.length == 128;
}

// The places of a filter in the index: the product of the alternatives of as many fields as fit.
std::vector<Entry> entries_of(const Stored<Filter>& filter) {
  std::vector<Entry> entries(1);
  std::size_t room = kMaxEntries;
  std::vector<Demand> demands;
  bool usable = true;
  for (const Matcher::Step& step : filter.compiled.steps()) {
    usable = usable && demands_of(filter.object.conditions[step.condition], demands);
    if (!step.last_of_field) continue;
    for (const Demand& demand : demands) usable = usable && demand.length != 0;
    if (usable && entries.size() * demands.size() <= room &&
        entries[0].shape.count < Shape::kMaxParts) {
      std::vector<Entry> product;
      for (const Entry& entry : entries) {
        for (const Demand& demand : demands)
          append(product.emplace_back(entry), step.position, demand);
      }
      entries = std::move(product);
      if (std::ranges::all_of(demands, is_exact)) room = kFewEntries;
    }
    demands.clear();
    usable = true;
  }
  return entries;
}

FilterRank rank(const Stored<Filter>& filter) {
  return {filter.object.effective_weight, filter.object.id};
}

// What a request offers, computed once per field.
class Offer {
 public:
  explicit Offer(const Request& request) : request_(request) {}

  // The hash of the request's own bits in a shape; nothing if a field is EMPTY.
  std::optional<Hash> hash(const Shape& shape) {
    Entry entry;
    for (std::size_t i = 0; i < shape.count; ++i) {
      const ShapePart part = shape.parts[i];
      const std::optional<Demand>& own = value(part.position);
      if (!own) return std::nullopt;
      const Bits bits = part.bits == Shape::kExact ? own->bits : mask(own->bits, part.bits);
      append(entry, part.position, {bits, part.bits});
    }
    return entry.hash;
  }

 private:
  const std::optional<Demand>& value(std::uint8_t position) {
    if (!known_[position]) {
      values_[position] = exactly(request_.value(position));
      known_[position] = true;
    }
    return values_[position];
  }

  const Request& request_;
  std::array<bool, schema::kFieldCount> known_{};
  std::array<std::optional<Demand>, schema::kFieldCount> values_{};
};

}  // namespace

void FilterIndex::insert(const Edit& edit, const FilterRef& filter) {
  for (const Entry& entry : entries_of(*filter)) {
    shapes_.at(edit, entry.shape).at(edit, entry.hash).set(edit, rank(*filter), filter);
  }
}

void FilterIndex::erase(const Edit& edit, const FilterRef& filter) {
  for (const Entry& entry : entries_of(*filter)) {
    const Table* known = shapes_.find(entry.shape);
    if (known == nullptr || !known->contains(entry.hash))
      continue;  // two alternatives were the same place
    Table& table = shapes_.at(edit, entry.shape);
    Bucket& bucket = table.at(edit, entry.hash);
    bucket.erase(edit, rank(*filter));
    if (bucket.empty()) table.erase(edit, entry.hash);
    if (table.empty()) shapes_.erase(edit, entry.shape);
  }
}

FilterIndex::Walk::Walk(const FilterIndex& index, const Request& request) {
  Offer offer(request);
  for (auto shape = index.shapes_.first(); shape; shape.next()) {
    const auto hash = offer.hash(shape.key());
    if (!hash) continue;
    if (const Bucket* bucket = shape.value().find(*hash)) cursors_.push_back(bucket->first());
  }
}

const Stored<Filter>* FilterIndex::Walk::next() {
  Bucket::Cursor* best = nullptr;
  for (Bucket::Cursor& cursor : cursors_) {
    if (cursor && (best == nullptr || cursor.key() < best->key())) best = &cursor;
  }
  if (best == nullptr) return nullptr;
  const Stored<Filter>* filter = best->value().get();
  best->next();
  return filter;
}

}  // namespace wfp::engine
