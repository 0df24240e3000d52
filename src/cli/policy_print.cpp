#include "cli/policy_print.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "cli/policy_twins.h"
#include "cli/vocabulary.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

constexpr std::uint32_t kPersistent = FWPM_FILTER_FLAG_PERSISTENT;
static_assert(kPersistent == FWPM_PROVIDER_FLAG_PERSISTENT &&
              kPersistent == FWPM_SUBLAYER_FLAG_PERSISTENT &&
              kPersistent == FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT);

constexpr std::pair<std::uint32_t, std::string_view> kFilterFlags[] = {
    {FWPM_FILTER_FLAG_PERSISTENT, "persistent"},
    {FWPM_FILTER_FLAG_BOOTTIME, "boot-time"},
    {FWPM_FILTER_FLAG_INDEXED, "indexed"},
    {FWPM_FILTER_FLAG_PERMIT_IF_CALLOUT_UNREGISTERED, "permit-if-unregistered"},
};

std::string_view callout_word(std::uint32_t action) {
  return action == FWP_ACTION_CALLOUT_TERMINATING  ? "terminating"
         : action == FWP_ACTION_CALLOUT_INSPECTION ? "inspection"
                                                   : "unknown";
}

// How objects of one kind are referred to: by name where that is enough.
class References {
 public:
  void add(const PolicyObject& object) {
    keys_.emplace(object.key, &object);
    ++uses_[object.name];
  }
  [[nodiscard]] std::string text(const GUID& key) const {
    const auto found = keys_.find(key);
    if (found == keys_.end() || uses_.at(found->second->name) > 1) return guid_text(key);
    return quoted(found->second->name);
  }

 private:
  std::unordered_map<GUID, const PolicyObject*, GuidHash> keys_;
  std::unordered_map<std::string, int> uses_;
};

// Writes one object after the other.
class Writer {
 public:
  Writer(const Policy& policy, const PolicyPeople& people) : people_(people) {
    for (const auto& one : policy.providers) providers_.add(one);
    for (const auto& one : policy.contexts) contexts_.add(one);
    for (const auto& one : policy.sublayers) sublayers_.add(one);
    for (const auto& one : policy.callouts) callouts_.add(one);
  }
  std::string take() { return std::exchange(out_, {}); }

  void print(const PolicyProvider& provider) {
    open("provider", provider);
    key("provider", provider);
    persistent(provider.flags, kPersistent);
    if (!provider.service.empty()) line("service {}", quoted(provider.service));
    common(provider, own_flags(provider) & ~kPersistent);
    close();
  }

  void print(const PolicyContext& context) {
    open("context", context);
    key("context", context);
    persistent(context.flags, kPersistent);
    if (context.type == FWPM_GENERAL_CONTEXT) line("buffer {}", hex_text(context.buffer));
    for (const auto& [option, value] : context.options) {
      const std::string_view name = classify_option_name(option);
      line("option {} = {}", name.empty() ? fmt::format("{}", option) : std::string(name),
           value_text(value, {nullptr, Family::v4, &people_}));
    }
    common(context, context.flags & ~kPersistent);
    close();
  }

  void print(const PolicySublayer& sublayer) {
    open("sublayer", sublayer);
    key("sublayer", sublayer);
    persistent(sublayer.flags, kPersistent);
    line("weight {:#x}", sublayer.weight);
    common(sublayer, sublayer.flags & ~kPersistent);
    close();
  }

  void print(const PolicyCallout& callout) {
    constexpr std::uint32_t kOwn = FWPM_CALLOUT_FLAG_PERSISTENT;
    constexpr std::uint32_t kContext = FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT;
    open("callout", callout);
    key("callout", callout);
    persistent(callout.flags, kOwn);
    line("layer {}", layer_name(callout.layer));
    if ((callout.flags & kContext) != 0) line("uses-context");
    common(callout, own_flags(callout) & ~(kOwn | kContext));
    close();
  }

