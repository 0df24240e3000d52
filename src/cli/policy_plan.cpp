#include "cli/policy_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_map>
#include <unordered_set>

#include "cli/acl.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

using Kind = PolicyChange::Kind;
using Keys = std::unordered_set<GUID, GuidHash>;

// Keys are unique within a kind only.
enum Slot : std::uint8_t { provider, context, sublayer, callout, filter };
using Doomed = std::array<Keys, 5>;

bool refers_to_doomed(const PolicyObject& object, const Doomed& doomed) {
  return object.provider && doomed[provider].contains(*object.provider);
}
bool refers_to_doomed(const PolicyFilter& object, const Doomed& doomed) {
  const bool has_context = (object.flags & FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT) != 0;
  return refers_to_doomed(static_cast<const PolicyObject&>(object), doomed) ||
         doomed[sublayer].contains(object.sublayer) ||
         (is_callout(object.action) && doomed[callout].contains(object.action_key)) ||
         (has_context && doomed[context].contains(object.context));
}

class Planner {
 public:
  Planner(const Policy& file, bool prune) : prune_(prune) {
    for (const PolicyProvider& one : file.providers) own_.insert(one.key);
  }

  // One kind after the other, what is referred to first.
  template <class Object>
  Outcome<void> add(Slot slot, const std::vector<Object>& engine, const std::vector<Object>& file) {
    std::unordered_map<GUID, const Object*, GuidHash> there;
    for (const Object& one : engine) there.emplace(one.key, &one);
    Keys wanted;
    for (const Object& one : file) {
      wanted.insert(one.key);
      const auto found = there.find(one.key);
      compare(slot, found == there.end() ? nullptr : found->second, &one);
    }
    for (const Object& one : engine) {
      if (wanted.contains(one.key)) continue;
      if (prune_ && one.provider && own_.contains(*one.provider)) {
        removals_.push_back({Kind::remove, &one, &one});
        doom(slot, &one);
      } else if (refers_to_doomed(one, doomed_)) {
        return fail(in_use(&one));
      }
    }
    return {};
  }

  PolicyPlan finish() {
    plan_.changes.insert(plan_.changes.end(), removals_.begin(), removals_.end());
    std::reverse(plan_.deletions.begin(), plan_.deletions.end());
    return std::move(plan_);
  }

 private:
  template <class Object>
  void compare(Slot slot, const Object* before, const Object* after) {
    if (before == nullptr) {
      plan_.changes.push_back({Kind::add, after, after});
      plan_.additions.push_back(after);
      return;
    }
    const bool same = same_content(*before, *after);
    if (!same || refers_to_doomed(*before, doomed_)) {
      plan_.changes.push_back({same ? Kind::renew : Kind::replace, before, after});
      plan_.additions.push_back(after);
      doom(slot, before);
    } else if (!after->security.empty() && !has_security(before->security, after->security)) {
      plan_.changes.push_back({Kind::secure, before, after});
    }
  }

  template <class Object>
  void doom(Slot slot, const Object* object) {
    doomed_[slot].insert(object->key);
    plan_.deletions.push_back(object);
  }

  static Failure in_use(const AnyPolicyObject& object) {
    return {ExitCode::in_use,
            fmt::format(
                "{} refers to something that would be replaced or removed, and is not in the file",
                title_of(object)),
            {"put it into the file, or remove it first",
             fmt::format("its key: {}", guid_text(object_of(object).key))},
            {}};
  }

  bool prune_;
  Keys own_;
  Doomed doomed_;
  PolicyPlan plan_;
  std::vector<PolicyChange> removals_;
};

std::vector<Ace> explicit_aces(const AclPart& part) {
  std::vector<Ace> aces;
  std::ranges::copy_if(part.list.aces, std::back_inserter(aces),
                       [](const Ace& ace) { return !ace.is_inherited(); });
  return aces;
}

bool has_part(const AclPart& part, const AclPart& wanted) {
  if (wanted.state == AclPart::State::absent) return true;
  return part.state == wanted.state && part.is_protected == wanted.is_protected &&
         explicit_aces(part) == explicit_aces(wanted);
}

}  // namespace

std::size_t PolicyPlan::count(PolicyChange::Kind kind) const {
  return static_cast<std::size_t>(std::ranges::count(changes, kind, &PolicyChange::kind));
}

Outcome<PolicyPlan> plan_policy(const Policy& engine, const Policy& file, bool prune) {
  Planner planner(file, prune);
  WFP_CLI_CHECK(planner.add(provider, engine.providers, file.providers));
  WFP_CLI_CHECK(planner.add(context, engine.contexts, file.contexts));
  WFP_CLI_CHECK(planner.add(sublayer, engine.sublayers, file.sublayers));
  WFP_CLI_CHECK(planner.add(callout, engine.callouts, file.callouts));
  WFP_CLI_CHECK(planner.add(filter, engine.filters, file.filters));
  return planner.finish();
}

bool has_security(const std::string& sddl, const std::string& wanted) {
  const auto have = Descriptor::from_sddl(sddl), want = Descriptor::from_sddl(wanted);
  if (!have || !want) return false;
  return (!want->owner || have->owner == want->owner) &&
         (!want->group || have->group == want->group) && has_part(have->dacl, want->dacl) &&
         has_part(have->sacl, want->sacl);
}

}  // namespace wfp::cli
