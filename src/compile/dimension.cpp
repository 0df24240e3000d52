#include "compile/dimension.h"

#include <algorithm>

#include "compile/search_tree.h"
#include "compile/slot.h"

namespace wfp::compile {
namespace {

struct TestedSlot {
  wfp_slot slot;
  std::vector<std::uint32_t> rules;  // that test it
};

// The evaluator combines the first few word by word: they had better exclude many rules.
std::vector<TestedSlot> tested_slots(const std::vector<Rule>& rules) {
  std::map<wfp_slot, TestedSlot> by_slot;
  for (std::uint32_t i = 0; i < rules.size(); ++i) {
    for (const auto& [slot, set] : rules[i].tests) {
      TestedSlot& tested = by_slot.try_emplace(slot, TestedSlot{slot, {}}).first->second;
      tested.rules.push_back(i);
    }
  }
  std::vector<TestedSlot> slots;
  for (auto& [slot, tested] : by_slot) slots.push_back(std::move(tested));
  std::ranges::stable_sort(slots, std::greater{},
                           [](const TestedSlot& s) { return s.rules.size(); });
  return slots;
}

// At `at` the rule begins, or ceases, to accept the value.
struct Change {
  Key at;
  std::uint32_t rule;
  auto operator<=>(const Change&) const = default;
};

std::vector<Change> changes_of(const std::vector<Rule>& rules, const TestedSlot& tested,
                               Key greatest) {
  std::vector<Change> changes;
  for (const std::uint32_t rule : tested.rules) {
    for (const KeyRange& range : rules[rule].tests.at(tested.slot).ranges) {
      changes.push_back({range.low, rule});
      if (range.high < greatest) changes.push_back({after(range.high), rule});
    }
  }
  std::ranges::sort(changes);
  return changes;
}

RowDraft draft_of_untested(std::size_t rule_count, const TestedSlot& tested) {
  RowDraft draft(static_cast<std::uint32_t>(rule_count));
  for (std::uint32_t rule = 0; rule < rule_count; ++rule) draft.flip(rule);
  for (const std::uint32_t rule : tested.rules) draft.flip(rule);
  return draft;
}

Result<std::uint32_t> absent_row(const std::vector<Rule>& rules, const TestedSlot& tested,
                                 DimensionTables& tables) {
  RowDraft draft = draft_of_untested(rules.size(), tested);
  for (const std::uint32_t rule : tested.rules) {
    if (rules[rule].tests.at(tested.slot).accepts_absent) draft.flip(rule);
  }
  return tables.rows.store(draft);
}

// Sweeps over the values; the boundaries are where the row changes.
Result<std::vector<Key>> add_intervals(const std::vector<Rule>& rules, const TestedSlot& tested,
                                       Key greatest, DimensionTables& tables) {
  const std::vector<Change> changes = changes_of(rules, tested, greatest);
  RowDraft draft = draft_of_untested(rules.size(), tested);
  WFP_TRY(std::uint32_t row, tables.rows.store(draft));
  tables.intervals.add(row);
  std::vector<Key> boundaries;
  for (std::size_t i = 0; i < changes.size();) {
    const Key at = changes[i].at;
    for (; i < changes.size() && changes[i].at == at; ++i) draft.flip(changes[i].rule);
    WFP_TRY(const std::uint32_t next, tables.rows.store(draft));
    if (next == row) continue;
    row = next;
    boundaries.push_back(at);
    tables.intervals.add(row);
  }
  return boundaries;
}

Result<void> add_dimension(const std::vector<Rule>& rules, const TestedSlot& tested,
                           schema::IpVersion version, DimensionTables& tables) {
  const unsigned bits = slot_info(tested.slot).bits_at(version);
  wfp_dimension dimension{};
  dimension.slot = static_cast<std::uint8_t>(tested.slot);
  dimension.first_interval = tables.intervals.size();
  WFP_TRY(dimension.absent_row, absent_row(rules, tested, tables));
  WFP_TRY(const std::vector<Key> boundaries,
          add_intervals(rules, tested, greatest_key(bits), tables));
  WFP_CHECK_OK(add_search_tree(boundaries, bits, tables.nodes, dimension));
  tables.dimensions.add(dimension);
  return {};
}

}  // namespace

Result<std::uint32_t> add_dimensions(const std::vector<Rule>& rules, schema::IpVersion version,
                                     DimensionTables& tables) {
  const std::vector<TestedSlot> slots = tested_slots(rules);
  for (const TestedSlot& tested : slots)
    WFP_CHECK_OK(add_dimension(rules, tested, version, tables));
  return static_cast<std::uint32_t>(slots.size());
}

}  // namespace wfp::compile
