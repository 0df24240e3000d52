#include "classify_model.h"

#include <algorithm>

#include "schema/builtin.h"

namespace wfp::engine::model {
namespace {

using schema::ActionType;
using schema::Condition;
using schema::FieldId;
using schema::MatchType;

bool number_holds(const Condition& condition, std::uint64_t own) {
  if (const auto* net = condition.value.get<schema::V4AddrMask>()) {
    const bool inside = (own & net->mask) == (net->address & net->mask);
    return inside == (condition.match == MatchType::equal);
  }
  if (const schema::Range* range = condition.value.get_range()) {
    return own >= *range->low.as_unsigned() && own <= *range->high.as_unsigned();
  }
  const std::uint64_t wanted = *condition.value.as_unsigned();
  switch (condition.match) {
    case MatchType::equal:
      return own == wanted;
    case MatchType::not_equal:
      return own != wanted;
    case MatchType::greater:
      return own > wanted;
    case MatchType::less_or_equal:
      return own <= wanted;
    case MatchType::flags_all_set:
      return (own & wanted) == wanted;
    case MatchType::flags_any_set:
      return (own & wanted) != 0;
    default:
      return (own & wanted) == 0;
  }
}

bool one_holds(const Condition& condition, const Traffic& traffic) {
  if (condition.field == FieldId::ale_app_id) {
    if (condition.value.empty()) return traffic.app == 0;
    const bool same = condition.value == schema::Value(schema::Blob{traffic.app});
    return traffic.app != 0 && same == (condition.match == MatchType::equal);
  }
  std::optional<std::uint64_t> own = traffic.flags;
  if (condition.field == FieldId::ip_remote_port) own = traffic.port;
  if (condition.field == FieldId::ip_remote_address) own = traffic.address;
  if (condition.value.empty()) return !own;
  return own && number_holds(condition, *own);
}

bool matches(const Filter& filter, const Traffic& traffic) {
  for (const Condition& condition : filter.conditions) {
    const bool any = std::ranges::any_of(filter.conditions, [&](const Condition& other) {
      return other.field == condition.field && one_holds(other, traffic);
    });
    if (!any) return false;
  }
  return true;
}

// 0: all values, 1: some test, 2: a range or a net, 3: one value.
std::uint64_t narrow(const Condition& condition) {
  if (const schema::Range* range = condition.value.get_range())
    return range->low == range->high ? 3 : 2;
  if (condition.match != MatchType::equal) return 1;
  const auto* net = condition.value.get<schema::V4AddrMask>();
  return net == nullptr || net->mask == ~0U ? 3 : 2;
}

struct Voice {
  bool speaks = false;
  bool blocks = false;
  bool hard = false;
  bool callout = false;
};

Voice voice_of(const Filter& filter) {
  const bool clear = (filter.flags & schema::kFilterFlagClearActionRight) != 0;
  const auto action = static_cast<ActionType>(filter.action);
  if (action == ActionType::permit) return {true, false, clear, false};
  if (action == ActionType::block) return {true, true, true, false};
  if (is_registered(filter.action_key)) {
    if (action == ActionType::callout_inspection) return {};
    return {true, blocks(filter.action_key), clear, true};
  }
  if (action == ActionType::callout_inspection) return {};
  const bool permits = (filter.flags & schema::kFilterFlagPermitIfCalloutUnregistered) != 0;
  return {true, !permits, permits ? clear : true, false};
}

std::pair<std::uint16_t, std::uint64_t> rank(const Policy& policy, const Guid& sublayer) {
  if (const auto* builtin = schema::find_builtin_sublayer(sublayer)) return {builtin->weight, 0};
  const Object* own = policy.find(Kind::sublayer, sublayer);
  return {own->weight, own->order};
}

}  // namespace

bool is_registered(const Guid& callout) { return callout.data1 % 2 == 0; }
bool blocks(const Guid& callout) { return callout.data1 % 4 == 0; }

const Object* Policy::find(Kind kind, const Guid& key) const {
  const auto found = std::ranges::find_if(
      objects, [&](const Object& o) { return o.kind == kind && o.key == key; });
  return found == objects.end() ? nullptr : &*found;
}

std::uint64_t weight_of(const Filter& filter) {
  if (const auto* exact = filter.weight.get<std::uint64_t>()) return *exact;
  std::uint64_t weight = 0;
  const std::pair<FieldId, unsigned> ranks[] = {{FieldId::ip_remote_address, 29},
                                                {FieldId::ip_remote_port, 27},
                                                {FieldId::ale_app_id, 25},
                                                {FieldId::flags, 10}};
  for (const auto& [field, place] : ranks) {
    std::optional<std::uint64_t> widest;
    for (const Condition& condition : filter.conditions) {
      if (condition.field != field) continue;
      widest = std::min(widest.value_or(3), narrow(condition));
    }
    weight += widest.value_or(0) << (2 * place);
  }
  const auto* class_of_weight = filter.weight.get<std::uint8_t>();
  return weight + (std::uint64_t{class_of_weight == nullptr ? 0U : *class_of_weight} << 60);
}

Answer answer(const Policy& policy, const Traffic& traffic) {
  std::vector<const Object*> filters;
  for (const Object& object : policy.objects) {
    if (object.kind == Kind::filter && object.lifetime != Lifetime::boot_time &&
        object.filter.layer == schema::layer_info(traffic.layer).key)
      filters.push_back(&object);
  }
  std::ranges::sort(filters, [&](const Object* a, const Object* b) {
    const auto x = rank(policy, a->filter.sublayer);
    const auto y = rank(policy, b->filter.sublayer);
    if (x.first != y.first) return x.first > y.first;
    if (x.second != y.second) return x.second < y.second;
    if (weight_of(a->filter) != weight_of(b->filter))
      return weight_of(a->filter) > weight_of(b->filter);
    return a->order < b->order;
  });
  Answer standing;
  bool decided = false;
  bool hard = false;
  std::optional<Guid> spoken;
  for (const Object* object : filters) {
    if (spoken == object->filter.sublayer || !matches(object->filter, traffic)) continue;
    const Voice voice = voice_of(object->filter);
    if (!voice.speaks) continue;
    spoken = object->filter.sublayer;
    const bool veto =
        decided && hard && standing.verdict == Verdict::permit && voice.callout && voice.blocks;
    if (decided && hard && !veto) continue;
    standing = {voice.blocks ? Verdict::block : Verdict::permit, object->key};
    decided = true;
    hard = voice.hard || veto;
  }
  return standing;
}

}  // namespace wfp::engine::model
