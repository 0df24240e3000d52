#include "engine/check_object.h"

#include "schema/builtin.h"
#include "schema/constants.h"

namespace wfp::engine {
namespace {

using schema::ActionType;
using schema::LayerInfo;

Result<void> check_provider(const std::optional<Guid>& provider, const Snapshot& snapshot,
                            const Visible& visible) {
  if (!provider) return {};
  if (snapshot.providers.contains(*provider) && visible({Kind::provider, *provider})) return {};
  return fail(Status::fwp_provider_not_found, "there is no provider " + to_string(*provider));
}

Result<const LayerInfo*> served_layer(const Guid& key) {
  const LayerInfo* layer = schema::find_layer(key);
  if (layer != nullptr && layer->served) return layer;
  const std::string name = layer == nullptr ? to_string(key) : std::string(layer->name);
  return fail(Status::fwp_layer_not_found,
              "layer " + name + " is not served: nothing would be enforced there");
}

Result<void> check_context(const Filter& filter, const Snapshot& snapshot, const Visible& visible) {
  if (!filter.context) return {};
  if (snapshot.contexts.contains(*filter.context) &&
      visible({Kind::provider_context, *filter.context}))
    return {};
  return fail(Status::fwp_provider_context_not_found,
              "there is no provider context " + to_string(*filter.context));
}

Result<void> check_action(const Filter& filter, const LayerInfo& layer) {
  const auto action = schema::action_type(filter.action);
  if (!action)
    return fail(Status::fwp_invalid_action_type, "a filter blocks, permits or calls a callout");
  if (*action == ActionType::block && layer.blocking == schema::Blocking::refused) {
    return fail(Status::fwp_action_incompatible_with_layer,
                "what " + std::string(layer.name) + " shows has happened: it cannot be blocked");
  }
  const auto* sublayer = schema::find_builtin_sublayer(filter.sublayer);
  if (sublayer != nullptr && sublayer->inspection_only &&
      *action != ActionType::callout_inspection) {
    return fail(Status::fwp_action_incompatible_with_sublayer,
                "this sublayer holds inspecting filters only");
  }
  return {};
}

// A callout that sets options takes them from a context of that type.
Result<void> check_builtin_callout(const Filter& filter, const Snapshot& snapshot) {
  if (schema::find_builtin_callout(filter.action_key) == nullptr) return {};
  if (!filter.context) {
    return fail(Status::fwp_context_incompatible_with_callout,
                "this callout needs a provider context");
  }
  if (snapshot.find<ProviderContext>(*filter.context)->object.type !=
      ContextType::classify_options) {
    return fail(Status::fwp_provider_context_mismatch, "this callout takes classify options");
  }
  return {};
}

Result<void> check_callout(const Filter& filter, const Snapshot& snapshot, const Visible& visible) {
  if (!schema::uses_callout(static_cast<ActionType>(filter.action))) return {};
  const auto callout = snapshot.find<Callout>(filter.action_key);
  if (callout == nullptr || !visible({Kind::callout, filter.action_key})) {
    return fail(Status::fwp_callout_not_found,
                "there is no callout " + to_string(filter.action_key));
  }
  if (callout->object.layer != filter.layer) {
    return fail(Status::fwp_incompatible_layer, "the callout is one of another layer");
  }
  const bool needs_context = (callout->object.flags & schema::kCalloutFlagUsesProviderContext) != 0;
  if (needs_context && (filter.flags & schema::kFilterFlagBoottime) != 0) {
    return fail(Status::fwp_context_incompatible_with_callout,
                "there are no provider contexts at boot time");
  }
  return check_builtin_callout(filter, snapshot);
}

}  // namespace

Result<void> check_links(const Provider&, const Snapshot&, const Visible&) { return {}; }

Result<void> check_links(const ProviderContext& context, const Snapshot& snapshot,
                         const Visible& visible) {
  return check_provider(context.provider, snapshot, visible);
}

Result<void> check_links(const Sublayer& sublayer, const Snapshot& snapshot,
                         const Visible& visible) {
  return check_provider(sublayer.provider, snapshot, visible);
}

Result<void> check_links(const Callout& callout, const Snapshot& snapshot, const Visible& visible) {
  WFP_CHECK_OK(served_layer(callout.layer));
  return check_provider(callout.provider, snapshot, visible);
}

Result<void> check_links(Filter& filter, const Snapshot& snapshot, const Visible& visible) {
  WFP_TRY(const LayerInfo* layer, served_layer(filter.layer));
  if (filter.sublayer.is_zero()) filter.sublayer = layer->default_sublayer;
  if (!snapshot.sublayers.contains(filter.sublayer) ||
      !visible({Kind::sublayer, filter.sublayer})) {
    return fail(Status::fwp_sublayer_not_found,
                "there is no sublayer " + to_string(filter.sublayer));
  }
  WFP_CHECK_OK(check_provider(filter.provider, snapshot, visible));
  WFP_CHECK_OK(check_context(filter, snapshot, visible));
  WFP_CHECK_OK(check_action(filter, *layer));
  WFP_CHECK_OK(check_callout(filter, snapshot, visible));
  for (const schema::Condition& condition : filter.conditions) {
    WFP_CHECK_OK(schema::check_condition(*layer, condition));
  }
  return {};
}

}  // namespace wfp::engine
