#include "cli/object.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/endpoint.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr std::array<std::string_view, 3> kNouns = {"engine", "endpoints", "endpoint"};
constexpr std::array<std::string_view, 7> kAttributes = {
    "app", "service", "direction", "user", "protocol", "local_port", "remote_port"};

// "[app=/usr/bin/node,user=alice]"
Outcome<Object::Attributes> parse_attributes(std::string_view text) {
  Object::Attributes attributes;
  if (!text.ends_with(']'))
    return fail(ExitCode::usage, fmt::format("'{}': ']' is missing", escaped(text)));
  text = text.substr(1, text.size() - 2);
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view pair = text.substr(0, comma);
    const std::size_t equals = pair.find('=');
    const std::string_view name = pair.substr(0, equals);
    if (std::ranges::count(kAttributes, name) == 0) {
      return fail(ExitCode::usage,
                  fmt::format("an endpoint has no attribute '{}'{}", escaped(name),
                              did_you_mean(name, kAttributes)),
                  {fmt::format("attributes: {}", fmt::join(kAttributes, " "))});
    }
    if (equals == std::string_view::npos || equals + 1 == pair.size()) {
      return fail(ExitCode::usage,
                  fmt::format("attribute '{}' needs a value: {}=VALUE", name, name));
    }
    attributes.emplace_back(name, pair.substr(equals + 1));
    if (comma == std::string_view::npos) return attributes;
    text.remove_prefix(comma + 1);
  }
}

}  // namespace

OPENWFP_OBJECT0 Object::api() const {
  switch (kind) {
    case Kind::engine:
      return {OPENWFP_OBJECT_ENGINE, 0, {}};
    case Kind::endpoint:
      return {OPENWFP_OBJECT_ENDPOINT, endpoint_id, {}};
    case Kind::endpoints:
    case Kind::endpoints_with:
      break;
  }
  return {OPENWFP_OBJECT_ENDPOINTS, 0, {}};
}

std::string Object::name() const {
  switch (kind) {
    case Kind::engine:
      return "engine";
    case Kind::endpoints:
      return "endpoints";
    case Kind::endpoint:
      return fmt::format("endpoint {:#x}", endpoint_id);
    case Kind::endpoints_with:
      break;
  }
  std::vector<std::string> pairs;
  for (const auto& [name, value] : attributes) pairs.push_back(name + "=" + escaped(value));
  return fmt::format("endpoint[{}]", fmt::join(pairs, ","));
}

Object object_from(const OPENWFP_OBJECT0& object) {
  if (object.type == OPENWFP_OBJECT_ENGINE) return {Object::Kind::engine, 0, {}};
  if (object.type == OPENWFP_OBJECT_ENDPOINT)
    return {Object::Kind::endpoint, object.endpointId, {}};
  return {Object::Kind::endpoints, 0, {}};
}

Outcome<Object> take_object(std::vector<std::string>& words) {
  const std::vector<std::string> kForms = {
      "an object is one of: engine, endpoints, endpoint ID, 'endpoint[app=PATH]'"};
  if (words.empty()) return fail(ExitCode::usage, "the object is missing", kForms);
  const std::string noun = words.front();
  words.erase(words.begin());
  if (noun == "engine") return Object{Object::Kind::engine, 0, {}};
  if (noun == "endpoints") return Object{Object::Kind::endpoints, 0, {}};
  if (noun.starts_with("endpoint[") || noun.starts_with("ep[")) {
    WFP_CLI_TRY(Object::Attributes attributes,
                parse_attributes(std::string_view(noun).substr(noun.find('['))));
    return Object{Object::Kind::endpoints_with, 0, std::move(attributes)};
  }
  if (noun == "endpoint" || noun == "ep") {
    const auto id = words.empty() ? std::nullopt : parse_id(words.front());
    if (!id) return fail(ExitCode::usage, "which endpoint? Its ID is missing", {"see: wfp ls"});
    words.erase(words.begin());
    return Object{Object::Kind::endpoint, *id, {}};
  }
  if (noun.starts_with("0x")) {
    if (const auto id = parse_id(noun)) return Object{Object::Kind::endpoint, *id, {}};
  }
  return fail(ExitCode::usage,
              fmt::format("unknown object '{}'{}", escaped(noun), did_you_mean(noun, kNouns)),
              kForms);
}

}  // namespace wfp::cli
