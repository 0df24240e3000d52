#include "engine/describe.h"

#include <cstdio>

#include "schema/action.h"

namespace wfp::engine {
namespace {

std::string name_of(const DisplayData& display) { return '"' + display.name.value_or("") + '"'; }

std::string layer_name(const Guid& key) {
  const schema::LayerInfo* layer = schema::find_layer(key);
  return layer == nullptr ? to_string(key) : std::string(layer->name);
}

std::string hex(std::uint64_t number) {
  char text[19];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(number));
  return text;
}

std::string describe(const FilterStep& step) {
  std::string text =
      "filter " + std::to_string(step.id) + " " + std::string(schema::to_string(step.action));
  if (step.callout == CalloutState::unregistered) text += " (not registered)";
  if (!step.has_opinion) return text + ": goes on";
  return text + ": " + std::string(to_string(step.opinion.strength)) + " " +
         std::string(to_string(step.opinion.verdict));
}

}  // namespace

std::string describe(const Provider& provider) {
  std::string text = "provider " + name_of(provider.display);
  if (provider.service_name) text += " of service " + *provider.service_name;
  return text;
}

std::string describe(const ProviderContext& context) {
  return "provider context " + name_of(context.display);
}

std::string describe(const Sublayer& sublayer) {
  return "sublayer " + name_of(sublayer.display) + " weight " + hex(sublayer.weight);
}

std::string describe(const Callout& callout) {
  return "callout " + name_of(callout.display) + " at " + layer_name(callout.layer);
}

std::string describe(const schema::Condition& condition) {
  return std::string(schema::field_info(condition.field).name) + " " +
         std::string(schema::to_string(condition.match)) + " " + schema::to_string(condition.value);
}

std::string describe(const Filter& filter) {
  const auto action = schema::action_type(filter.action);
  std::string text = action ? std::string(schema::to_string(*action)) : hex(filter.action);
  text += " at " + layer_name(filter.layer);
  const char* word = " if ";
  for (const schema::Condition& condition : filter.conditions) {
    text += word + describe(condition);
    word = ", ";
  }
  return text + " weight " + hex(filter.effective_weight);
}

std::string describe(const Decision& decision) {
  std::string text = std::string(schema::layer_info(decision.layer).name) + "\n";
  for (const SublayerStep& sublayer : decision.walk) {
    text += "  sublayer " + hex(sublayer.weight) + ": " + std::string(to_string(sublayer.effect)) +
            "\n";
    for (const FilterStep& step : sublayer.filters) text += "    " + describe(step) + "\n";
  }
  text += "  result: " + std::string(to_string(decision.strength)) + " " +
          std::string(to_string(decision.verdict));
  if (decision.filter_id == 0) return text + " by default\n";
  return text + " by filter " + std::to_string(decision.filter_id) +
         (decision.vetoed ? ", a veto\n" : "\n");
}

}  // namespace wfp::engine
