#include "policy_samples.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "cli/match_descriptor.h"
#include "cli/vocabulary.h"
#include "cli/wide.h"
#include "fwpmu.h"

namespace wfp::cli {

GUID PolicySamples::guid() {
  std::array<unsigned, 4> words{};
  for (unsigned& word : words) word = static_cast<unsigned>(random_());
  GUID guid;
  std::memcpy(&guid, words.data(), sizeof guid);
  return guid;
}

std::string PolicySamples::bytes(std::size_t most) {
  std::string text;
  for (std::size_t i = below(most + 1); i > 0; --i) text += static_cast<char>(below(256));
  return text;
}

std::string PolicySamples::name() {
  constexpr const char* kNames[] = {
      "No SMTP",      "corp",  "a \"quoted\" one", "back\\slash", "}",
      "# no comment", "übung", "two\nlines",       "x;y",         "{c0}"};
  std::string odd = "\xff" + bytes(6);
  std::ranges::replace(odd, '\0', 'z');  // a wchar_t string cannot hold it
  return sometimes() ? odd : kNames[below(std::size(kNames))];
}

void PolicySamples::common(PolicyObject& object, const Policy& policy) {
  object.key = guid();
  object.name = name();
  if (sometimes()) object.description = name();
  if (sometimes()) object.data = bytes(20);
  if (sometimes()) object.flags |= 1;
  if (!policy.providers.empty() && sometimes())
    object.provider = policy.providers[below(policy.providers.size())].key;
  if (sometimes()) object.security = "D:(A;;CC;;;WD)";
}

PolicyValue PolicySamples::number_value(FWP_DATA_TYPE type) {
  const std::uint64_t any = static_cast<std::uint64_t>(random_()) << 32 | random_();
  switch (type) {
    case FWP_UINT8:
      return {type, any & 0xff, 0, {}, {}};
    case FWP_UINT16:
      return {type, any & 0xffff, 0, {}, {}};
    case FWP_UINT32:
      return {type, any & 0xffffffff, 0, {}, {}};
    default:
      return {type, any, 0, {}, {}};
  }
}

PolicyValue PolicySamples::condition_value(const FieldWord& field, Family family) {
  const FWP_DATA_TYPE type = field.type(family);
  const auto sixteen = [&] {
    std::string address = bytes(0);
    while (address.size() < 16) address += static_cast<char>(sometimes() ? below(256) : 0);
    return address;
  };
  if (below(12) == 0) return {};
  if (below(10) == 0)
    return number_value(std::array{FWP_UINT8, FWP_UINT16, FWP_UINT32, FWP_UINT64}[below(4)]);
  if (field.is_token()) {
    const Sid someone = sometimes() ? Sid::of_group(100) : Sid::of_user(4242);
    if (sometimes()) return {FWP_SECURITY_DESCRIPTOR_TYPE, 0, 0, bytes(30), {}};
    return {FWP_SECURITY_DESCRIPTOR_TYPE,
            0,
            0,
            sometimes() ? match_descriptor_without({&someone, 1}) : match_descriptor({&someone, 1}),
            {}};
  }
  if (field.is_address() && below(2) == 0) {
    if (family == Family::v6)
      return {FWP_V6_ADDR_MASK, 0, static_cast<std::uint32_t>(below(129)), sixteen(), {}};
    const auto mask = static_cast<std::uint32_t>(sometimes() ? random_() : ~0u << below(32));
    return {FWP_V4_ADDR_MASK, static_cast<std::uint32_t>(random_()), mask, {}, {}};
  }
  if (type == FWP_BYTE_ARRAY16_TYPE) return {type, 0, 0, sixteen(), {}};
  if (type == FWP_BYTE_BLOB_TYPE)
    return {type, 0, 0, sometimes() ? bytes(9) : app_id_blob("/usr/bin/" + name()), {}};
  if (type == FWP_SID)
    return {type, 0, 0, Sid::of_user(static_cast<unsigned>(below(70000))).bytes(), {}};
  return number_value(type);
}

PolicyCondition PolicySamples::condition(Family family) {
  const auto fields = field_words();
  const FieldWord& field = fields[below(fields.size())];
  constexpr FWP_MATCH_TYPE kMatches[] = {FWP_MATCH_EQUAL, FWP_MATCH_NOT_EQUAL, FWP_MATCH_GREATER,
                                         FWP_MATCH_FLAGS_ALL_SET, FWP_MATCH_PREFIX};
  if (sometimes() && !field.is_token()) {
    const auto end = [&] {
      PolicyValue value = condition_value(field, family);
      while (value.type == FWP_V4_ADDR_MASK || value.type == FWP_V6_ADDR_MASK)
        value = condition_value(field, family);
      return value;
    };
    PolicyValue low = end(), high = end();
    return {
        field.key, FWP_MATCH_RANGE, {FWP_RANGE_TYPE, 0, 0, {}, {std::move(low), std::move(high)}}};
  }
  return {field.key, kMatches[below(std::size(kMatches))], condition_value(field, family)};
}

PolicyFilter PolicySamples::filter(const Policy& policy) {
  PolicyFilter filter;
  common(filter, policy);
  const auto layers = layer_words();
  const LayerWord& layer = layers[below(layers.size())];
  filter.layer = layer.key;
  filter.sublayer = policy.sublayers.empty() || sometimes()
                        ? FWPM_SUBLAYER_UNIVERSAL
                        : policy.sublayers[below(policy.sublayers.size())].key;
  if (sometimes()) filter.weight = {FWP_UINT8, below(16), 0, {}, {}};
  if (sometimes()) filter.weight = number_value(FWP_UINT64);
  filter.action = below(2) == 0 ? FWP_ACTION_PERMIT : FWP_ACTION_BLOCK;
  if (!policy.callouts.empty() && sometimes()) {
    filter.action =
        std::array<std::uint32_t, 3>{FWP_ACTION_CALLOUT_TERMINATING, FWP_ACTION_CALLOUT_INSPECTION,
                                     FWP_ACTION_CALLOUT_UNKNOWN}[below(3)];
    filter.action_key = policy.callouts[below(policy.callouts.size())].key;
  } else if (sometimes()) {
    filter.action_key = guid();
  }
  if (sometimes()) filter.flags |= FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT;
  if (sometimes()) filter.flags |= FWPM_FILTER_FLAG_INDEXED;
  if (sometimes()) filter.flags |= FWPM_FILTER_FLAG_BOOTTIME;
  if (sometimes()) filter.flags |= 0x4000;
  if (!policy.contexts.empty() && sometimes()) {
    filter.flags |= FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT;
    filter.context = policy.contexts[below(policy.contexts.size())].key;
  } else if (sometimes()) {
    filter.raw_context = random_();
  }
  for (std::size_t i = below(5); i > 0; --i) {
    filter.conditions.push_back(condition(layer.family));
    while (sometimes()) {
      PolicyCondition more = condition(layer.family);
      if (more.match != FWP_MATCH_RANGE && filter.conditions.back().match != FWP_MATCH_RANGE)
        more.match = filter.conditions.back().match;
      filter.conditions.push_back(std::move(more));
    }
  }
  return filter;
}

// The same for IPv6 as the last filter, its address conditions replaced.
void PolicySamples::add_twin(Policy& policy) {
  PolicyFilter twin = policy.filters.back();
  const LayerWord* v4 = layer_of(twin.layer);
  if (v4->family != Family::v4) return;
  for (const LayerWord& layer : layer_words()) {
    if (layer.word == v4->word && layer.family == Family::v6) twin.layer = layer.key;
  }
  twin.key = guid();
  for (PolicyCondition& condition : twin.conditions) {
    const FieldWord* field = field_of(condition.field);
    if (field->is_address() && condition.match != FWP_MATCH_RANGE)
      condition.value = condition_value(*field, Family::v6);
    if (field->is_protocol() && condition.value.number == 1) condition.value.number = 58;
  }
  policy.filters.push_back(std::move(twin));
}

Policy PolicySamples::policy(std::size_t filters) {
  Policy policy;
  for (std::size_t i = below(3); i > 0; --i) {
    PolicyProvider provider;
    common(provider, {});
    if (sometimes()) provider.service = name();
    policy.providers.push_back(provider);
  }
  for (std::size_t i = below(3); i > 0; --i) {
    PolicyContext context;
    common(context, policy);
    context.type = below(2) == 0 ? FWPM_GENERAL_CONTEXT : FWPM_CLASSIFY_OPTIONS_CONTEXT;
    if (context.type == FWPM_GENERAL_CONTEXT) {
      context.buffer = bytes(30);
    } else {
      context.options = {{2, number_value(FWP_UINT32)}, {77, number_value(FWP_UINT64)}};
    }
    policy.contexts.push_back(context);
  }
  for (std::size_t i = below(4); i > 0; --i) {
    PolicySublayer sublayer;
    common(sublayer, policy);
    sublayer.weight = static_cast<std::uint16_t>(below(65536));
    policy.sublayers.push_back(sublayer);
  }
  for (std::size_t i = below(3); i > 0; --i) {
    PolicyCallout callout;
    common(callout, policy);
    callout.flags =
        sometimes() ? FWPM_CALLOUT_FLAG_PERSISTENT | FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT : 0;
    callout.layer = layer_words()[below(layer_words().size())].key;
    policy.callouts.push_back(callout);
  }
  while (policy.filters.size() < filters) {
    policy.filters.push_back(filter(policy));
    if (sometimes()) add_twin(policy);
  }
  return policy;
}

}  // namespace wfp::cli
