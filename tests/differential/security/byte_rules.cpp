#include "byte_rules.h"

namespace wfp::differential {
namespace {

using security::Bytes;

constexpr std::size_t kControl = 2, kSacl = 12, kDacl = 16;
constexpr std::uint16_t kDaclPresent = 0x0004, kSaclPresent = 0x0010;

// An offset without its present bit points nowhere.
bool unused_offsets(Bytes& bytes) {
  const auto control = security::load<std::uint16_t>(bytes.data() + kControl);
  bool changed = false;
  const auto clear = [&](std::uint16_t present, std::size_t field) {
    if ((control & present) != 0 || security::load<std::uint32_t>(bytes.data() + field) == 0)
      return;
    security::store(bytes.data() + field, std::uint32_t{0});
    changed = true;
  };
  clear(kDaclPresent, kDacl);
  clear(kSaclPresent, kSacl);
  return changed;
}

// Sbz2 of an ACL: reserved, and not read; Samba takes it for the upper half of the count.
bool reserved_of_acls(Bytes& bytes) {
  bool changed = false;
  for (const std::size_t field : {kSacl, kDacl}) {
    const auto offset = security::load<std::uint32_t>(bytes.data() + field);
    if (offset == 0 || offset + 8 > bytes.size()) continue;
    changed |= security::load<std::uint16_t>(bytes.data() + offset + 6) != 0;
    security::store(bytes.data() + offset + 6, std::uint16_t{0});
  }
  return changed;
}

}  // namespace

std::span<const ByteRule> byte_rules() {
  static constexpr ByteRule kRules[] = {{"binary-unused-offset", unused_offsets},
                                        {"binary-acl-reserved", reserved_of_acls}};
  return kRules;
}

}  // namespace wfp::differential
