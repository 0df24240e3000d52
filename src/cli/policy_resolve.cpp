#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "cli/policy_draft.h"
#include "cli/policy_value.h"
#include "cli/text.h"
#include "cli/vocabulary.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

std::string name_of_token(const PolicyToken& token) {
  return token.kind == Kind::string ? unquoted(token.text).value_or(std::string())
                                    : std::string(token.text);
}

// The keys of one kind by name; a zero key for a name that several have.
class Names {
 public:
  void add(const std::string& name, const GUID& key) {
    const auto [at, is_new] = keys_.emplace(name, key);
    if (!is_new) at->second = kZeroGuid;
  }
  [[nodiscard]] const GUID* find(const std::string& name) const {
    const auto found = keys_.find(name);
    return found == keys_.end() ? nullptr : &found->second;
  }
  [[nodiscard]] std::string guess(std::string_view name) const {
    std::vector<std::string_view> known;
    for (const auto& [one, key] : keys_) known.push_back(one);
    std::ranges::sort(known);
    return did_you_mean(name, known);
  }

 private:
  std::unordered_map<std::string, GUID> keys_;
};

class Resolver {
 public:
  Resolver(std::string_view text, std::string_view file) : text_(text), file_(file) {}

  Outcome<Policy> run(PolicyDraft& draft) {
    Policy policy;
    WFP_CLI_CHECK(take(draft.providers, policy.providers, "provider", providers_));
    WFP_CLI_CHECK(take(draft.contexts, policy.contexts, "context", contexts_));
    WFP_CLI_CHECK(take(draft.sublayers, policy.sublayers, "sublayer", sublayers_));
    WFP_CLI_CHECK(take(draft.callouts, policy.callouts, "callout", callouts_));
    WFP_CLI_CHECK(take(draft.filters, policy.filters, "filter", filters_));
    return policy;
  }

 private:
  using Used = std::unordered_map<GUID, std::size_t, GuidHash>;

  template <class Object>
  Outcome<void> take(std::vector<Drafted<Object>>& drafted, std::vector<Object>& objects,
                     std::string_view kind, Names& names) {
    Used used;
    objects.reserve(drafted.size());
    for (auto& [object, links] : drafted) {
      if (links.provider.is_set()) {
        WFP_CLI_TRY(object.provider, find(links.provider, "provider", providers_, nullptr));
      }
      WFP_CLI_CHECK(link(object, links));
      const bool has_key = !links.keys.empty();
      object.key = has_key ? links.keys.front() : made_key(object, kind);
      if (!used.emplace(object.key, object.line).second) {
        return fail(mistake(links.name, has_key ? "this key is used twice"
                                                : fmt::format("there is another {} of this name: "
                                                              "give each its key {{...}}",
                                                              kind)));
      }
      names.add(object.name, object.key);
      objects.push_back(std::move(object));
    }
    return {};
  }

  static GUID made_key(const PolicyObject& object, std::string_view kind) {
    return derived_guid(kind, object.provider.value_or(kZeroGuid), object.name);
  }
  static GUID made_key(const PolicyFilter& filter, std::string_view kind) {
    return derived_guid(fmt::format("{} {}", kind, layer_name(filter.layer)),
                        filter.provider.value_or(kZeroGuid), filter.name);
  }

  static Outcome<void> link(const PolicyObject& /*object*/, const PolicyLinks& /*links*/) {
    return {};
  }
  Outcome<void> link(PolicyFilter& filter, const PolicyLinks& links) {
    constexpr auto kSublayer = BuiltinKind::sublayer;
    constexpr auto kCallout = BuiltinKind::callout;
    filter.sublayer = find_builtin(kSublayer, "universal")->key;
    if (links.sublayer.is_set()) {
      WFP_CLI_TRY(filter.sublayer, find(links.sublayer, "sublayer", sublayers_, &kSublayer));
    }
    if (links.callout.is_set()) {
      WFP_CLI_TRY(filter.action_key, find(links.callout, "callout", callouts_, &kCallout));
    }
    if (links.context.is_set()) {
      WFP_CLI_TRY(filter.context, find(links.context, "context", contexts_, nullptr));
      filter.flags |= FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT;
    }
    return {};
  }

  Outcome<GUID> find(const PolicyReference& reference, std::string_view kind, const Names& names,
                     const BuiltinKind* builtin) {
    if (reference.token.kind == Kind::guid) return *parse_guid(reference.token.text);
    const std::string name = name_of_token(reference.token);
    if (const GUID* key = names.find(name)) {
      if (*key != kZeroGuid) return *key;
      return fail(
          mistake(reference.token, fmt::format("several {}s have this name: write the key", kind)));
    }
    const BuiltinWord* word = builtin == nullptr ? nullptr : find_builtin(*builtin, name);
    if (word != nullptr) return word->key;
    return fail(mistake(reference.token,
                        fmt::format("expected a {} of this file before this, or a {{key}}{}", kind,
                                    names.guess(name))));
  }

  [[nodiscard]] Failure mistake(const PolicyToken& token, const std::string& what) const {
    return policy_failure(file_, text_, token.at, what);
  }

  std::string_view text_, file_;
  Names providers_, contexts_, sublayers_, callouts_, filters_;
};

}  // namespace

Outcome<Policy> resolve_draft(PolicyDraft draft, std::string_view text, std::string_view file) {
  return Resolver(text, file).run(draft);
}

}  // namespace wfp::cli
