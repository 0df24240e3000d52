#include "security/descriptor.h"

namespace wfp::security {
namespace {

constexpr std::size_t kOwnerField = 4, kGroupField = 8, kSaclField = 12, kDaclField = 16;

// Parts stand at multiples of 4. Only an ACL with odd slack does not fill its place.
constexpr std::size_t aligned(std::size_t size) { return (size + 3) / 4 * 4; }

std::size_t size_of(const AclSlot& slot) {
  return slot.is_present() ? aligned(slot.acl()->bytes().size()) : 0;
}

AclSlot slot_of(AclState state, std::optional<AclView> view) {
  switch (state) {
    case AclState::present:
      return Acl(*view);
    case AclState::null:
      return AclSlot::null();
    case AclState::absent:
      break;
  }
  return AclSlot::absent();
}

// Copies a part to `at` and notes its offset in the header; an empty part leaves the offset 0.
void place(Bytes& out, std::size_t& at, std::size_t field, ByteView part) {
  if (part.empty()) return;
  store(out.data() + field, static_cast<std::uint32_t>(at));
  std::memcpy(out.data() + at, part.data(), part.size());
  at += aligned(part.size());
}

// The bytes from an offset on, or none if it is odd, in the header or at or past the end.
ByteView part_at(ByteView bytes, std::uint32_t offset) {
  if (offset % 4 != 0 || offset < DescriptorView::kHeaderSize || offset >= bytes.size()) return {};
  return bytes.subspan(offset);
}

}  // namespace

const char* DescriptorView::check(ByteView bytes) {
  if (bytes.size() < kHeaderSize) return "shorter than a descriptor's header";
  if (bytes[0] != 1) return "the descriptor's revision is not 1";
  const auto control = load<std::uint16_t>(bytes.data() + 2);
  if (!(control & Control::self_relative)) return "the descriptor is not self-relative";
  for (const std::size_t field : {kOwnerField, kGroupField}) {
    const auto offset = load<std::uint32_t>(bytes.data() + field);
    if (offset != 0 && SidView::size_at(part_at(bytes, offset)) == 0)
      return "owner or group is no valid SID";
  }
  struct {
    std::uint16_t present;
    std::size_t field;
  } constexpr kAcls[] = {{Control::sacl_present, kSaclField}, {Control::dacl_present, kDaclField}};
  for (const auto& acl : kAcls) {
    const auto offset = load<std::uint32_t>(bytes.data() + acl.field);
    if (!(control & acl.present) || offset == 0) continue;
    if (const char* wrong = AclView::check(part_at(bytes, offset))) return wrong;
  }
  return nullptr;
}

Result<DescriptorView> DescriptorView::from_bytes(ByteView bytes) {
  if (const char* wrong = check(bytes)) return fail(Status::invalid_security_descr, wrong);
  return DescriptorView(bytes.data());
}

std::optional<SidView> DescriptorView::sid_at(std::size_t field) const {
  if (offset(field) == 0) return std::nullopt;
  return SidView(bytes_ + offset(field));
}

AclState DescriptorView::acl_state(std::uint16_t present, std::size_t field) const {
  if (!(control() & present)) return AclState::absent;
  return offset(field) == 0 ? AclState::null : AclState::present;
}

std::optional<AclView> DescriptorView::acl_at(AclState state, std::size_t field) const {
  if (state != AclState::present) return std::nullopt;
  return AclView(bytes_ + offset(field));
}

Result<SecurityDescriptor> SecurityDescriptor::from_bytes(ByteView self_relative) {
  WFP_TRY(const DescriptorView view, DescriptorView::from_bytes(self_relative));
  return SecurityDescriptor(view);
}

SecurityDescriptor::SecurityDescriptor(DescriptorView view)
    : control(static_cast<std::uint16_t>(view.control() & ~kImpliedControl)),
      resource_manager_control(view.resource_manager_control()),
      dacl(slot_of(view.dacl_state(), view.dacl())),
      sacl(slot_of(view.sacl_state(), view.sacl())) {
  if (const auto sid = view.owner()) owner = Sid(*sid);
  if (const auto sid = view.group()) group = Sid(*sid);
}

std::uint16_t SecurityDescriptor::full_control() const {
  unsigned bits = control & ~kImpliedControl;
  if (!dacl.is_absent()) bits |= Control::dacl_present;
  if (!sacl.is_absent()) bits |= Control::sacl_present;
  return static_cast<std::uint16_t>(bits);
}

std::size_t SecurityDescriptor::size_in_bytes() const {
  return DescriptorView::kHeaderSize + size_of(sacl) + size_of(dacl) + (owner ? owner->size() : 0) +
         (group ? group->size() : 0);
}

Bytes SecurityDescriptor::to_bytes() const {
  Bytes out(size_in_bytes());
  out[0] = 1;
  out[1] = resource_manager_control;
  store(out.data() + 2, static_cast<std::uint16_t>(full_control() | Control::self_relative));
  std::size_t at = DescriptorView::kHeaderSize;
  if (sacl.is_present()) place(out, at, kSaclField, sacl.acl()->bytes());
  if (dacl.is_present()) place(out, at, kDaclField, dacl.acl()->bytes());
  if (owner) place(out, at, kOwnerField, owner->bytes());
  if (group) place(out, at, kGroupField, group->bytes());
  return out;
}

}  // namespace wfp::security
