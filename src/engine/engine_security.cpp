#include "engine/engine.h"
#include "engine/kinds.h"

namespace wfp::engine {
namespace {

template <class T>
void secure_object(Draft& draft, const Guid& key, DescriptorRef descriptor) {
  Stored<T> stored = *draft.snapshot().find<T>(key);
  stored.security = std::move(descriptor);
  draft.secure(std::make_shared<const Stored<T>>(std::move(stored)));
}

void secure_target(Draft& draft, const SecurityTarget& target, DescriptorRef descriptor) {
  if (!target.key) return draft.set_container_security(target.kind, std::move(descriptor));
  switch (target.kind) {
    case Kind::provider:
      return secure_object<Provider>(draft, *target.key, std::move(descriptor));
    case Kind::provider_context:
      return secure_object<ProviderContext>(draft, *target.key, std::move(descriptor));
    case Kind::sublayer:
      return secure_object<Sublayer>(draft, *target.key, std::move(descriptor));
    case Kind::callout:
      return secure_object<Callout>(draft, *target.key, std::move(descriptor));
    case Kind::filter:
      return secure_object<Filter>(draft, *target.key, std::move(descriptor));
    case Kind::layer:
      return draft.set_layer_security(schema::find_layer(*target.key)->index(),
                                      std::move(descriptor));
    default:
      return;
  }
}

template <class T>
std::pair<Lifetime, Guid> life_in(const Snapshot& snapshot, const Guid& key) {
  const auto stored = snapshot.find<T>(key);
  return {stored->lifetime, stored->session};
}

std::pair<Lifetime, Guid> life_of(const Snapshot& snapshot, const SecurityTarget& target) {
  if (!target.key) return {Lifetime::builtin, {}};
  switch (target.kind) {
    case Kind::provider:
      return life_in<Provider>(snapshot, *target.key);
    case Kind::provider_context:
      return life_in<ProviderContext>(snapshot, *target.key);
    case Kind::sublayer:
      return life_in<Sublayer>(snapshot, *target.key);
    case Kind::callout:
      return life_in<Callout>(snapshot, *target.key);
    case Kind::filter:
      return life_in<Filter>(snapshot, *target.key);
    default:
      return {Lifetime::builtin, {}};
  }
}

// What the target takes entries from: an object from its container, a container from the engine,
// the engine nothing.
const security::CompiledDescriptor* parent_of(const Snapshot& snapshot,
                                              const SecurityTarget& target) {
  if (target.key) return container_of(snapshot, target.kind).get();
  return target.kind == Kind::engine ? nullptr : container_of(snapshot, Kind::engine).get();
}

ObjectName name_of(const SecurityTarget& target) {
  return {target.kind, target.key.value_or(Guid{})};
}

}  // namespace

Result<void> Engine::require(const Session& session, const ObjectName& object,
                             const DescriptorRef& descriptor, security::AccessMask rights,
                             std::string_view operation) {
  if (descriptor == nullptr) return fail(Status::access_denied, "the object has no descriptor");
  const security::AccessResult result =
      security::check_access(*descriptor, *session.token, {.desired = rights, .mapping = kMapping});
  if (result.allowed()) return {};
  if (is_audited(*descriptor, *session.token, rights, false)) {
    audit({session.request.key, session.token->user(), std::string(operation), object,
           display_name_of(*snapshot_, object), rights, false, "", ""});
  }
  refusal_ = refusal_of(object, *descriptor, *session.token, rights);
  return fail(result.status, std::string(operation) + " is not granted to " +
                                 security::to_string(session.token->user()) + " by the " +
                                 std::string(to_string(object.kind)) + "'s descriptor");
}

void Engine::audit(AuditRecord record) {
  if (events_.audit.size() < config_.limits.audit_records) {
    events_.audit.push_back(std::move(record));
  } else {
    ++events_.audit_lost;
  }
}

Result<DescriptorRef> Engine::descriptor_of(const Snapshot& snapshot, const Session& session,
                                            const SecurityTarget& target) const {
  if (!target.key) return container_of(snapshot, target.kind);
  DescriptorRef descriptor = security_of(snapshot, name_of(target));
  const bool is_visible =
      descriptor != nullptr && (may(descriptor, *session.token, schema::kActrlRead) ||
                                may(descriptor, *session.token, security::Right::read_control));
  if (is_visible) return descriptor;
  return fail(not_found_of(target.kind), nameless(target.kind, to_string(*target.key)));
}

Result<security::SecurityDescriptor> Engine::get_security(const Guid& session,
                                                          const SecurityTarget& target,
                                                          std::uint32_t information) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  const Session& own = *find_session(session);
  WFP_TRY(const DescriptorRef descriptor, descriptor_of(*snapshot, own, target));
  WFP_CHECK_OK(require(own, name_of(target), descriptor, security::rights_to_query(information),
                       "read security"));
  return parts_of(descriptor->descriptor(), information);
}

Result<void> Engine::check_access(const Guid& session, const SecurityTarget& target,
                                  security::AccessMask rights, std::string_view operation) {
  WFP_TRY(const Session* own, enter(session));
  const ObjectName name = name_of(target);
  const DescriptorRef guard =
      target.key ? security_of(*snapshot_, name) : container_of(*snapshot_, target.kind);
  const bool is_visible =
      !target.key || may(guard, *own->token, schema::kActrlRead) || may(guard, *own->token, rights);
  if (guard == nullptr || !is_visible) {
    return fail(not_found_of(target.kind), nameless(target.kind, to_string(name.key)));
  }
  return require(*own, name, guard, rights, operation);
}

