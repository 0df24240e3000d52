// Machine: an engine with a clock, some users and short ways to make objects, for the tests of this
// folder.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "engine/classify.h"
#include "engine/engine.h"
#include "schema/builtin.h"
#include "security/sddl.h"

namespace wfp::engine::test {

using schema::ActionType;
using schema::FieldId;
using schema::LayerId;
using schema::MatchType;
using schema::Value;

inline constexpr LayerId kConnect = LayerId::ale_auth_connect_v4;
inline constexpr LayerId kConnect6 = LayerId::ale_auth_connect_v6;

inline Guid guid(std::uint32_t number) { return {number, 0, 0, {0xA5}}; }

inline security::Sid user_sid(std::uint32_t uid) { return security::Sid(22, {1, uid}); }

inline TokenRef make_token(security::TokenData data) {
  data.groups.push_back({security::well_known(security::WellKnownSid::everyone)});
  return std::make_shared<const security::Token>(security::Token::create(std::move(data)).value());
}
inline TokenRef administrator() {
  security::TokenData data;
  data.user = user_sid(0);
  data.groups.push_back({security::well_known(security::WellKnownSid::builtin_administrators),
                         security::GroupState::enabled, true});
  data.privileges = {security::Privilege::security, security::Privilege::take_ownership,
                     security::Privilege::restore};
  return make_token(std::move(data));
}
inline TokenRef operators() {
  security::TokenData data;
  data.user = user_sid(500);
  data.groups.push_back(
      {security::well_known(security::WellKnownSid::network_configuration_operators)});
  return make_token(std::move(data));
}
inline TokenRef user(std::uint32_t uid) {
  security::TokenData data;
  data.user = user_sid(uid);
  return make_token(std::move(data));
}

inline security::SecurityDescriptor sddl(std::string_view text) {
  return security::parse_sddl(text).value();
}
inline Value sddl_value(std::string_view text) {
  return Value(schema::DescriptorBytes{sddl(text).to_bytes()});
}

inline DisplayData named(std::string name) { return {std::move(name), std::nullopt}; }
inline const Guid& key(LayerId layer) { return schema::layer_info(layer).key; }
inline Guid builtin_sublayer(std::string_view name) {
  for (const auto& row : schema::builtin_sublayers()) {
    if (row.name == name) return row.key;
  }
  return {};
}

inline schema::Condition condition(FieldId field, MatchType match, Value value) {
  return {field, match, std::move(value)};
}
inline schema::Condition port_is(std::uint16_t port) {
  return {FieldId::ip_remote_port, MatchType::equal, Value(port)};
}
inline schema::Condition app_is(std::string_view path) {
  return {FieldId::ale_app_id, MatchType::equal, Value(schema::Blob(path.begin(), path.end()))};
}
inline schema::Condition flags_are(MatchType match, std::uint32_t flags) {
  return {FieldId::flags, match, Value(flags)};
}

inline Filter filter(ActionType action, LayerId layer = kConnect,
                     std::vector<schema::Condition> conditions = {}) {
  Filter made;
  made.display = named("filter");
  made.layer = key(layer);
  made.action = static_cast<std::uint32_t>(action);
  made.conditions = std::move(conditions);
  return made;
}
inline Filter block(std::vector<schema::Condition> conditions = {}) {
  return filter(ActionType::block, kConnect, std::move(conditions));
}
inline Filter permit(std::vector<schema::Condition> conditions = {}) {
  return filter(ActionType::permit, kConnect, std::move(conditions));
}
inline Filter in(Filter made, const Guid& sublayer) {
  made.sublayer = sublayer;
  return made;
}
inline Filter weighing(Filter made, Value weight) {
  made.weight = std::move(weight);
  return made;
}
inline Filter flagged(Filter made, std::uint32_t flags) {
  made.flags |= flags;
  return made;
}
inline Filter calling(Filter made, const Guid& callout) {
  made.action_key = callout;
  return made;
}
inline Sublayer sublayer(const Guid& own, std::uint16_t weight) {
  Sublayer made;
  made.key = own;
  made.display = named("sublayer");
  made.weight = weight;
  return made;
}
inline Provider provider(const Guid& own) {
  Provider made;
  made.key = own;
  made.display = named("provider");
  return made;
}
inline Callout callout(const Guid& own, LayerId layer = kConnect) {
  Callout made;
  made.key = own;
  made.display = named("callout");
  made.layer = key(layer);
  return made;
}
inline ProviderContext context(const Guid& own) {
  ProviderContext made;
  made.key = own;
  made.display = named("context");
  made.content = schema::Blob{1, 2, 3};
  return made;
}

class Machine {
 public:
  explicit Machine(Limits limits = {}, Snapshot start = initial_snapshot())
      : engine({[this] { return guid(0x80000000U + ++last_guid_); },
                [this](const Commit& commit) {
                  return before_commit ? before_commit(commit) : Result<void>{};
                },
                limits},
               std::move(start)) {
    admin = open(administrator());
  }

  Guid open(TokenRef token, std::uint32_t flags = 0, Guid own = {}, std::uint32_t wait_ms = 0) {
    SessionRequest request;
    request.key = own;
    request.flags = flags;
    request.wait_ms = wait_ms;
    return engine.open(std::move(request), std::move(token), now).value();
  }
  Guid open_dynamic(TokenRef token = administrator()) {
    return open(std::move(token), schema::kSessionFlagDynamic);
  }

  // Adds as the administrator; the test ends if that fails.
  template <class T>
  Added add(T object) {
    return add(admin, std::move(object));
  }
  template <class T>
  Added add(const Guid& session, T object) {
    auto added = engine.add(session, std::move(object), nullptr, now);
    EXPECT_TRUE(added) << added.error().what;
    return added.value_or(Added{});
  }
  template <class T>
  Status try_add(const Guid& session, T object) {
    return status(engine.add(session, std::move(object), nullptr, now));
  }
  template <class T>
  Status try_add(T object) {
    return try_add(admin, std::move(object));
  }
  template <class T>
  Status try_remove(const Guid& session, const Guid& own) {
    return status(engine.remove<T>(session, own, now));
  }

  [[nodiscard]] Decision ask(const Request& request) const {
    return classify(request, *engine.snapshot(), callouts);
  }
  [[nodiscard]] Verdict verdict(const Request& request) const { return ask(request).verdict; }

  template <class R>
  static Status status(const R& result) {
    return result ? Status::success : result.error().status;
  }

  Time now = 1000;
  std::function<Result<void>(const Commit&)> before_commit;

 private:
  std::uint32_t last_guid_ = 0;

 public:
  Engine engine;
  Guid admin;
  CalloutRegistry callouts;
};

// A TCP connect to 192.0.2.1.
inline Request connect_to(std::uint16_t port, std::string_view app = "/usr/bin/curl") {
  Request request(kConnect);
  EXPECT_TRUE(request.set(FieldId::ip_remote_address, Value(std::uint32_t{0xC0000201})));
  EXPECT_TRUE(request.set(FieldId::ip_remote_port, Value(port)));
  EXPECT_TRUE(request.set(FieldId::ip_protocol, Value(std::uint8_t{6})));
  EXPECT_TRUE(request.set(FieldId::ale_app_id, Value(schema::Blob(app.begin(), app.end()))));
  return request;
}
inline Request with(Request request, FieldId field, Value value) {
  EXPECT_TRUE(request.set(field, std::move(value)));
  return request;
}
inline Request as_user(Request request, TokenRef token) {
  EXPECT_TRUE(request.set(FieldId::ale_user_id, std::move(token)));
  return request;
}

}  // namespace wfp::engine::test
