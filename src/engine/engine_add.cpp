#include "engine/describe.h"
#include "engine/engine.h"
#include "engine/kinds.h"
#include "engine/weight.h"

namespace wfp::engine {
namespace {

template <class T>
Result<void> check_room(const Snapshot& snapshot, const Limits& limits) {
  const std::size_t used = snapshot.table<T>().size();
  if (kKindOf<T> == Kind::callout && used >= limits.callouts)
    return fail(Status::fwp_too_many_callouts);
  if (kKindOf<T> == Kind::sublayer && used >= limits.sublayers)
    return fail(Status::fwp_too_many_sublayers);
  if (used < limits.objects_per_kind) return {};
  return fail(Status::quota_exceeded, "the engine holds no more objects of this kind");
}

// What a filter is linked to beside its references.
template <class T>
std::vector<ObjectName> links_of(const T& object) {
  std::vector<ObjectName> names = references_of(object);
  if constexpr (std::is_same_v<T, Filter> || std::is_same_v<T, Callout>)
    names.push_back({Kind::layer, object.layer});
  return names;
}

// Which object a session may change or delete: within its own world, dynamic or not.
Result<void> check_session(const Session& session, Lifetime lifetime, const Guid& owner) {
  const bool is_dynamic = lifetime == Lifetime::dynamic;
  if (is_dynamic && owner != session.request.key) {
    return fail(Status::fwp_wrong_session, "the object belongs to another session");
  }
  if (session.is_dynamic() && !is_dynamic) {
    return fail(Status::fwp_dynamic_session_in_progress,
                "a dynamic session changes its own objects only");
  }
  return {};
}

}  // namespace

template <class T>
Result<Guid> Engine::key_for(const T& object) {
  if (!object.key.is_zero()) {
    if (!draft_->snapshot().table<T>().contains(object.key)) return object.key;
    return fail(Status::fwp_already_exists,
                "there is a " + std::string(to_string(kKindOf<T>)) + " of this key");
  }
  for (int attempt = 0; attempt < 8; ++attempt) {
    const Guid key = config_.make_guid();
    if (!key.is_zero() && !draft_->snapshot().table<T>().contains(key)) return key;
  }
  return fail(Status::internal_error, "no new GUID was to be had");
}

Result<DescriptorRef> Engine::new_descriptor(Session& session, Kind kind,
                                             const security::SecurityDescriptor* given) {
  const DescriptorRef& container = container_of(draft_->snapshot(), kind);
  if (given != nullptr) return descriptor_of_new_object(*container, given, *session.token);
  for (const NewDescriptor& known : new_descriptors_) {
    if (known.container == container && known.token == session.token) return known.descriptor;
  }
  WFP_TRY(DescriptorRef made, descriptor_of_new_object(*container, nullptr, *session.token));
  if (new_descriptors_.size() >= 16) new_descriptors_.erase(new_descriptors_.begin());
  new_descriptors_.push_back({container, session.token, made});
  return made;
}

template <class T>
Result<Added> Engine::add_now(Session& session, T object,
                              const security::SecurityDescriptor* descriptor) {
  constexpr Kind kKind = kKindOf<T>;
  const Snapshot& snapshot = draft_->snapshot();
  WFP_CHECK_OK(check_form(object, config_.limits));
  const DescriptorRef container = container_of(snapshot, kKind);
  WFP_CHECK_OK(require(session, {kKind, object.key}, container, schema::kActrlAdd, "add"));
  const auto visible = [&](const ObjectName& name) {
    const DescriptorRef guard = security_of(snapshot, name);
    return may(guard, *session.token, schema::kActrlRead) ||
           may(guard, *session.token, schema::kActrlAddLink);
  };
  WFP_CHECK_OK(check_links(object, snapshot, visible));
  Stored<T> stored;
  if constexpr (std::is_same_v<T, Filter>) {
    WFP_TRY(stored.compiled,
            Matcher::compile(*schema::find_layer(object.layer), object.conditions));
    WFP_TRY(object.effective_weight, effective_weight(object.weight, object.conditions));
  }
  WFP_TRY(stored.lifetime, lifetime_of_flags(object, session.is_dynamic()));
  WFP_CHECK_OK(check_lifetime(object, stored.lifetime, session.request.key, snapshot));
  WFP_TRY(object.key, key_for(object));
  WFP_CHECK_OK(check_room<T>(snapshot, config_.limits));
  for (const ObjectName& name : links_of(object)) {
    WFP_CHECK_OK(
        require(session, name, security_of(snapshot, name), schema::kActrlAddLink, "link"));
  }
  WFP_TRY(stored.security, new_descriptor(session, kKind, descriptor));

  if constexpr (std::is_same_v<T, Filter>) object.id = ++last_filter_id_;
  if constexpr (std::is_same_v<T, ProviderContext>) object.id = ++last_context_id_;
  if constexpr (std::is_same_v<T, Callout>) object.id = ++last_callout_id_;
  Added added{object.key, 0};
  if constexpr (requires { object.id; }) added.id = object.id;
  if (stored.lifetime == Lifetime::dynamic) stored.session = session.request.key;
  stored.order = ++last_order_;
  if (is_audited(*container, *session.token, schema::kActrlAdd, true)) {
    draft_->audit().push_back({session.request.key,
                               session.token->user(),
                               "add",
                               {kKind, object.key},
                               object.display.name.value_or(""),
                               schema::kActrlAdd,
                               true,
                               "",
                               describe(object)});
  }
  stored.object = std::move(object);
  draft_->add(std::make_shared<const Stored<T>>(std::move(stored)));
  return added;
}

template <class T>
Result<void> Engine::remove_now(Session& session, const Guid& key) {
  constexpr Kind kKind = kKindOf<T>;
  const Snapshot& snapshot = draft_->snapshot();
  const auto stored = snapshot.find<T>(key);
  const security::AccessMask kDelete = security::Right::delete_object;
  const bool is_visible =
      stored != nullptr && (may(stored->security, *session.token, schema::kActrlRead) ||
                            may(stored->security, *session.token, kDelete));
  if (!is_visible) return fail(not_found_of(kKind), nameless(kKind, to_string(key)));
  if (stored->lifetime == Lifetime::builtin)
    return fail(Status::fwp_builtin_object, "the object is part of the system");
  WFP_CHECK_OK(check_session(session, stored->lifetime, stored->session));
  WFP_CHECK_OK(require(session, {kKind, key}, stored->security, kDelete, "delete"));
  if (snapshot.is_referenced({kKind, key}))
    return fail(Status::fwp_in_use, "other objects refer to it");
  if (is_audited(*stored->security, *session.token, kDelete, true)) {
    draft_->audit().push_back({session.request.key,
                               session.token->user(),
                               "delete",
                               {kKind, key},
                               stored->object.display.name.value_or(""),
                               kDelete,
                               true,
                               describe(stored->object),
                               ""});
  }
  draft_->remove(stored);
  return {};
}

template <class T>
Result<Guid> Engine::key_of_id(const Snapshot& snapshot, std::uint64_t id) const {
  const PersistentMap<std::uint64_t, Guid>* ids = nullptr;
  if constexpr (std::is_same_v<T, Filter>) ids = &snapshot.filter_ids;
  if constexpr (std::is_same_v<T, ProviderContext>) ids = &snapshot.context_ids;
  if constexpr (std::is_same_v<T, Callout>) ids = &snapshot.callout_ids;
  if (const Guid* key = ids->find(id)) return *key;
  return fail(not_found_of(kKindOf<T>), nameless(kKindOf<T>, std::to_string(id)));
}

template <class T>
Result<Added> Engine::add(const Guid& session, T object,
                          const security::SecurityDescriptor* descriptor, Time now) {
  return write(session, now,
               [&](Session& own) { return add_now(own, std::move(object), descriptor); });
}

template <class T>
Result<void> Engine::remove(const Guid& session, const Guid& key, Time now) {
  return write(session, now, [&](Session& own) { return remove_now<T>(own, key); });
}

template <class T>
Result<void> Engine::remove_by_id(const Guid& session, std::uint64_t id, Time now) {
  return write(session, now, [&](Session& own) -> Result<void> {
    WFP_TRY(const Guid key, key_of_id<T>(draft_->snapshot(), id));
    auto outcome = remove_now<T>(own, key);
    // Who may not know of the object gets the answer that an unknown id gets.
    if (!outcome && outcome.error().status == not_found_of(kKindOf<T>)) {
      return fail(not_found_of(kKindOf<T>), nameless(kKindOf<T>, std::to_string(id)));
    }
    return outcome;
  });
}

template <class T>
Result<std::shared_ptr<const Stored<T>>> Engine::get(const Guid& session, const Guid& key) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  auto stored = snapshot->find<T>(key);
  if (stored != nullptr && may(stored->security, *find_session(session)->token, schema::kActrlRead))
    return stored;
  return fail(not_found_of(kKindOf<T>), nameless(kKindOf<T>, to_string(key)));
}

