// Acl: an access control list, an ordered sequence of ACEs, kept in wire form.
//
// Wire form: revision (1 byte), Sbz1 (1), size (2), ACE count (2), Sbz2 (2), the ACEs, then perhaps
// slack that nobody reads. At most 65535 bytes. An empty ACL grants nothing; "no ACL" is another
// thing (AclSlot in descriptor.h).
#pragma once

#include <cstdint>
#include <iterator>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "security/ace.h"
#include "security/bytes.h"

namespace wfp::security {

// The ACEs of checked ACL bytes, for range-for.
class AceRange {
 public:
  class iterator {
   public:
    using value_type = AceView;
    using difference_type = std::ptrdiff_t;
    iterator() = default;
    iterator(const std::uint8_t* at, std::size_t left) : at_(at), left_(left) {}
    AceView operator*() const { return AceView(at_); }
    iterator& operator++() {
      if (--left_ != 0) at_ += AceView(at_).size();
      return *this;
    }
    iterator operator++(int) {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) { return a.left_ == b.left_; }

   private:
    const std::uint8_t* at_ = nullptr;
    std::size_t left_ = 0;
  };

  AceRange(const std::uint8_t* first, std::size_t count) : first_(first), count_(count) {}
  [[nodiscard]] iterator begin() const { return {first_, count_}; }
  [[nodiscard]] iterator end() const { return {first_, 0}; }
  [[nodiscard]] std::size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }

 private:
  const std::uint8_t* first_;
  std::size_t count_;
};

// Checked ACL bytes, borrowed.
class AclView {
 public:
  static constexpr std::size_t kHeaderSize = 8;

  // The ACL at the start of `bytes`. invalid_acl if it is malformed; bytes may follow it.
  static Result<AclView> from_bytes(ByteView bytes);
  // The same without words: what is wrong, a text constant, or nullptr if nothing is.
  static const char* check(ByteView bytes);
  // `bytes` were checked.
  explicit AclView(const std::uint8_t* bytes) : bytes_(bytes) {}

  [[nodiscard]] std::uint8_t revision() const { return bytes_[0]; }
  [[nodiscard]] ByteView bytes() const { return {bytes_, load<std::uint16_t>(bytes_ + 2)}; }
  [[nodiscard]] std::size_t ace_count() const { return load<std::uint16_t>(bytes_ + 4); }
  [[nodiscard]] AceRange aces() const { return {bytes_ + kHeaderSize, ace_count()}; }

 private:
  const std::uint8_t* bytes_;
};

class Acl {
 public:
  static constexpr std::size_t kMaxSize = 0xFFFF;
  static constexpr std::uint8_t kRevision = 2;        // what Windows writes
  static constexpr std::uint8_t kObjectRevision = 4;  // and with an object ACE in it

  Acl();  // empty: grants nothing
  explicit Acl(AclView view);
  // Bytes after the ACL are an error.
  static Result<Acl> from_bytes(ByteView bytes);
  // Takes over bytes that are known to be one valid ACL; they are checked again, invalid_acl if
  // not.
  static Result<Acl> adopt(Bytes bytes);

  // Appends at the end; raises the revision if need be. invalid_acl when the ACL would exceed 64
  // KiB, invalid_parameter when the ACE cannot be written (GUIDs in a plain type, data of odd
  // length).
  Result<void> append(const Ace& ace);
  Result<void> append(AceView ace);

  [[nodiscard]] AclView view() const { return AclView(bytes_.data()); }
  [[nodiscard]] ByteView bytes() const { return bytes_; }
  [[nodiscard]] std::uint8_t revision() const { return bytes_[0]; }
  [[nodiscard]] std::size_t ace_count() const { return view().ace_count(); }
  [[nodiscard]] bool empty() const { return ace_count() == 0; }
  [[nodiscard]] AceRange aces() const { return view().aces(); }

  bool operator==(const Acl&) const = default;

 private:
  friend class AclBuilder;
  Result<void> append_bytes(ByteView ace);
  Bytes bytes_;
};

}  // namespace wfp::security
