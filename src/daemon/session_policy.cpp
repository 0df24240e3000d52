#include "daemon/policy_enum_server.h"
#include "daemon/session_server.h"
#include "daemon/wire_value.h"
#include "schema/constants.h"

namespace wfp::daemon {
namespace {

using engine::Kind;

Result<std::optional<security::SecurityDescriptor>> read_descriptor(
    wire::OptionalData::Reader data) {
  if (data.isNull()) return std::nullopt;
  auto descriptor = security::SecurityDescriptor::from_bytes(bytes_of(data.getBytes()));
  if (!descriptor) return fail(Status::invalid_security_descr, descriptor.error().what);
  return *std::move(descriptor);
}

Result<void> check_form(const AnyObject& object) {
  return std::visit([](const auto& own) { return engine::check_form(own, engine::Limits{}); },
                    object);
}

// Calls `call` with the type of `kind`; kinds that nobody can add or delete are errors.
template <class T, class Call>
Answer<T> with_type(Kind kind, Call call) {
  switch (kind) {
    case Kind::provider:
      return call.template operator()<engine::Provider>();
    case Kind::provider_context:
      return call.template operator()<engine::ProviderContext>();
    case Kind::sublayer:
      return call.template operator()<engine::Sublayer>();
    case Kind::callout:
      return call.template operator()<engine::Callout>();
    case Kind::filter:
      return call.template operator()<engine::Filter>();
    default:
      return fail(Status::invalid_parameter, "there are no such objects of this kind");
  }
}

template <class T>
constexpr bool kHasId = requires(T object) { object.id; };

// The key of what a name names in the last commit; nullopt: there is no such id.
std::optional<Guid> key_in(const engine::Snapshot& snapshot, Kind kind, wire::Name::Reader name) {
  if (name.isKey()) return read_key(name.getKey()).value_or(Guid{});
  const Guid* key = nullptr;
  if (kind == Kind::filter) key = snapshot.filter_ids.find(name.getId());
  if (kind == Kind::provider_context) key = snapshot.context_ids.find(name.getId());
  if (kind == Kind::callout) key = snapshot.callout_ids.find(name.getId());
  return key == nullptr ? std::nullopt : std::optional(*key);
}

}  // namespace

Answer<engine::Added> SessionServer::add_object(AnyObject object,
                                                const security::SecurityDescriptor* descriptor,
                                                std::uint64_t bytes) {
  const Kind kind = kind_of(object);
  if (kind == Kind::filter && services_.facts.mode == Mode::observe) {
    return fail(Status::fwp_layer_not_found,
                "this wfpd observes: it would not enforce the filter. Start it with "
                "--classify-only to keep filters without enforcing them");
  }
  WFP_TRY(PolicyCharges::Price price, services_.host.charges().price(caller_->uid, bytes));
  WFP_TRY(const engine::Added added, services_.host.answer(std::visit(
                                         [&](auto& own) {
                                           return engine().add(session_, std::move(own), descriptor,
                                                               services_.host.now());
                                         },
                                         object)));
  services_.host.charges().add(session_, {kind, added.key}, std::move(price));
  return added;
}

kj::Promise<void> SessionServer::policyAdd(PolicyAddContext context) {
  return in_turn(
      context,
      [this](wire::Session::PolicyAddParams::Reader params) -> kj::Promise<Answer<engine::Added>> {
        auto object = read_policy_object(params.getObject());
        if (!object) return Answer<engine::Added>(fail(object.error()));
        auto descriptor = read_descriptor(params.getDescriptor());
        if (!descriptor) return Answer<engine::Added>(fail(descriptor.error()));
        const auto shared = std::make_shared<const AnyObject>(*std::move(object));
        const std::uint64_t bytes = params.getObject().totalSize().wordCount * sizeof(capnp::word);
        return services_.host.write<engine::Added>(
            session_,
            [this, shared]() -> Result<void> {
              WFP_CHECK_OK(check_form(*shared));
              return engine().check_access(session_, {kind_of(*shared), {}}, schema::kActrlAdd,
                                           "add");
            },
            [this, shared, bytes, given = *std::move(descriptor)] {
              return add_object(*shared, given ? &*given : nullptr, bytes);
            });
      },
      [](auto& results, const engine::Added& added) {
        auto written = results.initAdded();
        written.setKey(key_data(added.key));
        written.setId(added.id);
      });
}

Answer<void> SessionServer::remove_object(Kind kind, wire::Name::Reader name) {
  return with_type<void>(kind, [&]<class T>() -> Answer<void> {
    if (name.isKey()) {
      WFP_TRY(const Guid key, read_key(name.getKey()));
      return services_.host.answer(engine().remove<T>(session_, key, services_.host.now()));
    }
    if constexpr (kHasId<T>) {
      return services_.host.answer(
          engine().remove_by_id<T>(session_, name.getId(), services_.host.now()));
    }
    return fail(Status::invalid_parameter, "objects of this kind have no id");
  });
}

kj::Promise<void> SessionServer::policyRemove(PolicyRemoveContext context) {
  return in_turn(
      context,
      [this, context](
          wire::Session::PolicyRemoveParams::Reader params) mutable -> kj::Promise<Answer<void>> {
        const auto kind = read_kind(params.getObject().getKind());
        if (!kind) return Answer<void>(fail(kind.error()));
        return services_.host.write<void>(
            session_,
            [&]() -> Result<void> {
              const auto key = key_in(*services_.host.snapshot(), *kind, params.getObject());
              if (!key) return {};
              return engine().check_access(session_, {*kind, key}, security::Right::delete_object,
                                           "delete");
            },
            [this, context, kind = *kind]() mutable {
              return remove_object(kind, context.getParams().getObject());
            });
      });
}

Answer<engine::ObjectRef> SessionServer::get_object(Kind kind, wire::Name::Reader name) {
  return with_type<engine::ObjectRef>(kind, [&]<class T>() -> Answer<engine::ObjectRef> {
    if (name.isKey()) {
      WFP_TRY(const Guid key, read_key(name.getKey()));
      WFP_TRY(auto found,
              services_.host.read([&](engine::Engine& own) { return own.get<T>(session_, key); }));
      return found;
    }
    if constexpr (kHasId<T>) {
      WFP_TRY(auto found, services_.host.read([&](engine::Engine& own) {
        return own.get_by_id<T>(session_, name.getId());
      }));
      return found;
    }
    return fail(Status::invalid_parameter, "objects of this kind have no id");
  });
}

Answer<const schema::LayerInfo*> SessionServer::get_layer(wire::Name::Reader name) {
  if (name.isKey()) {
    WFP_TRY(const Guid key, read_key(name.getKey()));
    return services_.host.read([&](engine::Engine& own) { return own.get_layer(session_, key); });
  }
  const auto id = static_cast<std::uint16_t>(std::min<std::uint64_t>(name.getId(), 0xFFFF));
  return services_.host.read(
      [&](engine::Engine& own) { return own.get_layer_by_id(session_, id); });
}

kj::Promise<void> SessionServer::policyGet(PolicyGetContext context) {
  return in_turn(
      context,
      [this](wire::Session::PolicyGetParams::Reader params) -> kj::Promise<Answer<PolicyRow>> {
        const auto get = [&]() -> Answer<PolicyRow> {
          WFP_TRY(const Kind kind, read_kind(params.getObject().getKind()));
          if (kind == Kind::layer) {
            WFP_TRY(const schema::LayerInfo* layer, get_layer(params.getObject()));
            return layer;
          }
          WFP_TRY(engine::ObjectRef object, get_object(kind, params.getObject()));
          return object;
        };
        return get();
      },
      [](auto& results, const PolicyRow& row) { write_row(results.initObject(), row); });
}

kj::Promise<void> SessionServer::policyEnum(PolicyEnumContext context) {
  return in_turn(
      context,
      [this](wire::Session::PolicyEnumParams::Reader params)
          -> kj::Promise<Answer<wire::PolicyEnum::Client>> {
        const auto open = [&]() -> Answer<wire::PolicyEnum::Client> {
          WFP_TRY(const Wanted wanted, read_template(params.getWanted()));
          WFP_TRY(std::vector<PolicyRow> rows, enumerate(wanted));
          WFP_TRY(Charge handle, services_.ledger.take(caller_->uid, Quota::enumerations));
          WFP_TRY(Charge memory,
                  services_.ledger.take(caller_->uid, Quota::held_bytes, size_in_bytes(rows)));
          return wire::PolicyEnum::Client(kj::heap<PolicyEnumServer>(
              caller_, std::move(rows), std::move(handle), std::move(memory)));
        };
        return open();
      },
      [](auto& results, wire::PolicyEnum::Client& made) { results.setEnumeration(made); });
}

Answer<std::vector<PolicyRow>> SessionServer::enumerate(const Wanted& wanted) {
  if (wanted.kind == Kind::layer) {
    WFP_TRY(const auto layers,
            services_.host.read([&](engine::Engine& own) { return own.layers(session_); }));
    return std::vector<PolicyRow>(layers.begin(), layers.end());
  }
  return with_type<std::vector<PolicyRow>>(
      wanted.kind, [&]<class T>() -> Answer<std::vector<PolicyRow>> {
        WFP_TRY(auto found, services_.host.read([&](engine::Engine& own) {
          return own.enumerate<T>(session_, std::get<engine::TemplateOf<T>>(wanted.selects));
        }));
        std::vector<PolicyRow> rows;
        rows.reserve(found.size());
        for (auto& object : found) rows.emplace_back(engine::ObjectRef(std::move(object)));
        return rows;
      });
}

}  // namespace wfp::daemon
