#include "compile/slot.h"

#include <array>

#include "compile/name_hash.h"

namespace wfp::compile {
namespace {

constexpr Coding coding_of(wfp_slot slot) {
  if (slot == WFP_SLOT_ale_app_id || slot == WFP_SLOT_ale_package_id) return Coding::name;
  if (slot == WFP_SLOT_flags || slot == WFP_SLOT_reauthorize_reason) return Coding::packed;
  return Coding::number;
}

constexpr std::array<SlotInfo, WFP_SLOT_COUNT> kSlots{{
#define WFP_SLOT(name, bits) \
  {WFP_SLOT_##name, schema::FieldId::name, coding_of(WFP_SLOT_##name), bits},
    WFP_WIDE_SLOTS(WFP_SLOT) WFP_NARROW_SLOTS(WFP_SLOT)
#undef WFP_SLOT
}};

constexpr std::array<std::uint32_t, WFP_FLAG_BITS> kFlags = WFP_PACKED_FLAGS;
constexpr std::array<std::uint32_t, WFP_REASON_BITS> kReasons = WFP_PACKED_REASONS;

std::span<const std::uint32_t> packed_bits(const SlotInfo& slot) {
  if (slot.slot == WFP_SLOT_flags) return kFlags;
  return kReasons;
}

Key key_of_bytes(const schema::ByteArray16& bytes) {
  Key key;
  for (std::size_t i = 0; i < 8; ++i) {
    key.high = key.high << 8 | bytes[i];
    key.low = key.low << 8 | bytes[8 + i];
  }
  return key;
}

Key packed(const SlotInfo& slot, std::uint64_t bits) {
  Key key;
  std::uint64_t place = 1;
  for (const std::uint32_t bit : packed_bits(slot)) {
    if ((bits & bit) != 0) key.low |= place;
    place <<= 1;
  }
  return key;
}

}  // namespace

std::optional<SlotInfo> slot_of(schema::FieldId field) {
  for (const SlotInfo& slot : kSlots) {
    if (slot.field == field) return slot;
  }
  return std::nullopt;
}

const SlotInfo& slot_info(wfp_slot slot) { return kSlots[slot]; }

Key key_of(const SlotInfo& slot, const schema::Value& value, const wfp_key& hash_key) {
  if (const auto* blob = value.get<schema::Blob>()) return hash_of_app(*blob, hash_key);
  if (const auto* sid = value.get<schema::SidBytes>()) return hash_of_bytes(sid->bytes, hash_key);
  if (const auto* bytes = value.get<schema::ByteArray16>()) return key_of_bytes(*bytes);
  const std::uint64_t number = value.as_unsigned().value_or(0);
  return slot.coding == Coding::packed ? packed(slot, number) : Key{0, number};
}

schema::Value unpacked(const SlotInfo& slot, std::uint32_t number) {
  std::uint32_t bits = 0;
  for (const std::uint32_t bit : packed_bits(slot)) {
    if ((number & 1) != 0) bits |= bit;
    number >>= 1;
  }
  return schema::Value(bits);
}

}  // namespace wfp::compile
