#include "engine/callout.h"

#include "schema/builtin.h"

namespace wfp::engine {
namespace {

// Sets options of the flow and has no opinion. A terminating filter demands one, and to block would
// be to refuse what nobody asked to refuse: docs/faithfulness.md.
CalloutResult set_options(const CalloutCall& call) {
  const bool must_decide = call.filter.action == schema::kActionCalloutTerminating;
  return {must_decide ? CalloutAction::permit : CalloutAction::proceed, false};
}

}  // namespace

CalloutRegistry::CalloutRegistry() {
  for (const schema::BuiltinCallout& callout : schema::builtin_callouts()) {
    switch (callout.effect) {
      case schema::CalloutEffect::options:
        add(callout.key, set_options);
        break;
    }
  }
}

}  // namespace wfp::engine
