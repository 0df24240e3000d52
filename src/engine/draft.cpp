#include "engine/draft.h"

namespace wfp::engine {
namespace {

template <class T>
ObjectRef object_ref(const Snapshot& snapshot, const Guid& key) {
  return snapshot.find<T>(key);
}

ObjectRef object_ref(const Snapshot& snapshot, const ObjectName& name) {
  switch (name.kind) {
    case Kind::provider_context:
      return object_ref<ProviderContext>(snapshot, name.key);
    case Kind::sublayer:
      return object_ref<Sublayer>(snapshot, name.key);
    case Kind::callout:
      return object_ref<Callout>(snapshot, name.key);
    case Kind::filter:
      return object_ref<Filter>(snapshot, name.key);
    default:
      return object_ref<Provider>(snapshot, name.key);
  }
}

}  // namespace

std::vector<ObjectRef> objects_of_session(const Snapshot& snapshot, const Guid& session) {
  std::vector<ObjectRef> objects;
  for (auto own = snapshot.dynamic.lower_bound({session, 0, {}});
       own && own.key().session == session; own.next()) {
    objects.push_back(object_ref(snapshot, own.key().object));
  }
  return objects;
}

template <class T>
void Draft::add(std::shared_ptr<const Stored<T>> object) {
  changes_.push({ChangeType::add, object});
  insert(edit_, snapshot_, std::move(object));
}

template <class T>
void Draft::remove(const std::shared_ptr<const Stored<T>>& object) {
  changes_.push({ChangeType::remove, object});
  erase(edit_, snapshot_, *object);
}

template <class T>
void Draft::secure(std::shared_ptr<const Stored<T>> object) {
  changes_.push({ChangeType::secure, object});
  replace(edit_, snapshot_, std::move(object));
}

void Draft::set_container_security(Kind kind, DescriptorRef descriptor) {
  snapshot_.containers[static_cast<std::size_t>(kind)] = std::move(descriptor);
  containers_changed_ = true;
}

void Draft::set_layer_security(std::size_t layer, DescriptorRef descriptor) {
  snapshot_.layer_security[layer] = std::move(descriptor);
  containers_changed_ = true;
}

void Draft::set_options(const Options& options) {
  snapshot_.options = options;
  options_changed_ = true;
}

void Draft::forget_session(const Guid& session) {
  for (const ObjectRef& object : objects_of_session(snapshot_, session)) {
    std::visit([&](const auto& stored) { erase(edit_, snapshot_, *stored); }, object);
  }
}

Commit Draft::finish(const Guid& session, std::uint64_t version) {
  edit_ = Edit::begin();  // what the commit shares is not ours to change any more
  auto finished = std::make_shared<Snapshot>(snapshot_);
  finished->version = version;
  return {std::move(finished), session,          changes_.all(),
          containers_changed_, options_changed_, audit_};
}

#define WFP_INSTANTIATE(T)                                                 \
  template void Draft::add<T>(std::shared_ptr<const Stored<T>>);           \
  template void Draft::remove<T>(const std::shared_ptr<const Stored<T>>&); \
  template void Draft::secure<T>(std::shared_ptr<const Stored<T>>);
WFP_INSTANTIATE(Provider)
WFP_INSTANTIATE(ProviderContext)
WFP_INSTANTIATE(Sublayer)
WFP_INSTANTIATE(Callout)
WFP_INSTANTIATE(Filter)
#undef WFP_INSTANTIATE

}  // namespace wfp::engine
