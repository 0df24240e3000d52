#include "cli/policy_twins.h"

#include <string>

#include "cli/policy_value.h"
#include "cli/vocabulary.h"

namespace wfp::cli {
namespace {

// Consecutive conditions that stand in one statement.
std::size_t group_end(const std::vector<PolicyCondition>& conditions, std::size_t at) {
  std::size_t end = at + 1;
  while (end < conditions.size() && conditions[end].field == conditions[at].field &&
         conditions[end].match == conditions[at].match) {
    ++end;
  }
  return end;
}

bool is_address(const PolicyCondition& condition) {
  const FieldWord* field = field_of(condition.field);
  return field != nullptr && field->is_address();
}

// Whether a value is written without its type, as an address of this version.
bool is_plain_address(const PolicyValue& value, Family family) {
  if (value.type == FWP_RANGE_TYPE)
    return is_plain_address(value.ends[0], family) && is_plain_address(value.ends[1], family);
  return family == Family::v4
             ? value.type == FWP_UINT32 || value.type == FWP_V4_ADDR_MASK
             : value.type == FWP_BYTE_ARRAY16_TYPE || value.type == FWP_V6_ADDR_MASK;
}

bool same_text(const PolicyValue& a, const PolicyValue& b, const FieldWord* field) {
  if (a.type == FWP_RANGE_TYPE || b.type == FWP_RANGE_TYPE) {
    return a.type == b.type && same_text(a.ends[0], b.ends[0], field) &&
           same_text(a.ends[1], b.ends[1], field);
  }
  const bool by_word = field != nullptr && field->is_protocol();  // "icmp" is 1 or 58
  return (by_word || a == b) &&
         value_text(a, {field, Family::v4, nullptr}) == value_text(b, {field, Family::v6, nullptr});
}

bool same_group(const std::vector<PolicyCondition>& a, std::size_t a_at, std::size_t a_end,
                const std::vector<PolicyCondition>& b, std::size_t b_at, std::size_t b_end) {
  const FieldWord* field = field_of(a[a_at].field);
  if (a[a_at].field != b[b_at].field || a[a_at].match != b[b_at].match) return false;
  if (is_address(a[a_at])) {
    for (std::size_t i = a_at; i < a_end; ++i) {
      if (!is_plain_address(a[i].value, Family::v4)) return false;
    }
    for (std::size_t i = b_at; i < b_end; ++i) {
      if (!is_plain_address(b[i].value, Family::v6)) return false;
    }
    return true;
  }
  if (a_end - a_at != b_end - b_at) return false;
  for (std::size_t i = 0; i < a_end - a_at; ++i) {
    if (!same_text(a[a_at + i].value, b[b_at + i].value, field)) return false;
  }
  return true;
}

bool same_conditions(const std::vector<PolicyCondition>& a, const std::vector<PolicyCondition>& b) {
  std::size_t a_at = 0, b_at = 0;
  while (a_at < a.size() && b_at < b.size()) {
    const std::size_t a_end = group_end(a, a_at), b_end = group_end(b, b_at);
    if (!same_group(a, a_at, a_end, b, b_at, b_end)) return false;
    a_at = a_end;
    b_at = b_end;
  }
  return a_at == a.size() && b_at == b.size();
}

}  // namespace

bool are_twins(const PolicyFilter& v4, const PolicyFilter& v6) {
  const LayerWord* first = layer_of(v4.layer);
  const LayerWord* second = layer_of(v6.layer);
  if (first == nullptr || second == nullptr || first->word != second->word ||
      first->family != Family::v4 || second->family != Family::v6) {
    return false;
  }
  PolicyFilter same = v6;
  same.key = v4.key;
  same.layer = v4.layer;
  same.conditions = v4.conditions;
  return same_content(v4, same) && v4.security == v6.security &&
         same_conditions(v4.conditions, v6.conditions);
}

}  // namespace wfp::cli
