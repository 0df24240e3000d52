#include "security/ace.h"

#include <array>

namespace wfp::security {
namespace {

constexpr AceTypeInfo kTable[] = {
#define WFP_ACE_TYPE(name, value, sddl, acl, shape) \
  {AceType::name, sddl, AceHome::acl, AceShape::shape},
#include "gen/ace_type_table.inc"
#undef WFP_ACE_TYPE
};

constexpr bool rows_stand_at_their_number() {
  for (std::size_t i = 0; i < std::size(kTable); ++i) {
    if (static_cast<std::size_t>(kTable[i].type) != i) return false;
  }
  return true;
}
static_assert(rows_stand_at_their_number());

constexpr std::size_t kHeader = 4;
constexpr std::uint32_t kObjectTypePresent = 1;
constexpr std::uint32_t kInheritedObjectTypePresent = 2;

// Where the SID of an object ACE stands, by its object flags.
std::size_t object_sid_offset(std::uint32_t flags) {
  return 12 + (flags & kObjectTypePresent ? sizeof(Guid) : 0) +
         (flags & kInheritedObjectTypePresent ? sizeof(Guid) : 0);
}

}  // namespace

const AceTypeInfo* ace_type_info(AceType type) {
  const auto number = static_cast<std::size_t>(type);
  return number < std::size(kTable) ? &kTable[number] : nullptr;
}

AceShape shape_of(AceType type) {
  const auto number = static_cast<std::size_t>(type);
  return number < std::size(kTable) ? kTable[number].shape : AceShape::opaque;
}

bool has_condition(AceType type) {
  return (type >= AceType::access_allowed_callback &&
          type <= AceType::system_alarm_callback_object) ||
         type == AceType::system_access_filter;
}

std::size_t AceView::size_at(ByteView bytes) {
  if (bytes.size() < kHeader) return 0;
  const std::size_t size = load<std::uint16_t>(bytes.data() + 2);
  if (size < kHeader || size % 4 != 0 || size > bytes.size()) return 0;
  const AceShape shape = shape_of(static_cast<AceType>(bytes[0]));
  if (shape == AceShape::opaque) return size;
  std::size_t sid_at = kHeader + 4;
  if (shape == AceShape::object) {
    if (size < 12) return 0;
    sid_at = object_sid_offset(load<std::uint32_t>(bytes.data() + 8));
  }
  if (sid_at > size || SidView::size_at(bytes.subspan(sid_at, size - sid_at)) == 0) return 0;
  return size;
}

std::size_t AceView::sid_offset() const {
  return shape() == AceShape::object ? object_sid_offset(load<std::uint32_t>(bytes_ + 8))
                                     : kHeader + 4;
}

ByteView AceView::data() const {
  const std::size_t end_of_sid = sid_offset() + sid().size();
  return bytes().subspan(end_of_sid);
}

std::optional<Guid> AceView::object_type() const {
  if (shape() != AceShape::object || !(load<std::uint32_t>(bytes_ + 8) & kObjectTypePresent))
    return std::nullopt;
  return load<Guid>(bytes_ + 12);
}

std::optional<Guid> AceView::inherited_object_type() const {
  if (shape() != AceShape::object) return std::nullopt;
  const auto object_flags = load<std::uint32_t>(bytes_ + 8);
  if (!(object_flags & kInheritedObjectTypePresent)) return std::nullopt;
  return load<Guid>(bytes_ + (object_flags & kObjectTypePresent ? 28 : 12));
}

Ace AceView::to_ace() const {
  Ace ace{.type = type(), .flags = flags(), .sid = {}};
  if (shape() == AceShape::opaque) {
    const ByteView rest = bytes().subspan(kHeader);
    ace.data.assign(rest.begin(), rest.end());
    return ace;
  }
  ace.mask = mask();
  ace.sid = Sid(sid());
  ace.object_type = object_type();
  ace.inherited_object_type = inherited_object_type();
  ace.data.assign(data().begin(), data().end());
  return ace;
}

}  // namespace wfp::security
