#include "cli/policy_filter_parser.h"

#include <fmt/format.h>

#include <algorithm>

#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

struct FlagWord {
  std::string_view word;
  std::uint32_t flag;
};
constexpr FlagWord kFlags[] = {
    {"hard", FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT},
    {"boot-time", FWPM_FILTER_FLAG_BOOTTIME},
    {"indexed", FWPM_FILTER_FLAG_INDEXED},
    {"permit-if-unregistered", FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED},
};

constexpr std::pair<std::string_view, std::uint32_t> kCallouts[] = {
    {"terminating", FWP_ACTION_CALLOUT_TERMINATING},
    {"inspection", FWP_ACTION_CALLOUT_INSPECTION},
    {"unknown", FWP_ACTION_CALLOUT_UNKNOWN},
};

}  // namespace

struct FilterParser::Statement {
  std::string_view word;
  Outcome<void> (FilterParser::*read)(Drafted<PolicyFilter>& filter);
};

const FilterParser::Statement* FilterParser::find(std::string_view word) {
  static constexpr Statement kStatements[] = {
      {"layer", &FilterParser::layer},
      {"sublayer", &FilterParser::sublayer},
      {"weight", &FilterParser::weight},
      {"permit", &FilterParser::action},
      {"block", &FilterParser::action},
      {"callout", &FilterParser::callout},
      {"context", &FilterParser::context},
      {"raw-context", &FilterParser::raw_context},
      {"hard", &FilterParser::flag},
      {"boot-time", &FilterParser::flag},
      {"indexed", &FilterParser::flag},
      {"permit-if-unregistered", &FilterParser::flag},
      {"filter-type", &FilterParser::filter_type},
  };
  const auto* found = std::ranges::find(kStatements, word, &Statement::word);
  return found == std::end(kStatements) ? nullptr : found;
}

std::vector<std::string_view> FilterParser::statements() {
  std::vector<std::string_view> words = {"layer",   "sublayer",    "weight",
                                         "permit",  "block",       "callout",
                                         "context", "raw-context", "filter-type"};
  for (const FlagWord& flag : kFlags) words.push_back(flag.word);
  for (const FieldWord& field : field_words()) words.push_back(field.word);
  return words;
}

Outcome<bool> FilterParser::statement(Drafted<PolicyFilter>& filter) {
  word_ = cursor_.peek();
  const Statement* known = word_.kind == Kind::word ? find(word_.text) : nullptr;
  if (known != nullptr) {
    cursor_.next();
    WFP_CLI_CHECK((this->*known->read)(filter));
    return true;
  }
  const bool is_field =
      word_.kind == Kind::guid || (word_.kind == Kind::word && find_field(word_.text) != nullptr);
  if (!is_field) return false;
  WFP_CLI_TRY(WrittenCondition condition, parse_condition(cursor_));
  conditions_.push_back(std::move(condition));
  return true;
}

Outcome<void> FilterParser::layer(Drafted<PolicyFilter>& /*filter*/) {
  const PolicyToken token = cursor_.peek();
  const bool is_name = token.kind == Kind::word || token.kind == Kind::guid;
  auto found =
      is_name ? find_layers(token.text) : fail(ExitCode::invalid_policy, "expected a layer");
  if (!found) return fail(cursor_.failure(token, found.error().what));
  if (!layers_.empty()) return fail(cursor_.failure(word_, "the layer is already given"));
  layers_ = *std::move(found);
  cursor_.next();
  return {};
}

Outcome<void> FilterParser::sublayer(Drafted<PolicyFilter>& filter) {
  WFP_CLI_TRY(filter.links.sublayer.token, cursor_.reference("sublayer"));
  return {};
}

Outcome<void> FilterParser::weight(Drafted<PolicyFilter>& filter) {
  const bool exact = cursor_.accept_word("exact");
  WFP_CLI_TRY(const std::uint64_t number,
              cursor_.number(
                  exact ? "a number of 64 bits" : "a weight from 0 to 15, or 'exact' and a number",
                  exact ? UINT64_MAX : 15));
  filter.object.weight = {exact ? FWP_UINT64 : FWP_UINT8, number, 0, {}, {}};
  return {};
}

