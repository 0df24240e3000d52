#include "schema/field.h"

#include <algorithm>

namespace wfp::schema {
namespace {

constexpr FieldInfo kFields[] = {
#define WFP_FIELD(name, key, windows, type4, type6, kind, maximum, rank)       \
  {FieldId::name,   key,     #name, windows, DataType::type4, DataType::type6, \
   FieldKind::kind, maximum, rank},
#include "gen/field_table.inc"
#undef WFP_FIELD
};
static_assert(std::size(kFields) == kFieldCount);

template <class Key>
const FieldInfo* find(Key FieldInfo::* member, const Key& key) {
  const auto* row = std::ranges::find(kFields, key, member);
  return row == std::end(kFields) ? nullptr : row;
}

}  // namespace

std::span<const FieldInfo> fields() { return kFields; }
const FieldInfo& field_info(FieldId id) { return kFields[static_cast<std::size_t>(id)]; }
const FieldInfo* find_field(const Guid& key) { return find(&FieldInfo::key, key); }
const FieldInfo* find_field(std::string_view name) { return find(&FieldInfo::name, name); }

}  // namespace wfp::schema
