#include "engine/load.h"

#include <algorithm>

#include "engine/check_object.h"
#include "engine/describe.h"
#include "engine/security.h"
#include "engine/weight.h"

namespace wfp::engine {
namespace {

class Loader {
 public:
  Loader(const StoredPolicy& policy, const Startup& startup) : startup_(startup) {
    Snapshot& snapshot = loaded_.snapshot;
    snapshot = initial_snapshot();
    snapshot.options = policy.options;
    for (std::size_t i = 0; i < kKindCount; ++i) {
      if (policy.containers[i] != nullptr) snapshot.containers[i] = policy.containers[i];
    }
    for (std::size_t i = 0; i < schema::kLayerCount; ++i) {
      if (policy.layer_security[i] != nullptr)
        snapshot.layer_security[i] = policy.layer_security[i];
    }
  }

  template <class T>
  void load(const StoredPolicy& policy) {
    std::vector<std::shared_ptr<const Stored<T>>> own;
    for (const ObjectRef& object : policy.objects) {
      const auto* stored = std::get_if<std::shared_ptr<const Stored<T>>>(&object);
      if (stored == nullptr) continue;
      if ((*stored)->lifetime == Lifetime::builtin) secure_builtin(**stored);
      if (survives((*stored)->lifetime)) own.push_back(*stored);
    }
    std::ranges::stable_sort(own, {}, [](const auto& stored) { return stored->order; });
    last_order_ = 0;
    for (const auto& stored : own) {
      if (const auto outcome = load_one(*stored); !outcome) {
        loaded_.rejected.push_back(describe(stored->object) + ": " + outcome.error().what);
      }
    }
  }

  Loaded take() { return std::move(loaded_); }

 private:
  [[nodiscard]] bool survives(Lifetime lifetime) const {
    if (lifetime == Lifetime::builtin) return false;  // the initial snapshot has them
    return startup_.same_boot || lifetime == Lifetime::persistent ||
           lifetime == Lifetime::boot_time;
  }

  [[nodiscard]] bool is_disabled(const Provider& provider) const {
    return provider.service_name && startup_.is_enabled &&
           !startup_.is_enabled(*provider.service_name);
  }
  template <class T>
  [[nodiscard]] bool is_disabled(const T& object) const {
    if (!object.provider) return false;
    // A persistent object's provider is persistent, and has been asked about.
    const auto provider = loaded_.snapshot.find<Provider>(*object.provider);
    return provider != nullptr && provider->disabled;
  }

  // Of a built-in object only its descriptor can have been changed.
  template <class T>
  void secure_builtin(const Stored<T>& kept) {
    const auto own = loaded_.snapshot.find<T>(kept.object.key);
    if (own == nullptr || own->lifetime != Lifetime::builtin || kept.security == nullptr) return;
    Stored<T> stored = *own;
    stored.security = kept.security;
    replace(edit_, loaded_.snapshot, std::make_shared<const Stored<T>>(std::move(stored)));
  }

  template <class T>
  Result<void> load_one(const Stored<T>& kept) {
    Snapshot& snapshot = loaded_.snapshot;
    Stored<T> stored = kept;
    WFP_CHECK_OK(check_form(stored.object, Limits{}));
    WFP_CHECK_OK(check_links(stored.object, snapshot, [](const ObjectName&) { return true; }));
    WFP_CHECK_OK(check_lifetime(stored.object, stored.lifetime, stored.session, snapshot));
    if (stored.object.key.is_zero() || snapshot.table<T>().contains(stored.object.key)) {
      return fail(Status::fwp_already_exists, "no key of its own");
    }
    if (stored.security == nullptr) return fail(Status::invalid_security_descr, "no descriptor");
    if constexpr (std::is_same_v<T, Filter>) {
      const schema::LayerInfo& layer = *schema::find_layer(stored.object.layer);
      WFP_TRY(stored.compiled, Matcher::compile(layer, stored.object.conditions));
      WFP_TRY(stored.object.effective_weight,
              effective_weight(stored.object.weight, stored.object.conditions));
      stored.object.id = snapshot.filter_ids.size() + 1;
    }
    if constexpr (std::is_same_v<T, ProviderContext>)
      stored.object.id = snapshot.context_ids.size() + 1;
    if constexpr (std::is_same_v<T, Callout>) {
      stored.object.id = static_cast<std::uint32_t>(snapshot.callout_ids.size() + 1);
    }
    // The order that was kept, since what is kept is not written anew; but no two have the same.
    last_order_ = stored.order = std::max(stored.order, last_order_ + 1);
    stored.disabled = stored.lifetime == Lifetime::persistent && is_disabled(stored.object);
    insert(edit_, snapshot, std::make_shared<const Stored<T>>(std::move(stored)));
    return {};
  }

  const Startup& startup_;
  Loaded loaded_;
  Edit edit_ = Edit::begin();
  std::uint64_t last_order_ = 0;  // within the kind
};

template <class T>
void collect(const Snapshot& snapshot, std::vector<ObjectRef>& objects) {
  for (auto at = snapshot.table<T>().first(); at; at.next()) objects.push_back(at.value());
}

}  // namespace

Loaded load_policy(const StoredPolicy& policy, const Startup& startup) {
  Loader loader(policy, startup);
  loader.load<Provider>(policy);
  loader.load<ProviderContext>(policy);
  loader.load<Sublayer>(policy);
  loader.load<Callout>(policy);
  loader.load<Filter>(policy);
  return loader.take();
}

StoredPolicy policy_of(const Snapshot& snapshot) {
  StoredPolicy policy;
  collect<Provider>(snapshot, policy.objects);
  collect<ProviderContext>(snapshot, policy.objects);
  collect<Sublayer>(snapshot, policy.objects);
  collect<Callout>(snapshot, policy.objects);
  collect<Filter>(snapshot, policy.objects);
  policy.containers = snapshot.containers;
  policy.layer_security = snapshot.layer_security;
  policy.options = snapshot.options;
  return policy;
}

}  // namespace wfp::engine
