#include "engine/engine.h"
#include "engine/kinds.h"

namespace wfp::engine {
namespace {

// Objects mostly share a few descriptors: asks about each once in a row.
class Reader {
 public:
  explicit Reader(const security::Token& token) : token_(token) {}
  bool may_read(const DescriptorRef& descriptor) {
    if (descriptor != last_) {
      last_ = descriptor;
      answer_ = may(descriptor, token_, schema::kActrlRead);
    }
    return answer_;
  }

 private:
  const security::Token& token_;
  DescriptorRef last_;
  bool answer_ = false;
};

}  // namespace

Result<const Snapshot*> Engine::view(const Guid& session) {
  WFP_TRY(const Session* own, enter(session));
  if (own->state == TransactionState::writing) return &draft_->snapshot();
  if (own->state == TransactionState::reading) return own->read_view.get();
  return snapshot_.get();
}

template <class T>
Result<std::vector<std::shared_ptr<const Stored<T>>>> Engine::enumerate(
    const Guid& session, const TemplateOf<T>& wanted) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  const Session& own = *find_session(session);
  WFP_CHECK_OK(require(own, {kKindOf<T>, {}}, container_of(*snapshot, kKindOf<T>),
                       schema::kActrlEnum, "enumerate"));
  if constexpr (std::is_same_v<T, Filter>) WFP_CHECK_OK(check_template(wanted));
  std::vector<std::shared_ptr<const Stored<T>>> found;
  Reader reader(*own.token);
  for (auto at = snapshot->table<T>().first(); at; at.next()) {
    const auto& stored = at.value();
    bool is_selected = false;
    if constexpr (std::is_same_v<T, Filter>) {
      is_selected = selects(wanted, *stored, *snapshot);
    } else {
      is_selected = selects(wanted, stored->object);
    }
    if (is_selected && reader.may_read(stored->security)) found.push_back(stored);
  }
  if constexpr (std::is_same_v<T, Filter>) arrange(wanted, *snapshot, found);
  return found;
}

Result<const schema::LayerInfo*> Engine::get_layer(const Guid& session, const Guid& key) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  const DescriptorRef guard = security_of(*snapshot, {Kind::layer, key});
  if (guard != nullptr && may(guard, *find_session(session)->token, schema::kActrlRead)) {
    return schema::find_layer(key);
  }
  return fail(Status::fwp_layer_not_found, nameless(Kind::layer, to_string(key)));
}

Result<const schema::LayerInfo*> Engine::get_layer_by_id(const Guid& session, std::uint16_t id) {
  const schema::LayerInfo* layer = schema::find_layer(id);
  WFP_TRY(const Snapshot* snapshot, view(session));
  static_cast<void>(snapshot);
  if (layer != nullptr && get_layer(session, layer->key)) return layer;
  return fail(Status::fwp_layer_not_found, nameless(Kind::layer, std::to_string(id)));
}

Result<std::vector<const schema::LayerInfo*>> Engine::layers(const Guid& session) {
  WFP_TRY(const Snapshot* snapshot, view(session));
  const Session& own = *find_session(session);
  WFP_CHECK_OK(require(own, {Kind::layer, {}}, container_of(*snapshot, Kind::layer),
                       schema::kActrlEnum, "enumerate"));
  std::vector<const schema::LayerInfo*> found;
  for (const schema::LayerInfo& layer : schema::layers()) {
    const DescriptorRef guard = security_of(*snapshot, {Kind::layer, layer.key});
    if (guard != nullptr && may(guard, *own.token, schema::kActrlRead)) found.push_back(&layer);
  }
  return found;
}

#define WFP_INSTANTIATE(T)                                                             \
  template Result<std::vector<std::shared_ptr<const Stored<T>>>> Engine::enumerate<T>( \
      const Guid&, const TemplateOf<T>&);
WFP_INSTANTIATE(Provider)
WFP_INSTANTIATE(ProviderContext)
WFP_INSTANTIATE(Sublayer)
WFP_INSTANTIATE(Callout)
WFP_INSTANTIATE(Filter)
#undef WFP_INSTANTIATE

}  // namespace wfp::engine
