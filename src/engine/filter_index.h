// FilterIndex: the filters of one sublayer at one layer, found by what they demand.
//
// A filter demands exact values or prefixes of some fields (its shape: which fields, how many
// bits); ranges are split into prefixes. Filters of one shape stand in a table keyed by a hash of
// the demanded bits, so that a request asks each shape once, whatever the number of filters. What
// cannot be looked up this way (negative tests, descriptors, long lists of alternatives) is left to
// the matcher: the index finds candidates, it never decides.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/hash_trie.h"
#include "engine/persistent_map.h"
#include "engine/planted.h"
#include "engine/request.h"
#include "engine/stored.h"

namespace wfp::engine {

using FilterRef = std::shared_ptr<const Stored<Filter>>;

// The order of filters within a sublayer: heavier first, of equals the older one.
struct FilterRank {
  std::uint64_t weight;
  std::uint64_t id;
  friend bool operator==(const FilterRank&, const FilterRank&) = default;
  friend std::strong_ordering operator<=>(const FilterRank& a, const FilterRank& b) {
    if (const auto order = b.weight <=> a.weight; order != 0) return order;
    return planted(Bug::ties_by_newest) ? b.id <=> a.id : a.id <=> b.id;
  }
};

struct ShapePart {
  std::uint8_t position = 0;  // of the field in the layer
  std::uint8_t bits =
      0;  // of the field's value that are demanded; kExact: all of a value of any length
  auto operator<=>(const ShapePart&) const = default;
};
struct Shape {
  static constexpr std::uint8_t kExact = 255;
  static constexpr std::size_t kMaxParts = 6;
  std::array<ShapePart, kMaxParts> parts{};
  std::uint8_t count = 0;
  auto operator<=>(const Shape&) const = default;
};

class FilterIndex {
 public:
  using Bucket = PersistentMap<FilterRank, FilterRef>;

  [[nodiscard]] bool empty() const { return shapes_.empty(); }
  [[nodiscard]] std::size_t shape_count() const { return shapes_.size(); }
  void insert(const Edit& edit, const FilterRef& filter);
  void erase(const Edit& edit, const FilterRef& filter);

  // The filters that may match a request, best first; may name one twice in a row. The index
  // outlives the walk.
  class Walk {
   public:
    Walk(const FilterIndex& index, const Request& request);
    // The next candidate, or nullptr.
    const Stored<Filter>* next();

   private:
    std::vector<Bucket::Cursor> cursors_;
  };

 private:
  // By a hash of the demanded bits. Equal hashes of different demands cost time, never correctness.
  using Table = HashTrie<Bucket>;
  PersistentMap<Shape, Table> shapes_;
};

}  // namespace wfp::engine
