// Object: what has a security descriptor, as the command line names it.
//
//   engine    endpoints    endpoint 0x2f1    'endpoint[app=/usr/bin/node,user=alice]'
//
// The last is not one object but every endpoint with these attributes, now and later: what is
// granted on it becomes a conditional entry of the container.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/failure.h"
#include "openwfp.h"

namespace wfp::cli {

struct Object {
  enum class Kind : std::uint8_t { engine, endpoints, endpoint, endpoints_with };
  using Attributes = std::vector<std::pair<std::string, std::string>>;  // "app" -> "/usr/bin/node"

  Kind kind = Kind::endpoints;
  std::uint64_t endpoint_id = 0;
  Attributes attributes;  // of endpoints_with

  [[nodiscard]] OPENWFP_OBJECT0 api() const;
  [[nodiscard]] std::string name() const;  // as typed: "endpoint 0x2f1"
  [[nodiscard]] bool is_computed() const {
    return kind == Kind::endpoint || kind == Kind::endpoints_with;
  }
};

// Takes the object off the front of `words`; what is left are the verb's own arguments.
Outcome<Object> take_object(std::vector<std::string>& words);

// The object that an API structure names, for messages.
Object object_from(const OPENWFP_OBJECT0& object);

}  // namespace wfp::cli
