#include "engine/check_object.h"

#include "schema/constants.h"

namespace wfp::engine {
namespace {

// Longer lives have greater numbers; a boot-time filter is kept as long as a persistent one.
int length(Lifetime lifetime) {
  switch (lifetime) {
    case Lifetime::dynamic:
      return 0;
    case Lifetime::fixed:
      return 1;
    case Lifetime::persistent:
    case Lifetime::boot_time:
      return 2;
    case Lifetime::builtin:
      return 3;
  }
  return 0;
}

struct Life {
  Lifetime lifetime;
  Guid session;
  std::optional<Guid> provider;
};

template <class T>
Life life(const Snapshot& snapshot, const Guid& key) {
  const auto stored = snapshot.find<T>(key);
  Life life{stored->lifetime, stored->session, std::nullopt};
  if constexpr (!std::is_same_v<T, Provider>) life.provider = stored->object.provider;
  return life;
}

Life life_of(const Snapshot& snapshot, const ObjectName& name) {
  switch (name.kind) {
    case Kind::provider:
      return life<Provider>(snapshot, name.key);
    case Kind::provider_context:
      return life<ProviderContext>(snapshot, name.key);
    case Kind::sublayer:
      return life<Sublayer>(snapshot, name.key);
    case Kind::callout:
      return life<Callout>(snapshot, name.key);
    default:
      return {Lifetime::builtin, {}, {}};
  }
}

}  // namespace

template <class T>
Result<Lifetime> lifetime_of_flags(const T& object, bool dynamic_session) {
  bool persistent = (object.flags & schema::kProviderFlagPersistent) !=
                    0;  // the same bit for all kinds but callouts
  if constexpr (std::is_same_v<T, Callout>)
    persistent = (object.flags & schema::kCalloutFlagPersistent) != 0;
  bool boot_time = false;
  if constexpr (std::is_same_v<T, Filter>)
    boot_time = (object.flags & schema::kFilterFlagBoottime) != 0;
  if (persistent && boot_time)
    return fail(Status::fwp_invalid_flags, "a filter is persistent or boot-time, not both");
  if (dynamic_session) {
    if (!persistent && !boot_time) return Lifetime::dynamic;
    return fail(Status::fwp_lifetime_mismatch, "what is added in a dynamic session ends with it");
  }
  if (boot_time) return Lifetime::boot_time;
  return persistent ? Lifetime::persistent : Lifetime::fixed;
}

template <class T>
Result<void> check_lifetime(const T& object, Lifetime lifetime, const Guid& session,
                            const Snapshot& snapshot) {
  std::optional<Guid> own_provider;
  if constexpr (!std::is_same_v<T, Provider>) own_provider = object.provider;
  for (const ObjectName& name : references_of(object)) {
    const Life other = life_of(snapshot, name);
    const bool of_another_session = other.lifetime == Lifetime::dynamic && other.session != session;
    if (length(other.lifetime) < length(lifetime) || of_another_session) {
      return fail(Status::fwp_lifetime_mismatch, std::string(to_string(name.kind)) + " " +
                                                     to_string(name.key) +
                                                     " may end before what refers to it");
    }
    const bool both_kept = length(lifetime) == 2 && length(other.lifetime) == 2;
    if (both_kept && name.kind != Kind::provider && other.provider &&
        other.provider != own_provider) {
      return fail(Status::fwp_lifetime_mismatch, std::string(to_string(name.kind)) + " " +
                                                     to_string(name.key) +
                                                     " belongs to another provider");
    }
  }
  return {};
}

#define WFP_INSTANTIATE(T)                                        \
  template Result<Lifetime> lifetime_of_flags<T>(const T&, bool); \
  template Result<void> check_lifetime<T>(const T&, Lifetime, const Guid&, const Snapshot&);
WFP_INSTANTIATE(Provider)
WFP_INSTANTIATE(ProviderContext)
WFP_INSTANTIATE(Sublayer)
WFP_INSTANTIATE(Callout)
WFP_INSTANTIATE(Filter)
#undef WFP_INSTANTIATE

}  // namespace wfp::engine