template <class T>
Result<std::shared_ptr<const Stored<T>>> Engine::get_by_id(const Guid& session, std::uint64_t id) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  WFP_TRY(const Guid key, key_of_id<T>(*snapshot, id));
  if (auto stored = get<T>(session, key)) return stored;
  return fail(not_found_of(kKindOf<T>), nameless(kKindOf<T>, std::to_string(id)));
}

#define WFP_INSTANTIATE(T)                                                                   \
  template Result<Added> Engine::add<T>(const Guid&, T, const security::SecurityDescriptor*, \
                                        Time);                                               \
  template Result<void> Engine::remove<T>(const Guid&, const Guid&, Time);                   \
  template Result<std::shared_ptr<const Stored<T>>> Engine::get<T>(const Guid&, const Guid&);
#define WFP_INSTANTIATE_BY_ID(T)                                                      \
  WFP_INSTANTIATE(T)                                                                  \
  template Result<void> Engine::remove_by_id<T>(const Guid&, std::uint64_t, Time);    \
  template Result<std::shared_ptr<const Stored<T>>> Engine::get_by_id<T>(const Guid&, \
                                                                         std::uint64_t);
WFP_INSTANTIATE(Provider)
WFP_INSTANTIATE(Sublayer)
WFP_INSTANTIATE_BY_ID(ProviderContext)
WFP_INSTANTIATE_BY_ID(Callout)
WFP_INSTANTIATE_BY_ID(Filter)
#undef WFP_INSTANTIATE
#undef WFP_INSTANTIATE_BY_ID

}  // namespace wfp::engine
