// HashTrie: a map from hashes, whose copies share what they have in common.
//
// As PersistentMap, with the same rule about edits, but unordered: five bits of the hash choose the
// way at each level, so that 100,000 entries are four steps away and most steps stay in a
// processor's cache. A lookup in a balanced tree of that size is seventeen steps, nearly all of
// them out of it.
#pragma once

#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "engine/persistent_map.h"

namespace wfp::engine {

// 128 bits that are spread evenly, or the trie grows deep.
struct Hash {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  auto operator<=>(const Hash&) const = default;
};

template <class T>
class HashTrie {
  struct Node;
  using Link = std::shared_ptr<Node>;

 public:
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] const T* find(const Hash& key) const {
    const Node* node = root_.get();
    for (unsigned level = 0; node != nullptr; ++level) {
      const std::uint32_t slot = slot_of(key, level);
      if ((node->child_slots & slot) != 0) {
        node = node->children[place(node->child_slots, slot)].get();
        continue;
      }
      if ((node->entry_slots & slot) == 0) return nullptr;
      const Entry& entry = node->entries[place(node->entry_slots, slot)];
      return entry.key == key ? &entry.value : nullptr;
    }
    return nullptr;
  }
  [[nodiscard]] bool contains(const Hash& key) const { return find(key) != nullptr; }

  // The value at `key`, to be changed until the edit ends or the map changes otherwise; made by
  // default if absent.
  T& at(const Edit& edit, const Hash& key) { return reach(edit, root_, key, 0); }

  // False if there was nothing.
  bool erase(const Edit& edit, const Hash& key) {
    if (!contains(key)) return false;
    remove(edit, root_, key, 0);
    --size_;
    if (size_ == 0) root_ = nullptr;
    return true;
  }

 private:
  static constexpr unsigned kBitsPerLevel = 5;

  struct Entry {
    Hash key;
    T value;
  };
  // Of the 32 slots of a node some hold an entry and others a child; both stand in their slots'
  // order, without gaps.
  struct Node {
    explicit Node(const Edit& own) : edit(own) {}
    Edit edit;
    std::uint32_t entry_slots = 0;
    std::uint32_t child_slots = 0;
    std::vector<Entry> entries;
    std::vector<Link> children;
  };

  // The slot of a key as one bit. Different keys part at the 26th level at the latest.
  static std::uint32_t slot_of(const Hash& key, unsigned level) {
    const unsigned shift = level * kBitsPerLevel;
    std::uint64_t bits = 0;
    if (shift < 64) bits = key.low >> shift | (shift == 0 ? 0 : key.high << (64 - shift));
    if (shift >= 64) bits = key.high >> (shift - 64);
    return std::uint32_t{1} << (bits & 31);
  }
  // How many of `slots` stand before `slot`.
  static std::size_t place(std::uint32_t slots, std::uint32_t slot) {
    return static_cast<std::size_t>(std::popcount(slots & (slot - 1)));
  }

  // Makes the node at `link` ours to change.
  static Node& own(const Edit& edit, Link& link) {
    if (link->edit != edit) {
      link = std::make_shared<Node>(*link);
      link->edit = edit;
    }
    return *link;
  }

  static T& put(Node& node, std::uint32_t slot, Entry entry) {
    const auto at = static_cast<std::ptrdiff_t>(place(node.entry_slots, slot));
    node.entry_slots |= slot;
    return node.entries.insert(node.entries.begin() + at, std::move(entry))->value;
  }
  static Entry take(Node& node, std::uint32_t slot) {
    const std::size_t at = place(node.entry_slots, slot);
    Entry entry = std::move(node.entries[at]);
    node.entries.erase(node.entries.begin() + static_cast<std::ptrdiff_t>(at));
    node.entry_slots &= ~slot;
    return entry;
  }

  T& reach(const Edit& edit, Link& link, const Hash& key, unsigned level) {
    if (link == nullptr) link = std::make_shared<Node>(edit);
    Node& node = own(edit, link);
    const std::uint32_t slot = slot_of(key, level);
    if ((node.child_slots & slot) == 0) {
      if ((node.entry_slots & slot) == 0) {
        ++size_;
        return put(node, slot, {key, T{}});
      }
      Entry& there = node.entries[place(node.entry_slots, slot)];
      if (there.key == key) return there.value;
      descend(edit, node, slot, level);
    }
    return reach(edit, node.children[place(node.child_slots, slot)], key, level + 1);
  }

  // Moves the entry in a slot into a child of its own.
  static void descend(const Edit& edit, Node& node, std::uint32_t slot, unsigned level) {
    Entry entry = take(node, slot);
    Link child = std::make_shared<Node>(edit);
    const std::uint32_t below = slot_of(entry.key, level + 1);
    put(*child, below, std::move(entry));
    const auto at = static_cast<std::ptrdiff_t>(place(node.child_slots, slot));
    node.children.insert(node.children.begin() + at, std::move(child));
    node.child_slots |= slot;
  }

  // `key` is in the trie. A child with a single entry left gives it back to its parent.
  static void remove(const Edit& edit, Link& link, const Hash& key, unsigned level) {
    Node& node = own(edit, link);
    const std::uint32_t slot = slot_of(key, level);
    if ((node.entry_slots & slot) != 0) {
      take(node, slot);
      return;
    }
    const std::size_t at = place(node.child_slots, slot);
    remove(edit, node.children[at], key, level + 1);
    Node& child = *node.children[at];
    if (!child.children.empty() || child.entries.size() > 1) return;
    Entry last = std::move(child.entries.front());
    node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(at));
    node.child_slots &= ~slot;
    put(node, slot, std::move(last));
  }

  Link root_;
  std::size_t size_ = 0;
};

}  // namespace wfp::engine
