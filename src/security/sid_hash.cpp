#include "security/sid_hash.h"

#include <sys/auxv.h>

#include <bit>

namespace wfp::security {
namespace {

__extension__ using Wide = unsigned __int128;

// Multiplies to 128 bits and folds: each input bit reaches every output bit.
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

constexpr std::uint64_t kOdd1 = 0x9E3779B97F4A7C15, kOdd2 = 0xC2B2AE3D27D4EB4F;

// The auxiliary vector is memory that was there when the process began: reading it is no system
// call.
std::uint64_t process_seed() {
  static const std::uint64_t seed = [] {
    const auto* random = reinterpret_cast<const std::uint8_t*>(getauxval(AT_RANDOM));
    return random == nullptr
               ? kOdd2
               : mix(load<std::uint64_t>(random) ^ kOdd1, load<std::uint64_t>(random + 8) | 1);
  }();
  return seed;
}

}  // namespace

SidHash::SidHash() : seed_(process_seed()) {}

std::uint64_t SidHash::operator()(SidView sid) const {
  const ByteView bytes = sid.bytes();
  std::uint64_t hash = mix(load<std::uint64_t>(bytes.data()) ^ seed_, kOdd1);
  std::size_t at = 8;
  for (; at + 8 <= bytes.size(); at += 8)
    hash = mix(hash ^ load<std::uint64_t>(bytes.data() + at), kOdd2 ^ seed_);
  if (at < bytes.size()) hash = mix(hash ^ load<std::uint32_t>(bytes.data() + at), kOdd1 ^ seed_);
  return hash;
}

void SidTable::reserve(std::size_t count) {
  sids_.reserve(count);
  if (count * 2 > slots_.size()) grow(std::bit_ceil(count * 2));
}

void SidTable::add(SidView sid, std::uint32_t flags) { add(sid, hash_(sid), flags); }

void SidTable::add(SidView sid, std::uint64_t hash, std::uint32_t flags) {
  if (flags == 0) return;
  if ((sids_.size() + 1) * 2 > slots_.size()) grow(slots_.empty() ? 8 : slots_.size() * 2);
  std::size_t at = hash & mask_;
  for (; slots_[at].flags != 0; at = (at + 1) & mask_) {
    if (slots_[at].hash == hash && SidView(sids_[slots_[at].sid]) == sid) {
      slots_[at].flags |= flags;
      return;
    }
  }
  slots_[at] = {hash, static_cast<std::uint32_t>(sids_.size()), flags};
  sids_.emplace_back(sid);
}

void SidTable::grow(std::size_t slots) {
  std::vector<Slot> old(slots);
  old.swap(slots_);
  mask_ = slots_.size() - 1;
  for (const Slot& slot : old) {
    if (slot.flags == 0) continue;
    std::size_t at = slot.hash & mask_;
    while (slots_[at].flags != 0) at = (at + 1) & mask_;
    slots_[at] = slot;
  }
}

}  // namespace wfp::security
