#include "engine/check_object.h"

#include "engine/weight.h"
#include "schema/constants.h"

namespace wfp::engine {
namespace {

constexpr std::uint32_t kFilterFlags =
    schema::kFilterFlagPersistent | schema::kFilterFlagBoottime |
    schema::kFilterFlagHasProviderContext | schema::kFilterFlagClearActionRight |
    schema::kFilterFlagPermitIfCalloutUnregistered | schema::kFilterFlagIndexed |
    schema::kFilterFlagSystemosOnly | schema::kFilterFlagGameosOnly |
    schema::kFilterFlagSilentMode | schema::kFilterFlagIpsecNoAcquireInitiate;

std::size_t size_of(const std::optional<std::string>& text) { return text ? text->size() : 0; }

bool has_nul(const std::optional<std::string>& text) {
  return text && text->find('\0') != std::string::npos;
}

Result<void> check_size(std::size_t bytes, const Limits& limits) {
  if (bytes <= limits.bytes_per_object) return {};
  return fail(Status::invalid_parameter,
              "the object holds more than " + std::to_string(limits.bytes_per_object) + " bytes");
}

Result<void> check_common(const DisplayData& display, std::uint32_t flags, std::uint32_t known,
                          std::size_t bytes, const Limits& limits) {
  if (!display.name) return fail(Status::fwp_null_display_name, "an object has a display name");
  if (has_nul(display.name) || has_nul(display.description)) {
    return fail(Status::invalid_parameter, "a text holds no NUL");
  }
  if ((flags & ~known) != 0) return fail(Status::fwp_invalid_flags, "flags that Add does not take");
  return check_size(bytes + size_of(display.name) + size_of(display.description), limits);
}

}  // namespace

Result<void> check_form(const Provider& provider, const Limits& limits) {
  WFP_CHECK_OK(check_common(provider.display, provider.flags, schema::kProviderFlagPersistent,
                            provider.data.size() + size_of(provider.service_name), limits));
  if (has_nul(provider.service_name)) return fail(Status::invalid_parameter, "a text holds no NUL");
  return {};
}

Result<void> check_form(const ProviderContext& context, const Limits& limits) {
  std::size_t bytes = context.provider_data.size();
  if (const auto* data = std::get_if<schema::Blob>(&context.content)) bytes += data->size();
  if (const auto* options = std::get_if<ClassifyOptions>(&context.content)) {
    for (const ClassifyOption& option : *options) bytes += 16 + schema::content_size(option.value);
  }
  WFP_CHECK_OK(
      check_common(context.display, context.flags,
                   schema::kProviderContextFlagPersistent | schema::kProviderContextFlagDownlevel,
                   bytes, limits));
  const bool is_data = std::holds_alternative<schema::Blob>(context.content);
  if (context.type == ContextType::general && is_data) return {};
  if (context.type == ContextType::classify_options && !is_data) return {};
  return fail(Status::not_supported, "provider contexts are general ones or classify options");
}

Result<void> check_form(const Sublayer& sublayer, const Limits& limits) {
  return check_common(sublayer.display, sublayer.flags, schema::kSublayerFlagPersistent,
                      sublayer.provider_data.size(), limits);
}

Result<void> check_form(const Callout& callout, const Limits& limits) {
  return check_common(callout.display, callout.flags,
                      schema::kCalloutFlagPersistent | schema::kCalloutFlagUsesProviderContext,
                      callout.provider_data.size(), limits);
}

Result<void> check_form(const Filter& filter, const Limits& limits) {
  std::size_t bytes = filter.provider_data.size();
  for (const schema::Condition& condition : filter.conditions)
    bytes += 32 + schema::content_size(condition.value);
  WFP_CHECK_OK(check_common(filter.display, filter.flags, kFilterFlags, bytes, limits));
  const bool decides_by_callout = filter.action == schema::kActionCalloutTerminating ||
                                  filter.action == schema::kActionCalloutUnknown;
  if ((filter.flags & schema::kFilterFlagPermitIfCalloutUnregistered) != 0 && !decides_by_callout) {
    return fail(Status::fwp_invalid_flags,
                "only a callout that decides can be unregistered and permit");
  }
  const bool has_context = (filter.flags & schema::kFilterFlagHasProviderContext) != 0;
  if (has_context != filter.context.has_value()) {
    return fail(Status::fwp_invalid_flags,
                "the flag HAS_PROVIDER_CONTEXT and the context go together");
  }
  if (filter.has_reserved) return fail(Status::fwp_reserved, "a reserved member is set");
  WFP_CHECK_OK(effective_weight(filter.weight, {}));
  if (filter.conditions.size() > limits.conditions_per_filter) {
    return fail(
        Status::invalid_parameter,
        "a filter has at most " + std::to_string(limits.conditions_per_filter) + " conditions");
  }
  return {};
}

}  // namespace wfp::engine
