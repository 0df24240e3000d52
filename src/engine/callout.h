// CalloutRegistry: the routines behind callouts. A callout object without a routine is "not
// registered".
//
// The built-in callouts are always registered. Nothing else can be until callouts of programs are
// served; tests and the classify-what-if register routines of their own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "base/guid.h"
#include "engine/object.h"
#include "engine/request.h"

namespace wfp::engine {

struct CalloutCall {
  const Request& request;
  const Filter& filter;
  const ProviderContext* context = nullptr;  // with HAS_PROVIDER_CONTEXT
  bool may_decide = true;  // the right to decide is not used up above: blocking now would be a veto
};

enum class CalloutAction : std::uint8_t { proceed, permit, block };

struct CalloutResult {
  CalloutAction action = CalloutAction::proceed;
  bool clears_right = false;
};

using CalloutRoutine = std::function<CalloutResult(const CalloutCall&)>;

class CalloutRegistry {
 public:
  CalloutRegistry();  // with the built-in ones
  void add(const Guid& callout, CalloutRoutine routine) { routines_[callout] = std::move(routine); }
  void remove(const Guid& callout) { routines_.erase(callout); }
  // nullptr: not registered.
  [[nodiscard]] const CalloutRoutine* find(const Guid& callout) const {
    const auto found = routines_.find(callout);
    return found == routines_.end() ? nullptr : &found->second;
  }

 private:
  std::map<Guid, CalloutRoutine> routines_;
};

}  // namespace wfp::engine
