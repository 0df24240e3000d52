// SidHash and SidTable: finding a SID among many in constant time.
//
// The hash is seeded, so that nobody outside can choose SIDs that fall together; and a hit is
// always verified against the SID itself, so that a collision, chosen or not, never stands for a
// match.
#pragma once

#include <cstdint>
#include <vector>

#include "security/sid.h"

namespace wfp::security {

class SidHash {
 public:
  // The seed of this process, from the random bytes that the kernel hands to every program.
  SidHash();
  explicit SidHash(std::uint64_t seed) : seed_(seed) {}
  [[nodiscard]] std::uint64_t operator()(SidView sid) const;
  bool operator==(const SidHash&) const = default;

 private:
  std::uint64_t seed_;
};

// SIDs with 32 bits of flags each. Filled first, then only read.
class SidTable {
 public:
  explicit SidTable(SidHash hash = SidHash()) : hash_(hash) {}

  void reserve(std::size_t count);
  // Adds flags to those of `sid`.
  void add(SidView sid, std::uint32_t flags);

  // The flags of `sid`, 0 if it is not in the table; `hash` is hash()(sid).
  [[nodiscard]] std::uint32_t find(SidView sid, std::uint64_t hash) const {
    if (slots_.empty()) return 0;
    for (std::size_t at = hash & mask_;; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.flags == 0) return 0;
      if (slot.hash == hash && SidView(sids_[slot.sid]) == sid) return slot.flags;
    }
  }
  [[nodiscard]] std::uint32_t find(SidView sid) const { return find(sid, hash_(sid)); }
  [[nodiscard]] const SidHash& hash() const { return hash_; }
  [[nodiscard]] bool empty() const { return sids_.empty(); }

 private:
  friend class SidTableTest;
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t sid = 0;    // index into sids_
    std::uint32_t flags = 0;  // 0: free
  };
  void add(SidView sid, std::uint64_t hash, std::uint32_t flags);
  void grow(std::size_t slots);

  SidHash hash_;
  std::vector<Slot> slots_;  // a power of two, at most half full
  std::size_t mask_ = 0;
  std::vector<Sid> sids_;
};

}  // namespace wfp::security