Result<DescriptorRef> Engine::descriptor(const Guid& session, const SecurityTarget& target) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  return descriptor_of(*snapshot, *find_session(session), target);
}

Result<void> Engine::check_settable(const Session& session, const SecurityTarget& target) {
  const auto [lifetime, owner] = life_of(draft_->snapshot(), target);
  if (lifetime == Lifetime::dynamic && owner != session.request.key) {
    return fail(Status::fwp_wrong_session, "the object belongs to another session");
  }
  // D: the rule is that of objects and their containers; the engine's descriptor is exempt.
  const bool is_engine = target.kind == Kind::engine && !target.key;
  if (session.is_dynamic() && lifetime != Lifetime::dynamic && !is_engine) {
    return fail(Status::fwp_dynamic_session_in_progress,
                "a dynamic session changes its own objects only");
  }
  return {};
}

Result<void> Engine::set_security_now(Session& session, const SecurityTarget& target,
                                      std::uint32_t information,
                                      const security::SecurityDescriptor& from) {
  const Snapshot& snapshot = draft_->snapshot();
  WFP_TRY(const DescriptorRef old, descriptor_of(snapshot, session, target));
  WFP_CHECK_OK(check_settable(session, target));
  const security::AccessMask rights = security::rights_to_set(information);
  WFP_CHECK_OK(require(session, name_of(target), old, rights, "set security"));
  WFP_TRY(DescriptorRef now, with_changes(*old, parent_of(snapshot, target), information, from,
                                          *session.token, !target.key));
  secure(session, target, old, std::move(now), rights);
  return {};
}

Result<void> Engine::reset_security_now(Session& session, const SecurityTarget& target,
                                        DefaultKind kind) {
  const Snapshot& snapshot = draft_->snapshot();
  WFP_TRY(const DescriptorRef old, descriptor_of(snapshot, session, target));
  WFP_CHECK_OK(check_settable(session, target));
  const security::AccessMask rights = security::Right::write_dac | security::Right::write_owner;
  WFP_CHECK_OK(require(session, name_of(target), old, rights, "reset security"));
  WFP_TRY(DescriptorRef now,
          default_descriptor(target.kind, kind, *old,
                             target.key ? container_of(snapshot, target.kind).get() : nullptr));
  secure(session, target, old, std::move(now), rights);
  return {};
}

void Engine::secure(Session& session, const SecurityTarget& target, const DescriptorRef& old,
                    DescriptorRef now, security::AccessMask rights) {
  // Nobody locks the administrators out of the engine: docs/faithfulness.md.
  if (target.kind == Kind::engine && !target.key) now = keeping_administrators(now);
  if (is_audited(*old, *session.token, rights, true)) {
    draft_->audit().push_back({session.request.key, session.token->user(), "set security",
                               name_of(target),
                               display_name_of(draft_->snapshot(), name_of(target)), rights, true,
                               describe_security(*old), describe_security(*now)});
  }
  secure_target(*draft_, target, std::move(now));
}

Result<void> Engine::set_security(const Guid& session, const SecurityTarget& target,
                                  std::uint32_t information,
                                  const security::SecurityDescriptor& from, Time now) {
  WFP_TRY(const Session* own, enter(session));
  if (own->in_transaction()) return fail(Status::fwp_txn_in_progress, "not within a transaction");
  return write(session, now, [&](Session& writer) {
    return set_security_now(writer, target, information, from);
  });
}

Result<void> Engine::reset_security(const Guid& session, const SecurityTarget& target,
                                    DefaultKind kind, Time now) {
  WFP_TRY(const Session* own, enter(session));
  if (own->in_transaction()) return fail(Status::fwp_txn_in_progress, "not within a transaction");
  return write(session, now,
               [&](Session& writer) { return reset_security_now(writer, target, kind); });
}

Result<schema::Value> Engine::option(const Guid& session, std::uint32_t option) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  WFP_CHECK_OK(require(*find_session(session), {Kind::engine, {}},
                       container_of(*snapshot, Kind::engine), schema::kActrlRead, "read option"));
  return get_option(snapshot->options, option);
}

Result<void> Engine::set_option(const Guid& session, std::uint32_t option,
                                const schema::Value& value, Time now) {
  WFP_TRY(const Session* own, enter(session));
  if (own->in_transaction()) return fail(Status::fwp_txn_in_progress, "not within a transaction");
  if (own->is_dynamic()) {
    return fail(Status::fwp_dynamic_session_in_progress,
                "a dynamic session changes its own objects only");
  }
  return write(session, now, [&](Session& writer) -> Result<void> {
    const DescriptorRef& guard = container_of(draft_->snapshot(), Kind::engine);
    WFP_CHECK_OK(require(writer, {Kind::engine, {}}, guard, schema::kActrlWrite, "set option"));
    Options options = draft_->snapshot().options;
    const std::string before =
        schema::to_string(get_option(options, option).value_or(schema::Value()));
    WFP_CHECK_OK(engine::set_option(options, option, value));
    if (is_audited(*guard, *writer.token, schema::kActrlWrite, true)) {
      draft_->audit().push_back({writer.request.key,
                                 writer.token->user(),
                                 "set option " + std::to_string(option),
                                 {Kind::engine, {}},
                                 "",
                                 schema::kActrlWrite,
                                 true,
                                 before,
                                 schema::to_string(value)});
    }
    draft_->set_options(options);
    return {};
  });
}

}  // namespace wfp::engine
