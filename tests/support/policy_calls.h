// Calls about the policy, for tests: short ways to add, find and remove. They go to the session
// that the client had when this was made: a client can have several.
#pragma once

#include <string>
#include <vector>

#include "base/guid.h"
#include "schema/builtin.h"
#include "schema/layer.h"
#include "support/engine_client.h"

namespace wfp::test {

inline Guid test_key(std::uint32_t number) { return {number, 0, 0, {0xA5}}; }
inline capnp::Data::Reader data_of_key(const Guid& key) {
  return {reinterpret_cast<const capnp::byte*>(&key), sizeof key};
}
inline Guid key_of_data(capnp::Data::Reader data) {
  Guid key;
  if (data.size() == sizeof key) std::memcpy(&key, data.begin(), sizeof key);
  return key;
}

class PolicyCalls {
 public:
  explicit PolicyCalls(EngineClient& client) : client_(client), session_(client.session()) {}

  static void name(wire::PolicyObject::Builder object, const Guid& key, const char* text = "test") {
    object.setKey(data_of_key(key));
    object.setName(text);
  }
  // A filter at the connect layer: blocks a remote port.
  static void block_port(wire::PolicyObject::Builder object, std::uint16_t port,
                         const Guid& key = {}, std::uint32_t flags = 0) {
    constexpr std::uint32_t kBlock = 0x1001;
    name(object, key, ("block " + std::to_string(port)).c_str());
    object.setFlags(flags);
    auto filter = object.initFilter();
    filter.setLayer(data_of_key(schema::layer_info(schema::LayerId::ale_auth_connect_v4).key));
    filter.initWeight().setEmpty();
    filter.setAction(kBlock);
    auto condition = filter.initConditions(1)[0];
    condition.setField(data_of_key(schema::field_info(schema::FieldId::ip_remote_port).key));
    condition.initValue().setType(static_cast<std::uint32_t>(schema::DataType::uint16));
    condition.getValue().setNumber(port);
  }

  auto add_request() { return session_.policyAddRequest(); }
  Status add_block(std::uint16_t port, const Guid& key = {}, std::uint32_t flags = 0) {
    auto request = add_request();
    block_port(request.initObject(), port, key, flags);
    auto answer = request.send().wait(client_.scope());
    last_id_ = answer.getAdded().getId();
    last_key_ = key_of_data(answer.getAdded().getKey());
    return EngineClient::status(answer);
  }
  Status add_provider(const Guid& key, std::uint32_t flags = 0, const char* service = nullptr) {
    auto request = add_request();
    name(request.initObject(), key);
    request.getObject().setFlags(flags);
    auto provider = request.getObject().initProvider();
    if (service != nullptr) provider.setServiceName(service);
    return EngineClient::status(request.send().wait(client_.scope()));
  }
  Status add_sublayer(const Guid& key, std::uint16_t weight, std::uint32_t flags = 0) {
    auto request = add_request();
    name(request.initObject(), key);
    request.getObject().setFlags(flags);
    request.getObject().initSublayer().setWeight(weight);
    return EngineClient::status(request.send().wait(client_.scope()));
  }
  Status remove(wire::Kind kind, const Guid& key) {
    auto request = session_.policyRemoveRequest();
    request.initObject().setKind(kind);
    request.getObject().setKey(data_of_key(key));
    return EngineClient::status(request.send().wait(client_.scope()));
  }
  Status remove_filter(std::uint64_t id) {
    auto request = session_.policyRemoveRequest();
    request.initObject().setKind(wire::Kind::FILTER);
    request.getObject().setId(id);
    return EngineClient::status(request.send().wait(client_.scope()));
  }
  Status get(wire::Kind kind, const Guid& key) {
    auto request = session_.policyGetRequest();
    request.initObject().setKind(kind);
    request.getObject().setKey(data_of_key(key));
    return EngineClient::status(request.send().wait(client_.scope()));
  }
  // The keys of all objects of a kind that the caller sees; those of built-in ones, too.
  std::vector<Guid> list(wire::Kind kind) {
    auto request = session_.policyEnumRequest();
    request.initWanted().setKind(kind);
    request.getWanted().setIsNull(true);
    auto made = request.send().wait(client_.scope());
    status_ = EngineClient::status(made);
    std::vector<Guid> keys;
    while (status_ == Status::success) {
      auto next = made.getEnumeration().nextRequest();
      next.setCount(1000);
      auto page = next.send().wait(client_.scope());
      if (page.getObjects().size() == 0) break;
      for (const auto object : page.getObjects()) keys.push_back(key_of_data(object.getKey()));
    }
    return keys;
  }

  [[nodiscard]] wire::Session::Client& session() { return session_; }
  [[nodiscard]] std::uint64_t last_id() const { return last_id_; }
  [[nodiscard]] const Guid& last_key() const { return last_key_; }
  [[nodiscard]] Status status() const { return status_; }

 private:
  EngineClient& client_;
  wire::Session::Client session_;
  std::uint64_t last_id_ = 0;
  Guid last_key_;
  Status status_ = Status::success;
};

}  // namespace wfp::test
