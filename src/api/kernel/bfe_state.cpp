// FwpmBfeStateGet0: is the engine there?
#include "api/edge/edge.h"

namespace wfp::api {
namespace {

// An engine that takes a connection but does not answer in this time is starting: systemd listens
// for it.
constexpr unsigned kAnswerMs = 2000;

FWPM_SERVICE_STATE bfe_state() noexcept {
  try {
    const auto process = Process::get();
    if (!process) return FWPM_SERVICE_STOPPED;
    const auto thread = (*process)->io_thread();
    if (!thread) return FWPM_SERVICE_STOPPED;
    const auto probed = Engine::probe(*thread, kAnswerMs);
    if (probed) return FWPM_SERVICE_RUNNING;
    return probed.error().status == Status::fwp_timeout ? FWPM_SERVICE_START_PENDING
                                                        : FWPM_SERVICE_STOPPED;
  } catch (...) {
    return FWPM_SERVICE_STOPPED;
  }
}

}  // namespace
}  // namespace wfp::api

WFP_EXPORT FWPM_SERVICE_STATE FwpmBfeStateGet0(void) { return wfp::api::bfe_state(); }