  void print(const PolicyFilter& filter, const PolicyFilter* twin = nullptr) {
    open("filter", filter);
    const std::string made = keys(filter, twin);
    if (!made.empty()) line("key{}", made);
    line("layer {}",
         twin != nullptr ? std::string(layer_of(filter.layer)->word) : layer_name(filter.layer));
    sublayer(filter);
    if (is_callout(filter.action)) {
      line("callout {} {}", callout_name(filter.action_key), callout_word(filter.action));
    } else {
      line("{}", action_text(filter));
      if (filter.action_key != kZeroGuid) line("filter-type {}", guid_text(filter.action_key));
    }
    if (filter.weight.type == FWP_UINT8) line("weight {}", filter.weight.number);
    if (filter.weight.type == FWP_UINT64) line("weight exact {:#x}", filter.weight.number);
    flags(filter);
    if ((filter.flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0) {
      line("context {}", contexts_.text(filter.context));
    } else if (filter.raw_context != 0) {
      line("raw-context {:#x}", filter.raw_context);
    }
    conditions(filter, twin);
    close();
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    out_ += "  ";
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  void open(std::string_view kind, const PolicyObject& object) {
    fmt::format_to(std::back_inserter(out_), "{} {} {{\n", kind, quoted(object.name));
  }
  void key(std::string_view kind, const PolicyObject& object) {
    const GUID made = derived_guid(kind, object.provider.value_or(kZeroGuid), object.name);
    if (object.key != made) line("key {}", guid_text(object.key));
  }
  void common(const PolicyObject& object, std::uint32_t raw_flags) {
    if (!object.description.empty()) line("description {}", quoted(object.description));
    if (object.provider) line("provider {}", providers_.text(*object.provider));
    if (!object.data.empty()) line("data {}", hex_text(object.data));
    if (raw_flags != 0) line("raw-flags {:#x}", raw_flags);
    if (!object.security.empty()) line("security {}", quoted(object.security));
  }
  void close() { out_ += "}\n"; }

  void persistent(std::uint32_t flags, std::uint32_t flag) {
    if ((flags & flag) != 0) line("persistent");
  }

  // " {..}" where a key is not the one that is made of the name.
  static std::string keys(const PolicyFilter& filter, const PolicyFilter* twin) {
    const auto is_made = [](const PolicyFilter& one) {
      return one.key == derived_guid("filter " + layer_name(one.layer),
                                     one.provider.value_or(kZeroGuid), one.name);
    };
    if (is_made(filter) && (twin == nullptr || is_made(*twin))) return {};
    return " " + guid_text(filter.key) + (twin == nullptr ? "" : " " + guid_text(twin->key));
  }

  void sublayer(const PolicyFilter& filter) {
    const BuiltinWord* builtin = builtin_of(BuiltinKind::sublayer, filter.sublayer);
    if (builtin == nullptr) {
      line("sublayer {}", sublayers_.text(filter.sublayer));
    } else if (builtin->word != "universal") {
      line("sublayer {}", guid_text(filter.sublayer));
    }
  }

  [[nodiscard]] std::string callout_name(const GUID& key) const { return callouts_.text(key); }

  void flags(const PolicyFilter& filter) {
    std::uint32_t left =
        own_flags(filter) & ~static_cast<std::uint32_t>(FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT);
    const std::uint32_t hard = FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT;
    if (is_callout(filter.action) && (left & hard) != 0) line("hard");
    left &= ~hard;
    for (const auto& [flag, word] : kFilterFlags) {
      if ((left & flag) == 0) continue;
      line("{}", word);
      left &= ~flag;
    }
    common(filter, left);
  }

  void conditions(const PolicyFilter& filter, const PolicyFilter* twin) {
    std::size_t twin_at = 0;
    const auto& list = filter.conditions;
    for (std::size_t at = 0; at < list.size();) {
      const std::size_t end = group_end(list, at);
      std::string text = group_text(list, at, end, layer_of(filter.layer));
      if (twin != nullptr) {
        const std::size_t twin_end = group_end(twin->conditions, twin_at);
        const FieldWord* field = field_of(list[at].field);
        if (field != nullptr && field->is_address())
          text += ", " + values_text(twin->conditions, twin_at, twin_end, layer_of(twin->layer));
        twin_at = twin_end;
      }
      line("{}", text);
      at = end;
    }
  }

 public:
  static std::size_t group_end(const std::vector<PolicyCondition>& list, std::size_t at) {
    std::size_t end = at + 1;
    while (end < list.size() && list[end].field == list[at].field &&
           list[end].match == list[at].match)
      ++end;
    return end;
  }

  [[nodiscard]] std::string group_text(const std::vector<PolicyCondition>& list, std::size_t at,
                                       std::size_t end, const LayerWord* layer) const {
    const FieldWord* field = field_of(list[at].field);
    return fmt::format("{} {} {}",
                       field == nullptr ? guid_text(list[at].field) : std::string(field->word),
                       match_word(list[at].match), values_text(list, at, end, layer));
  }

 private:
  [[nodiscard]] std::string values_text(const std::vector<PolicyCondition>& list, std::size_t at,
                                        std::size_t end, const LayerWord* layer) const {
    const ValueContext context{field_of(list[at].field),
                               layer == nullptr ? Family::v4 : layer->family, &people_};
    std::string text;
    for (std::size_t i = at; i < end; ++i) {
      if (!text.empty()) text += ", ";
      const PolicyValue& value = list[i].value;
      if (value.type == FWP_RANGE_TYPE) {
        text += value_text(value.ends[0], context) + " to " + value_text(value.ends[1], context);
      } else {
        text += value_text(value, context);
      }
    }
    return text;
  }

  const PolicyPeople& people_;
  std::string out_;
  References providers_, contexts_, sublayers_, callouts_;
};

template <class Object>
void sort_by_name(std::vector<Object>& objects) {
  std::ranges::stable_sort(objects, [](const PolicyObject& a, const PolicyObject& b) {
    const int name = a.name.compare(b.name);
    return name != 0 ? name < 0 : GuidLess()(a.key, b.key);
  });
}

}  // namespace

void sort_policy(Policy& policy) {
  sort_by_name(policy.providers);
  sort_by_name(policy.contexts);
  sort_by_name(policy.callouts);
  sort_by_name(policy.sublayers);
  std::ranges::stable_sort(policy.sublayers, std::greater(), &PolicySublayer::weight);
  std::unordered_map<GUID, std::size_t, GuidHash> rank;
  for (const PolicySublayer& one : policy.sublayers) rank.emplace(one.key, rank.size());
  const auto sublayer = [&](const PolicyFilter& filter) {
    const auto found = rank.find(filter.sublayer);
    return found == rank.end() ? rank.size() : found->second;
  };
  const auto layer = [](const PolicyFilter& filter) {
    const LayerWord* word = layer_of(filter.layer);
    return word == nullptr ? std::string_view() : word->word;
  };
  std::ranges::stable_sort(policy.filters, [&](const PolicyFilter& a, const PolicyFilter& b) {
    const std::size_t a_rank = sublayer(a), b_rank = sublayer(b);
    if (a_rank != b_rank) return a_rank < b_rank;
    if (a_rank == rank.size() && a.sublayer != b.sublayer)
      return GuidLess()(a.sublayer, b.sublayer);
    if (const int order = layer(a).compare(layer(b)); order != 0) return order < 0;
    return a.id < b.id;
  });
}

std::string print_policy(const Policy& policy, const PolicyPeople& people) {
  Writer writer(policy, people);
  std::string text = "wfp-policy 1\n";
  const auto add = [&] { text.append("\n").append(writer.take()); };
  const auto print_all = [&](const auto& objects) {
    for (const auto& one : objects) {
      writer.print(one);
      add();
    }
  };
  print_all(policy.providers);
  print_all(policy.contexts);
  print_all(policy.sublayers);
  print_all(policy.callouts);
  for (std::size_t i = 0; i < policy.filters.size(); ++i) {
    const PolicyFilter& filter = policy.filters[i];
    const bool twins = i + 1 < policy.filters.size() && are_twins(filter, policy.filters[i + 1]);
    writer.print(filter, twins ? &policy.filters[++i] : nullptr);
    add();
  }
  return text;
}

std::string print_object(const AnyPolicyObject& object, const Policy& names,
                         const PolicyPeople& people) {
  Writer writer(names, people);
  std::visit([&](const auto* one) { writer.print(*one); }, object);
  return writer.take();
}

std::vector<std::string> condition_lines(const PolicyFilter& filter, const PolicyPeople& people) {
  const Writer writer({}, people);
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < filter.conditions.size();) {
    const std::size_t end = Writer::group_end(filter.conditions, at);
    lines.push_back(writer.group_text(filter.conditions, at, end, layer_of(filter.layer)));
    at = end;
  }
  return lines;
}

std::string action_text(const PolicyFilter& filter) {
  if (is_callout(filter.action)) return fmt::format("callout {}", callout_word(filter.action));
  const bool hard = (filter.flags & FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT) != 0;
  return fmt::format("{}{}", filter.action == FWP_ACTION_PERMIT ? "permit" : "block",
                     hard ? " hard" : "");
}

}  // namespace wfp::cli
