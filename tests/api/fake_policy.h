// FakePolicy: the policy of a fake engine, which keeps what it is given, judges nothing, and gives
// it back, so that what travels can be seen to be what was meant.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "ipc/capnp.h"

namespace wfp::test {

class FakePolicy {
 public:
  using Object = ipc::wire::PolicyObject;
  using Key = std::array<std::uint8_t, 16>;

  // Its id, and the change told to every subscriber of the kind.
  std::uint64_t add(Object::Reader object);
  // Null: there is none.
  using Messages = std::vector<std::shared_ptr<capnp::MallocMessageBuilder>>;
  [[nodiscard]] capnp::MallocMessageBuilder* find(ipc::wire::Name::Reader name) const;
  bool remove(ipc::wire::Name::Reader name);
  [[nodiscard]] Messages of(ipc::wire::Kind kind) const;

  ipc::wire::Subscription::Client subscribe(ipc::wire::PolicyTemplate::Reader wanted,
                                            std::uint32_t flags,
                                            ipc::wire::ChangeSink::Client sink);
  struct Subscribed {
    std::unique_ptr<capnp::MallocMessageBuilder> wanted;
    std::uint32_t flags;
    ipc::wire::ChangeSink::Client sink;
  };
  [[nodiscard]] const std::map<std::uint64_t, Subscribed>& subscribed() const {
    return subscribed_;
  }

 private:
  struct Kept {
    ipc::wire::Kind kind;
    Key key;
    std::shared_ptr<capnp::MallocMessageBuilder> message;
  };
  class Ends;

  void tell(std::uint32_t type, const Kept& changed, std::uint64_t id);
  [[nodiscard]] std::map<std::uint64_t, Kept>::const_iterator named(
      ipc::wire::Name::Reader name) const;

  std::uint64_t last_id_ = 0;
  std::map<std::uint64_t, Kept> kept_;  // by id
  std::map<std::uint64_t, Subscribed> subscribed_;
};

}  // namespace wfp::test
