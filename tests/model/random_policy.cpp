#include "random_policy.h"

namespace wfp::engine::model {
namespace {

using schema::Condition;
using schema::FieldId;
using schema::MatchType;
using schema::Value;

constexpr schema::LayerId kLayers[] = {schema::LayerId::ale_auth_connect_v4,
                                       schema::LayerId::ale_auth_recv_accept_v4};

constexpr std::uint32_t kActions[] = {schema::kActionBlock,
                                      schema::kActionPermit,
                                      schema::kActionBlock,
                                      schema::kActionPermit,
                                      schema::kActionCalloutTerminating,
                                      schema::kActionCalloutUnknown,
                                      schema::kActionCalloutInspection};

std::uint32_t address(std::uint32_t low) { return 0x0A000000 | low; }

}  // namespace

Guid RandomPolicy::key(Kind kind) {
  const std::uint32_t keys = kind == Kind::filter ? 40 : kind == Kind::callout ? 8 : 4;
  return {static_cast<std::uint32_t>(kind) * 100 + pick(keys), 0, 0, {1}};
}

Guid RandomPolicy::layer() { return schema::layer_info(kLayers[one_in(4) ? 1 : 0]).key; }

Lifetime RandomPolicy::lifetime(std::uint32_t& flags, std::uint32_t persistent) {
  if (!one_in(3)) return Lifetime::fixed;
  flags |= persistent;
  return persistent == schema::kFilterFlagBoottime ? Lifetime::boot_time : Lifetime::persistent;
}

Condition RandomPolicy::port_condition() {
  constexpr MatchType kMatches[] = {MatchType::equal, MatchType::equal, MatchType::not_equal,
                                    MatchType::greater, MatchType::less_or_equal};
  const auto port = static_cast<std::uint16_t>(pick(6));
  if (one_in(3)) {
    const auto high = static_cast<std::uint16_t>(port + pick(3));
    return {FieldId::ip_remote_port, MatchType::range, Value::range(Value(port), Value(high))};
  }
  return {FieldId::ip_remote_port, kMatches[pick(5)], Value(port)};
}

Condition RandomPolicy::address_condition() {
  const std::uint32_t own = address(pick(16));
  if (one_in(2)) {
    const schema::V4AddrMask net{own, one_in(2) ? 0xFFFFFFFC : 0xFFFFFFF8};
    return {FieldId::ip_remote_address, one_in(4) ? MatchType::not_equal : MatchType::equal,
            Value(net)};
  }
  if (one_in(2)) return {FieldId::ip_remote_address, MatchType::equal, Value(own)};
  return {FieldId::ip_remote_address, MatchType::range,
          Value::range(Value(own), Value(own + pick(5)))};
}

Condition RandomPolicy::condition() {
  constexpr MatchType kBits[] = {MatchType::flags_all_set, MatchType::flags_any_set,
                                 MatchType::flags_none_set};
  switch (pick(8)) {
    case 0:
    case 1:
    case 2:
      return port_condition();
    case 3:
    case 4:
      return address_condition();
    case 5:
      return {FieldId::flags, kBits[pick(3)], Value(std::uint32_t{1} << pick(3))};
    case 6:
      return {one_in(2) ? FieldId::ip_remote_port : FieldId::ale_app_id, MatchType::equal, Value()};
    default:
      return {FieldId::ale_app_id, one_in(4) ? MatchType::not_equal : MatchType::equal,
              Value(schema::Blob{static_cast<std::uint8_t>(1 + pick(3))})};
  }
}

Filter RandomPolicy::filter() {
  Filter filter;
  filter.key = key(Kind::filter);
  filter.display.name = "f";
  filter.layer = layer();
  filter.sublayer =
      one_in(3) ? schema::layer_info(kLayers[0]).default_sublayer : key(Kind::sublayer);
  filter.action = kActions[pick(7)];
  if ((filter.action & schema::kActionFlagCallout) != 0) filter.action_key = key(Kind::callout);
  if (one_in(4)) filter.flags |= schema::kFilterFlagClearActionRight;
  if (one_in(8)) {
    filter.flags |= schema::kFilterFlagHasProviderContext;
    filter.context = key(Kind::provider_context);
  }
  const bool may_be_unregistered = filter.action == schema::kActionCalloutTerminating ||
                                   filter.action == schema::kActionCalloutUnknown;
  if (may_be_unregistered && one_in(3))
    filter.flags |= schema::kFilterFlagPermitIfCalloutUnregistered;
  if (one_in(3)) filter.weight = Value(std::uint64_t{pick(3)});
  if (one_in(3)) filter.weight = Value(static_cast<std::uint8_t>(pick(3)));
  for (std::uint32_t left = pick(4); left > 0; --left) filter.conditions.push_back(condition());
  return filter;
}

Traffic RandomPolicy::traffic() {
  Traffic traffic;
  traffic.layer = kLayers[one_in(4) ? 1 : 0];
  if (!one_in(6)) traffic.port = static_cast<std::uint16_t>(pick(8));
  if (!one_in(6)) traffic.address = address(pick(20));
  traffic.app = static_cast<std::uint8_t>(pick(4));
  traffic.flags = pick(8);
  return traffic;
}

Request request_of(const Traffic& traffic) {
  Request request(traffic.layer);
  const auto set = [&](FieldId field, Value value) {
    static_cast<void>(request.set(field, std::move(value)));
  };
  if (traffic.port) set(FieldId::ip_remote_port, Value(*traffic.port));
  if (traffic.address) set(FieldId::ip_remote_address, Value(*traffic.address));
  if (traffic.app != 0) set(FieldId::ale_app_id, Value(schema::Blob{traffic.app}));
  set(FieldId::flags, Value(traffic.flags));
  return request;
}

}  // namespace wfp::engine::model
