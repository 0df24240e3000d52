// Stored<T>: a management object as the engine keeps it: the object, what life it has, who owns it.
// Immutable.
#pragma once

#include <cstdint>
#include <memory>

#include "base/guid.h"
#include "engine/matcher.h"
#include "engine/object.h"
#include "security/compiled_descriptor.h"

namespace wfp::engine {

using DescriptorRef = std::shared_ptr<const security::CompiledDescriptor>;

struct Nothing {
  bool operator==(const Nothing&) const = default;
};
template <class T>
struct CompiledForm {
  using Type = Nothing;
};
template <>
struct CompiledForm<Filter> {
  using Type = Matcher;
};

template <class T>
struct Stored {
  T object;
  Lifetime lifetime = Lifetime::fixed;
  Guid session;             // that added it, if dynamic
  std::uint64_t order = 0;  // of adding: lower is older
  bool disabled = false;    // its provider's service is not started: kept, but not in force
  DescriptorRef security;
  [[no_unique_address]] typename CompiledForm<T>::Type compiled{};
};

}  // namespace wfp::engine
