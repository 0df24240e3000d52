#include "random_world.h"

#include <gtest/gtest.h>

#include "base/wide.h"
#include "compile/name_hash.h"
#include "compile/slot.h"
#include "kernel/identity.h"
#include "kernel/service_sid.h"
#include "security/sddl.h"
#include "unit/engine/machine.h"

namespace wfp::compile::differential {
namespace {

using schema::Condition;
using schema::DataType;
using schema::FieldId;
using schema::MatchType;
using schema::Value;

constexpr std::uint32_t kNobody = 65534;
constexpr std::uint32_t kAdministrators = 40;
constexpr std::uint32_t kOperators = 41;
constexpr std::uint32_t kSudo = 42;
constexpr std::uint32_t kIds[] = {0, 7, 40, 41, 42, 1000, 1001, kNobody};
constexpr std::uint64_t kEdges[] = {0, 1, 2, 3, 5, 80, 254, 255, 443, 65535, 0xFFFFFFFF, ~0ULL};
constexpr MatchType kMatches[] = {
    MatchType::equal,         MatchType::equal,         MatchType::not_equal,
    MatchType::greater,       MatchType::less,          MatchType::greater_or_equal,
    MatchType::less_or_equal, MatchType::range,         MatchType::flags_all_set,
    MatchType::flags_any_set, MatchType::flags_none_set};

bool tests_bits(MatchType match) {
  return match >= MatchType::flags_all_set && match <= MatchType::flags_none_set;
}

// The kernel decides the test exactly.
bool is_exact(const SlotInfo& slot, schema::IpVersion version, MatchType match) {
  if (slot.coding == Coding::name)
    return match == MatchType::equal || match == MatchType::not_equal;
  return !tests_bits(match) || slot.coding == Coding::packed || slot.bits_at(version) <= 16;
}

schema::Blob app_id(std::string_view path) {
  const std::wstring wide = to_wide(path) + L'\0';
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(wide.data());
  return {bytes, bytes + wide.size() * sizeof(wchar_t)};
}

schema::Blob service_bytes(std::string_view name) {
  const security::Sid sid = kernel::service_sid(name);
  const auto bytes = security::SidView(sid).bytes();
  return {bytes.begin(), bytes.end()};
}

kernel::IdentityRules rules() {
  kernel::IdentityRules rules;
  rules.administrators = kAdministrators;
  rules.operators = kOperators;
  rules.unelevated = {kSudo};
  rules.overflow_id = kNobody;
  return rules;
}

// What a kernel program makes of credentials, by the table in kernel/identity.h.
wfp_policy_token wire_token(const endpoint::CredentialSet& credentials, std::string_view service,
                            const wfp_key& hash_key) {
  const auto holds = [&](std::uint32_t gid) {
    return credentials.gid == gid || std::ranges::binary_search(credentials.groups, gid);
  };
  wfp_policy_token token{};
  token.uid = credentials.uid;
  token.gid = credentials.gid;
  token.foreign = credentials.foreign ? 1 : 0;
  token.unnamed_id = kNobody;
  std::uint32_t power = 0;
  if (credentials.uid == 0) power |= 1U << WFP_LOCAL_SYSTEM | 1U << WFP_ADMINISTRATORS;
  if (holds(kAdministrators)) power |= 1U << WFP_ADMINISTRATORS;
  if (holds(kOperators)) power |= 1U << WFP_OPERATORS;
  token.enabled = 1U << WFP_EVERYONE;
  if (credentials.uid != kNobody) token.enabled |= 1U << WFP_AUTHENTICATED_USERS;
  if (holds(kSudo)) token.deny_only |= 1U << WFP_ADMINISTRATORS;
  (credentials.foreign ? token.deny_only : token.enabled) |= power;
  if (!service.empty()) {
    token.has_service = 1;
    token.service = to_wire(hash_of_bytes(service_bytes(service), hash_key));
  }
  return token;
}

}  // namespace

schema::LayerId RandomWorld::layer() {
  while (true) {
    const schema::LayerInfo& info = schema::layers()[pick(schema::kLayerCount)];
    if (info.served) return info.id;
  }
}

Value RandomWorld::flags(FieldId field) {
  constexpr std::uint32_t kFlags[] = WFP_PACKED_FLAGS;
  constexpr std::uint32_t kReasons[] = WFP_PACKED_REASONS;
  std::uint32_t bits = 0;
  for (std::uint32_t left = pick(4); left > 0; --left)
    bits |= field == FieldId::flags ? kFlags[pick(WFP_FLAG_BITS)] : kReasons[pick(WFP_REASON_BITS)];
  return Value(bits);
}

Value RandomWorld::value(FieldId field, schema::IpVersion version) {
  const schema::FieldInfo& info = schema::field_info(field);
  const auto bound = [&](std::uint64_t number) {
    return info.maximum < 0 ? number : number % (static_cast<std::uint64_t>(info.maximum) + 1);
  };
  const std::uint64_t number = one_in(2) ? kEdges[pick(std::size(kEdges))] : 100 + pick(300);
  switch (info.type(version)) {
    case DataType::uint8:
      return Value(static_cast<std::uint8_t>(bound(number & 0xFF)));
    case DataType::uint16:
      return Value(static_cast<std::uint16_t>(number));
    case DataType::uint32:
      if (info.kind == schema::FieldKind::ip_address && one_in(2))
        return Value(0x0A000000 | pick(4) << 8 | pick(64));
      return Value(static_cast<std::uint32_t>(bound(number & 0xFFFFFFFF)));
    case DataType::uint64:
      return Value(number);
    case DataType::byte_array16: {
      schema::ByteArray16 bytes{};
      bytes[0] = one_in(8) ? 0xFF : static_cast<std::uint8_t>(0x20 * pick(2));
      bytes[7] = static_cast<std::uint8_t>(pick(3));
      bytes[8] = one_in(4) ? 0x80 : 0;
      bytes[15] = static_cast<std::uint8_t>(one_in(4) ? 0xFF : pick(40));
      return Value(bytes);
    }
    case DataType::byte_blob:
      if (one_in(8)) return Value(schema::Blob{static_cast<std::uint8_t>(1 + pick(3))});
      return Value(app_id("/usr/bin/program-" + std::to_string(pick(12))));
    case DataType::sid: {
      const security::Sid sid(15, {2, pick(5)});
      const auto bytes = security::SidView(sid).bytes();
      return Value(schema::SidBytes{{bytes.begin(), bytes.end()}});
    }
    default:
      return Value();
  }
}

// Of a few entries, of all the kinds that the kernel decides and some that it can never meet.
Value RandomWorld::descriptor() {
  const std::string service = security::to_string(kernel::service_sid("nginx"));
  std::string text = one_in(4) ? "O:S-1-22-1-7G:LSD:" : "O:LSG:LSD:";
  if (one_in(10))
    return Value(
        schema::DescriptorBytes{engine::test::sddl(text + "NO_ACCESS_CONTROL").to_bytes()});
  for (std::uint32_t left = pick(5); left > 0; --left) {
    text += one_in(3) ? "(D;" : "(A;";
    text += one_in(10) ? "OIIO;" : ";";
    constexpr const char* kRights[] = {"CC", "CC", "CC", "GA", "GR", "RC"};
    text += std::string(kRights[pick(6)]) + ";;;";
    const std::string id = std::to_string(kIds[pick(std::size(kIds))]);
    const std::string subjects[] = {
        "S-1-22-1-" + id, "S-1-22-2-" + id,   "S-1-22-1-" + id, "WD", "AU", "SY", "BA", "NO",
        service,          "S-1-5-21-1-2-3-4", "S-1-3-4",        "PS", "CO"};
    text += subjects[pick(std::size(subjects))] + ")";
  }
  return Value(schema::DescriptorBytes{engine::test::sddl(text).to_bytes()});
}

std::optional<Condition> RandomWorld::condition(const schema::LayerInfo& layer) {
  const FieldId field = layer.fields()[pick(static_cast<std::uint32_t>(layer.fields().size()))];
  const MatchType match = kMatches[pick(std::size(kMatches))];
  if (one_in(12)) return Condition{field, MatchType::equal, Value()};
  if (field == FieldId::ale_user_id) return Condition{field, MatchType::equal, descriptor()};
  const auto slot = slot_of(field);
  if (!slot || !is_exact(*slot, layer.version, match)) return std::nullopt;
  Value own = value(field, layer.version);
  if (slot->coding == Coding::packed) own = one_in(8) ? Value(pick(1 << 16)) : flags(field);
  if (match == MatchType::range) {
    Value other = value(field, layer.version);
    if (compare(other, own) < 0) std::swap(own, other);
    return Condition{field, match, Value::range(own, other)};
  }
  const bool is_net = schema::field_info(field).kind == schema::FieldKind::ip_address &&
                      (match == MatchType::equal || match == MatchType::not_equal) && !one_in(3);
  if (is_net && layer.version == schema::IpVersion::v4) {
    const std::uint32_t bits = pick(33);
    own = Value(schema::V4AddrMask{*own.get<std::uint32_t>(), bits == 0 ? 0 : ~0U << (32 - bits)});
  } else if (is_net) {
    own =
        Value(schema::V6AddrMask{*own.get<schema::ByteArray16>(),
                                 static_cast<std::uint8_t>(one_in(4) ? pick(129) : 64 + pick(65))});
  }
  return Condition{field, match, own};
}

engine::Filter RandomWorld::filter(const schema::LayerInfo& layer) {
  constexpr engine::test::ActionType kActions[] = {
      engine::test::ActionType::block,           engine::test::ActionType::permit,
      engine::test::ActionType::block,           engine::test::ActionType::permit,
      engine::test::ActionType::permit,          engine::test::ActionType::callout_terminating,
      engine::test::ActionType::callout_unknown, engine::test::ActionType::callout_inspection};
  engine::Filter filter = engine::test::filter(kActions[pick(8)], layer.id);
  if (!one_in(4)) filter.sublayer = engine::test::guid(1 + pick(3));
  if (schema::uses_callout(static_cast<schema::ActionType>(filter.action))) {
    filter.action_key = engine::test::guid(100 + static_cast<std::uint32_t>(layer.index()));
    for (const auto& builtin : schema::builtin_callouts()) {
      if (builtin.layer == layer.id && one_in(2)) filter.action_key = builtin.key;
    }
    if (filter.action != schema::kActionCalloutInspection && one_in(2))
      filter.flags |= schema::kFilterFlagPermitIfCalloutUnregistered;
  }
  if (one_in(3)) filter.flags |= schema::kFilterFlagClearActionRight;
  if (one_in(2)) filter.weight = Value(std::uint64_t{pick(8)});
  for (std::uint32_t left = pick(one_in(6) ? 24 : 5); left > 0; --left) {
    if (auto made = condition(layer)) filter.conditions.push_back(*std::move(made));
  }
  return filter;
}

engine::SnapshotRef RandomWorld::policy(std::size_t filters, std::optional<schema::LayerId> layer) {
  engine::test::Machine machine;
  for (std::uint32_t i = 1; i <= 3; ++i)
    machine.add(engine::test::sublayer(engine::test::guid(i),
                                       static_cast<std::uint16_t>(pick(4) * 0x4000)));
  for (const schema::LayerInfo& info : schema::layers()) {
    if (!info.served) continue;
    machine.add(engine::test::callout(
        engine::test::guid(100 + static_cast<std::uint32_t>(info.index())), info.id));
  }
  EXPECT_TRUE(machine.engine.begin(machine.admin, 0, machine.now));
  for (std::size_t i = 0; i < filters; ++i) {
    // What the engine refuses (a condition that is never true, a block that comes too late) is as
    // well not there.
    static_cast<void>(machine.try_add(filter(schema::layer_info(layer.value_or(this->layer())))));
  }
  EXPECT_TRUE(machine.engine.commit(machine.admin, machine.now));
  return machine.engine.snapshot();
}

engine::Request RandomWorld::request(schema::LayerId layer) {
  engine::Request request(layer);
  const schema::LayerInfo& info = schema::layer_info(layer);
  for (const FieldId field : info.fields()) {
    const auto slot = slot_of(field);
    if (!slot || one_in(8)) continue;
    const bool packed = slot->coding == Coding::packed;
    EXPECT_TRUE(request.set(field, packed ? flags(field) : value(field, info.version)));
  }
  return request;
}

User RandomWorld::user(const wfp_key& hash_key) {
  endpoint::CredentialSet credentials;
  credentials.uid = kIds[pick(std::size(kIds))];
  credentials.gid = kIds[pick(std::size(kIds))];
  for (const std::uint32_t gid : kIds) {
    if (one_in(4)) credentials.groups.push_back(gid);
  }
  for (std::uint32_t more = one_in(10) ? 300 : 0; more > 0; --more)
    credentials.groups.push_back(100000 + 2 * (300 - more));
  std::ranges::sort(credentials.groups);
  credentials.foreign = one_in(5);
  const char* service = one_in(3) ? "nginx" : one_in(3) ? "sshd" : "";
  User user;
  user.token = std::make_shared<const security::Token>(
      kernel::Identity(rules()).token_of(credentials, service).value());
  user.wire = wire_token(credentials, service, hash_key);
  user.groups = credentials.groups;
  return user;
}

}  // namespace wfp::compile::differential
