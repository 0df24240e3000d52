#include "api/fake_policy.h"

#include <algorithm>

namespace wfp::test {
namespace {

namespace wire = ipc::wire;

wire::Kind kind_of(FakePolicy::Object::Reader object) {
  switch (object.which()) {
    case FakePolicy::Object::PROVIDER:
      return wire::Kind::PROVIDER;
    case FakePolicy::Object::PROVIDER_CONTEXT:
      return wire::Kind::PROVIDER_CONTEXT;
    case FakePolicy::Object::SUBLAYER:
      return wire::Kind::SUBLAYER;
    case FakePolicy::Object::CALLOUT:
      return wire::Kind::CALLOUT;
    case FakePolicy::Object::FILTER:
      return wire::Kind::FILTER;
    default:
      return wire::Kind::LAYER;
  }
}

FakePolicy::Key key_of(capnp::Data::Reader data) {
  FakePolicy::Key key{};
  std::copy_n(data.begin(), std::min(data.size(), key.size()), key.begin());
  return key;
}

}  // namespace

// The capability of a subscription: dropping it ends it.
class FakePolicy::Ends final : public wire::Subscription::Server {
 public:
  Ends(FakePolicy& policy, std::uint64_t id) : policy_(policy), id_(id) {}
  ~Ends() noexcept(false) { policy_.subscribed_.erase(id_); }

 private:
  FakePolicy& policy_;
  std::uint64_t id_;
};

std::uint64_t FakePolicy::add(Object::Reader object) {
  auto message = std::make_shared<capnp::MallocMessageBuilder>();
  message->setRoot(object);
  const std::uint64_t id = ++last_id_;
  auto kept = message->getRoot<Object>();
  kept.setId(object.isLayer() ? object.getId() : id);
  if (object.isFilter()) kept.getFilter().setEffectiveWeight(id << 8);
  const auto [place, added] =
      kept_.emplace(id, Kept{kind_of(object), key_of(object.getKey()), std::move(message)});
  tell(1, place->second, id);
  return id;
}

std::map<std::uint64_t, FakePolicy::Kept>::const_iterator FakePolicy::named(
    wire::Name::Reader name) const {
  return std::ranges::find_if(kept_, [&](const auto& entry) {
    const Kept& kept = entry.second;
    if (kept.kind != name.getKind()) return false;
    if (name.isKey()) return kept.key == key_of(name.getKey());
    return kept.message->getRoot<Object>().getId() == name.getId();
  });
}

capnp::MallocMessageBuilder* FakePolicy::find(wire::Name::Reader name) const {
  const auto found = named(name);
  return found == kept_.end() ? nullptr : found->second.message.get();
}

bool FakePolicy::remove(wire::Name::Reader name) {
  const auto found = named(name);
  if (found == kept_.end()) return false;
  tell(2, found->second, found->first);
  kept_.erase(found);
  return true;
}

FakePolicy::Messages FakePolicy::of(wire::Kind kind) const {
  Messages found;
  for (const auto& [id, kept] : kept_) {
    if (kept.kind == kind) found.push_back(kept.message);
  }
  return found;
}

wire::Subscription::Client FakePolicy::subscribe(wire::PolicyTemplate::Reader wanted,
                                                 std::uint32_t flags,
                                                 wire::ChangeSink::Client sink) {
  auto message = std::make_unique<capnp::MallocMessageBuilder>();
  message->setRoot(wanted);
  const std::uint64_t id = ++last_id_;
  subscribed_.emplace(id, Subscribed{std::move(message), flags, kj::mv(sink)});
  return kj::heap<Ends>(*this, id);
}

void FakePolicy::tell(std::uint32_t type, const Kept& changed, std::uint64_t id) {
  for (auto& [number, subscribed] : subscribed_) {
    auto wanted = subscribed.wanted->getRoot<wire::PolicyTemplate>();
    if (wanted.getKind() != changed.kind || (subscribed.flags & type) == 0) continue;
    auto request = subscribed.sink.changedRequest();
    auto change = request.initChanges(1)[0];
    change.setType(type);
    change.setKind(changed.kind);
    change.setKey(kj::arrayPtr(changed.key.data(), changed.key.size()));
    change.setId(id);
    request.send().detach([](kj::Exception&&) {});
  }
}

}  // namespace wfp::test