Outcome<void> FilterParser::action(Drafted<PolicyFilter>& filter) {
  if (has_action_) return fail(cursor_.failure(word_, "the filter already has an action"));
  has_action_ = true;
  filter.object.action = word_.text == "permit" ? FWP_ACTION_PERMIT : FWP_ACTION_BLOCK;
  if (cursor_.accept_word("hard")) filter.object.flags |= FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT;
  return {};
}

Outcome<void> FilterParser::callout(Drafted<PolicyFilter>& filter) {
  if (has_action_) return fail(cursor_.failure(word_, "the filter already has an action"));
  has_action_ = true;
  WFP_CLI_TRY(filter.links.callout.token, cursor_.reference("callout"));
  for (const auto& [word, action] : kCallouts) {
    if (!cursor_.accept_word(word)) continue;
    filter.object.action = action;
    return {};
  }
  return fail(cursor_.expected("terminating, inspection or unknown"));
}

Outcome<void> FilterParser::context(Drafted<PolicyFilter>& filter) {
  WFP_CLI_TRY(filter.links.context.token, cursor_.reference("context"));
  return {};
}

Outcome<void> FilterParser::raw_context(Drafted<PolicyFilter>& filter) {
  WFP_CLI_TRY(filter.object.raw_context, cursor_.number("a number of 64 bits", UINT64_MAX));
  return {};
}

Outcome<void> FilterParser::filter_type(Drafted<PolicyFilter>& filter) {
  WFP_CLI_TRY(filter.object.action_key, cursor_.guid());
  return {};
}

Outcome<void> FilterParser::flag(Drafted<PolicyFilter>& filter) {
  filter.object.flags |= std::ranges::find(kFlags, word_.text, &FlagWord::word)->flag;
  return {};
}

// False: nothing of this IP version can match.
Outcome<bool> FilterParser::bind(const LayerWord& layer, PolicyFilter& filter) const {
  filter.layer = layer.key;
  for (const WrittenCondition& written : conditions_) {
    const ValueContext context{field_of(written.field), layer.family, &people_};
    WFP_CLI_TRY(const Bound bound, bind_condition(cursor_, written, context, filter.conditions));
    if (bound == Bound::conditions) continue;
    if (layers_.size() == 1) {
      return fail(
          cursor_.failure({Kind::word, {}, written.values.front().at},
                          fmt::format("expected an address of the layer {}", layer.name())));
    }
    if (bound == Bound::never) return false;
  }
  return true;
}

Outcome<std::vector<Drafted<PolicyFilter>>> FilterParser::finish(
    const Drafted<PolicyFilter>& filter) {
  if (layers_.empty()) return fail(cursor_.failure(filter.links.name, "the filter needs a layer"));
  if (!has_action_) {
    return fail(cursor_.failure(filter.links.name, "the filter needs permit, block or callout"));
  }
  std::vector<Drafted<PolicyFilter>> filters;
  for (const LayerWord* layer : layers_) {
    Drafted<PolicyFilter> one = filter;
    WFP_CLI_TRY(const bool can_match, bind(*layer, one.object));
    if (can_match) filters.push_back(std::move(one));
  }
  const auto& keys = filter.links.keys;
  if (filters.empty())
    return fail(
        cursor_.failure(filter.links.name, "the addresses of this filter contradict each other"));
  if (!keys.empty() && keys.size() != filters.size()) {
    return fail(cursor_.failure(
        filter.links.name,
        fmt::format("this becomes {} filters: give as many keys, or none", filters.size())));
  }
  for (std::size_t i = 0; i < keys.size(); ++i) filters[i].links.keys = {keys[i]};
  return filters;
}

}  // namespace wfp::cli
