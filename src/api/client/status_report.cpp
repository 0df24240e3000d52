#include "api/client/status_report.h"

#include "api/windows.h"

namespace wfp::api {
namespace {

using Report = ipc::wire::StatusReport::Reader;
using Texts = capnp::List<capnp::Text>::Reader;

void measure(capnp::Text::Reader text, BlockSize& size) { size.add<char>(text.size() + 1); }

void measure(Texts texts, BlockSize& size) {
  size.add<char*>(texts.size());
  for (const auto text : texts) measure(text, size);
}

BlockSize measure(Report report) {
  BlockSize size;
  size.add<OPENWFP_STATUS0>();
  measure(report.getRelease(), size);
  measure(report.getMode(), size);
  measure(report.getKernelRelease(), size);
  measure(report.getSocketPath(), size);
  measure(report.getStateDirectory(), size);
  size.add<OPENWFP_LIMIT0>(report.getLimits().size());
  for (const auto limit : report.getLimits()) {
    measure(limit.getName(), size);
    measure(limit.getUnit(), size);
  }
  measure(report.getNotes(), size);
  measure(report.getMissingCapabilities(), size);
  return size;
}

char* place(capnp::Text::Reader text, Block& block) {
  return block.copy_text(std::string_view(text.begin(), text.size()));
}

char** place(Texts texts, Block& block) {
  char** pointers = block.place<char*>(texts.size());
  for (unsigned i = 0; i < texts.size(); ++i) pointers[i] = place(texts[i], block);
  return pointers;
}

OPENWFP_LIMIT0* place_limits(Report report, Block& block) {
  const auto limits = report.getLimits();
  auto* placed = block.place<OPENWFP_LIMIT0>(limits.size());
  for (unsigned i = 0; i < limits.size(); ++i) {
    placed[i] = {place(limits[i].getName(), block), place(limits[i].getUnit(), block),
                 limits[i].getUsed(), limits[i].getMaximum()};
  }
  return placed;
}

Call<OwnedMemory> convert(Report report) {
  WFP_TRY(Block block, Block::allocate(measure(report)));
  auto* status = block.place<OPENWFP_STATUS0>();
  status->release = place(report.getRelease(), block);
  status->mode = place(report.getMode(), block);
  status->kernelRelease = place(report.getKernelRelease(), block);
  status->socketPath = place(report.getSocketPath(), block);
  status->stateDirectory = place(report.getStateDirectory(), block);
  status->uptimeMs = report.getUptimeMs();
  status->startedUnixMs = report.getStartedUnixMs();
  status->processId = report.getProcessId();
  status->numLimits = report.getLimits().size();
  status->limits = place_limits(report, block);
  status->numNotes = report.getNotes().size();
  status->notes = place(report.getNotes(), block);
  status->numMissingCapabilities = report.getMissingCapabilities().size();
  status->missingCapabilities = place(report.getMissingCapabilities(), block);
  status->endpointCount = report.getEndpointCount();
  status->sessionCount = report.getSessionCount();
  status->passMicroseconds = report.getPassMicroseconds();
  return block.release();
}

}  // namespace

Call<OwnedMemory> get_status(const Engine& engine) {
  return engine.run<OwnedMemory>([](ipc::wire::Session::Client& session, Loop&) {
    return session.statusRequest().send().then([](auto&& response) -> Call<OwnedMemory> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return convert(response.getReport());
    });
  });
}

}  // namespace wfp::api
