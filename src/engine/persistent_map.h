// PersistentMap: an ordered map whose copies share what they have in common.
//
// Copying costs nothing; changing a copy costs the nodes on one path of a balanced tree (AVL),
// whatever the size. That is how a snapshot of 100,000 filters becomes the next one for the price
// of a filter.
//
// A change names an Edit: nodes that were made under the same Edit belong to nobody else yet and
// are changed in place, all others are copied first. So a map that others may see must never be
// changed under an Edit that it was made with: end the edit (take a new one) before handing it out.
// Maps that nobody changes can be read from several threads.
#pragma once

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <utility>

namespace wfp::engine {

class Edit {
 public:
  // A new one, unlike any other in this process.
  static Edit begin() {
    static std::atomic<std::uint64_t> last{0};
    return Edit(last.fetch_add(1, std::memory_order_relaxed) + 1);
  }
  bool operator==(const Edit&) const = default;

 private:
  explicit Edit(std::uint64_t id) : id_(id) {}
  std::uint64_t id_;
};

template <class Key, class T, class Compare = std::less<Key>>
class PersistentMap {
  struct Node;
  using Link = std::shared_ptr<Node>;
  // The tallest AVL tree of 2^32 entries has 46 levels.
  static constexpr std::size_t kMaxHeight = 48;

 public:
  [[nodiscard]] bool empty() const { return root_ == nullptr; }
  [[nodiscard]] std::size_t size() const { return size_; }

  [[nodiscard]] const T* find(const Key& key) const {
    const Node* node = root_.get();
    while (node != nullptr) {
      if (less(key, node->key)) {
        node = node->left.get();
      } else if (less(node->key, key)) {
        node = node->right.get();
      } else {
        return &node->value;
      }
    }
    return nullptr;
  }
  [[nodiscard]] bool contains(const Key& key) const { return find(key) != nullptr; }

  // The value at `key`, to be changed until the edit ends; made by default if absent.
  T& at(const Edit& edit, const Key& key) {
    T* place = nullptr;
    reach(edit, root_, key, place);
    return *place;
  }
  void set(const Edit& edit, const Key& key, T value) { at(edit, key) = std::move(value); }

  // False if there was nothing.
  bool erase(const Edit& edit, const Key& key) {
    if (!contains(key)) return false;
    remove(edit, root_, key);
    --size_;
    return true;
  }

  // A place in the order. Valid as long as the map is neither changed nor destroyed.
  class Cursor {
   public:
    [[nodiscard]] explicit operator bool() const { return depth_ != 0; }
    [[nodiscard]] const Key& key() const { return path_[depth_ - 1]->key; }
    [[nodiscard]] const T& value() const { return path_[depth_ - 1]->value; }
    void next() {
      const Node* node = path_[--depth_]->right.get();
      for (; node != nullptr; node = node->left.get()) path_[depth_++] = node;
    }

   private:
    friend class PersistentMap;
    std::array<const Node*, kMaxHeight>
        path_;  // the nodes whose left side we are in, and the one we are at
    std::size_t depth_ = 0;
  };

  [[nodiscard]] Cursor first() const {
    Cursor cursor;
    for (const Node* node = root_.get(); node != nullptr; node = node->left.get()) {
      cursor.path_[cursor.depth_++] = node;
    }
    return cursor;
  }
  // The first entry whose key is not below `key`.
  [[nodiscard]] Cursor lower_bound(const Key& key) const {
    Cursor cursor;
    const Node* node = root_.get();
    while (node != nullptr) {
      if (less(node->key, key)) {
        node = node->right.get();
      } else {
        cursor.path_[cursor.depth_++] = node;
        node = node->left.get();
      }
    }
    return cursor;
  }

 private:
  struct Node {
    Key key;
    T value;
    Link left;
    Link right;
    Edit edit;
    std::int8_t height;
  };

  static bool less(const Key& a, const Key& b) { return Compare{}(a, b); }
  static std::int8_t height(const Link& link) {
    return link == nullptr ? std::int8_t{0} : link->height;
  }

  // Makes the node at `link` ours to change.
  static Node& own(const Edit& edit, Link& link) {
    if (link->edit != edit) {
      link = std::make_shared<Node>(*link);
      link->edit = edit;
    }
    return *link;
  }

  void reach(const Edit& edit, Link& link, const Key& key, T*& place) {
    if (link == nullptr) {
      link = std::make_shared<Node>(Node{key, T{}, nullptr, nullptr, edit, 1});
      place = &link->value;
      ++size_;
      return;
    }
    Node& node = own(edit, link);
    if (less(key, node.key)) {
      reach(edit, node.left, key, place);
    } else if (less(node.key, key)) {
      reach(edit, node.right, key, place);
    } else {
      place = &node.value;
      return;
    }
    balance(edit, link);
  }

  // `key` is in the tree.
  static void remove(const Edit& edit, Link& link, const Key& key) {
    Node& node = own(edit, link);
    if (less(key, node.key)) {
      remove(edit, node.left, key);
    } else if (less(node.key, key)) {
      remove(edit, node.right, key);
    } else if (node.left == nullptr || node.right == nullptr) {
      Link child = node.left == nullptr ? std::move(node.right) : std::move(node.left);
      link = std::move(child);
      return;
    } else {
      take_first(edit, node.right, node);
    }
    balance(edit, link);
  }

  // Unlinks the first node of a tree and puts its entry into `into`.
  static void take_first(const Edit& edit, Link& link, Node& into) {
    Node& node = own(edit, link);
    if (node.left == nullptr) {
      into.key = std::move(node.key);
      into.value = std::move(node.value);
      Link right = std::move(node.right);
      link = std::move(right);
      return;
    }
    take_first(edit, node.left, into);
    balance(edit, link);
  }

  static void measure(Node& node) {
    node.height = static_cast<std::int8_t>(1 + std::max(height(node.left), height(node.right)));
  }

  // The child on one side becomes the top, the top its other child.
  static void rotate(const Edit& edit, Link& link, Link Node::* side, Link Node::* other) {
    own(edit, (*link).*side);
    Link child = std::move((*link).*side);
    (*link).*side = std::move((*child).*other);
    measure(*link);
    (*child).*other = std::move(link);
    measure(*child);
    link = std::move(child);
  }

  // The node at `link` is ours; its sides differ in height by at most 2.
  static void balance(const Edit& edit, Link& link) {
    const int lean = height(link->left) - height(link->right);
    if (lean > 1) {
      Node& child = own(edit, link->left);
      if (height(child.left) < height(child.right))
        rotate(edit, link->left, &Node::right, &Node::left);
      rotate(edit, link, &Node::left, &Node::right);
    } else if (lean < -1) {
      Node& child = own(edit, link->right);
      if (height(child.right) < height(child.left))
        rotate(edit, link->right, &Node::left, &Node::right);
      rotate(edit, link, &Node::right, &Node::left);
    } else {
      measure(*link);
    }
  }

  Link root_;
  std::size_t size_ = 0;
};

}  // namespace wfp::engine
