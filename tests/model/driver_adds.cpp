#include "engine_driver.h"

namespace wfp::engine::model {

template <class T>
EngineDriver::Difference EngineDriver::add_object(const Guid& session, T object, Object known) {
  known.kind = kKindOf<T>;
  known.key = object.key;
  if constexpr (requires { object.provider; }) object.provider = known.provider;
  const Status expected = model_.add(session, known, stores_, now_);
  const auto added = engine_->add(session, std::move(object), nullptr, now_);
  tally_.added += added ? 1 : 0;
  return differ("add a " + std::string(to_string(known.kind)),
                added ? Status::success : added.error().status, expected);
}

EngineDriver::Difference EngineDriver::add_provider(const Guid& session) {
  Object known;
  Provider provider;
  provider.key = random_.key(Kind::provider);
  provider.display.name = "p";
  known.lifetime = random_.lifetime(provider.flags, schema::kProviderFlagPersistent);
  return add_object(session, provider, known);
}

EngineDriver::Difference EngineDriver::add_context(const Guid& session) {
  Object known;
  ProviderContext context;
  context.key = random_.key(Kind::provider_context);
  context.display.name = "x";
  if (random_.one_in(4)) known.provider = random_.key(Kind::provider);
  known.lifetime = random_.lifetime(context.flags, schema::kProviderContextFlagPersistent);
  return add_object(session, context, known);
}

EngineDriver::Difference EngineDriver::add_sublayer(const Guid& session) {
  Object known;
  Sublayer sublayer;
  sublayer.key = random_.key(Kind::sublayer);
  sublayer.display.name = "s";
  sublayer.weight = known.weight = static_cast<std::uint16_t>(random_.pick(3) * 0x4000);
  if (random_.one_in(4)) known.provider = random_.key(Kind::provider);
  known.lifetime = random_.lifetime(sublayer.flags, schema::kSublayerFlagPersistent);
  return add_object(session, sublayer, known);
}

EngineDriver::Difference EngineDriver::add_callout(const Guid& session) {
  Object known;
  Callout callout;
  callout.key = random_.key(Kind::callout);
  callout.display.name = "c";
  callout.layer = known.layer = random_.layer();
  known.needs_context = random_.one_in(3);
  if (known.needs_context) callout.flags = schema::kCalloutFlagUsesProviderContext;
  if (random_.one_in(4)) known.provider = random_.key(Kind::provider);
  known.lifetime = random_.lifetime(callout.flags, schema::kCalloutFlagPersistent);
  return add_object(session, callout, known);
}

EngineDriver::Difference EngineDriver::add_filter(const Guid& session) {
  Object known;
  Filter filter = random_.filter();
  if (random_.one_in(4)) known.provider = random_.key(Kind::provider);
  known.lifetime =
      random_.lifetime(filter.flags, random_.one_in(6) ? schema::kFilterFlagBoottime
                                                       : schema::kFilterFlagPersistent);
  known.filter = filter;
  return add_object(session, filter, known);
}

EngineDriver::Difference EngineDriver::add() {
  const auto session = any_writer();
  if (!session) return std::nullopt;
  switch (random_.pick(8)) {
    case 0:
      return add_provider(*session);
    case 1:
      return add_context(*session);
    case 2:
      return add_sublayer(*session);
    case 3:
      return add_callout(*session);
    default:
      return add_filter(*session);
  }
}

}  // namespace wfp::engine::model
