#include "daemon/wire_object.h"
#include "daemon/wire_value.h"

namespace wfp::daemon {
namespace {

using engine::Kind;
using Wire = ipc::wire::PolicyTemplate;

std::optional<engine::ContextType> context_type(Wire::Reader wanted) {
  if (!wanted.getHasContextType()) return std::nullopt;
  return static_cast<engine::ContextType>(wanted.getContextType());
}

Result<engine::AnyTemplate> read_context_template(Wire::Reader wanted) {
  engine::ContextTemplate read;
  WFP_TRY(read.provider, read_optional_key(wanted.getProvider()));
  read.type = context_type(wanted);
  return read;
}

Result<engine::AnyTemplate> read_sublayer_template(Wire::Reader wanted) {
  engine::SublayerTemplate read;
  WFP_TRY(read.provider, read_optional_key(wanted.getProvider()));
  return read;
}

Result<engine::AnyTemplate> read_callout_template(Wire::Reader wanted) {
  engine::CalloutTemplate read;
  WFP_TRY(read.provider, read_optional_key(wanted.getProvider()));
  WFP_TRY(read.layer, read_key(wanted.getLayer()));
  return read;
}

Result<engine::AnyTemplate> read_filter_template(Wire::Reader wanted) {
  engine::FilterTemplate read;
  if (wanted.getIsNull()) return read;
  WFP_TRY(read.provider, read_optional_key(wanted.getProvider()));
  WFP_TRY(read.layer, read_key(wanted.getLayer()));
  if (wanted.getContainment() > static_cast<std::uint32_t>(engine::Containment::overlapping)) {
    return fail(Status::invalid_parameter, "filters are contained (0) or overlap (1)");
  }
  read.containment = static_cast<engine::Containment>(wanted.getContainment());
  read.flags = wanted.getFlags();
  if (wanted.getHasContextTemplate()) {
    read.context.emplace();
    WFP_TRY(read.context->provider, read_optional_key(wanted.getContextProvider()));
    read.context->type = context_type(wanted);
  }
  WFP_TRY(read.conditions, read_conditions(wanted.getConditions()));
  read.action_mask = wanted.getActionMask();
  WFP_TRY(read.callout, read_optional_key(wanted.getCallout()));
  return read;
}

Result<engine::AnyTemplate> read_selection(Kind kind, Wire::Reader wanted) {
  switch (kind) {
    case Kind::provider_context:
      return read_context_template(wanted);
    case Kind::sublayer:
      return read_sublayer_template(wanted);
    case Kind::callout:
      return read_callout_template(wanted);
    case Kind::filter:
      return read_filter_template(wanted);
    default:
      return engine::ProviderTemplate{};
  }
}

}  // namespace

Result<Wanted> read_template(Wire::Reader wanted) {
  WFP_TRY(const Kind kind, read_kind(wanted.getKind()));
  WFP_TRY(engine::AnyTemplate selects, read_selection(kind, wanted));
  return Wanted{kind, std::move(selects)};
}

}  // namespace wfp::daemon
