#include "engine/object.h"

namespace wfp::engine {

std::string_view to_string(Kind kind) {
  switch (kind) {
    case Kind::engine:
      return "engine";
    case Kind::provider:
      return "provider";
    case Kind::provider_context:
      return "provider_context";
    case Kind::sublayer:
      return "sublayer";
    case Kind::layer:
      return "layer";
    case Kind::callout:
      return "callout";
    case Kind::filter:
      return "filter";
    case Kind::net_event:
      return "net_event";
  }
  return "?";
}

std::string_view to_string(Lifetime lifetime) {
  switch (lifetime) {
    case Lifetime::dynamic:
      return "dynamic";
    case Lifetime::fixed:
      return "static";
    case Lifetime::persistent:
      return "persistent";
    case Lifetime::boot_time:
      return "boot-time";
    case Lifetime::builtin:
      return "built-in";
  }
  return "?";
}

}  // namespace wfp::engine
