#include "daemon/status_report.h"

#include <sys/utsname.h>
#include <unistd.h>

namespace wfp::daemon {
namespace {

constexpr std::int64_t kWithheld = -1;

void write_limits(ipc::wire::StatusReport::Builder report, const Ledger& ledger, uid_t uid) {
  auto limits = report.initLimits(kQuotaCount);
  for (const QuotaRow& row : kQuotas) {
    auto limit = limits[static_cast<unsigned>(row.quota)];
    limit.setName(std::string(row.name).c_str());
    limit.setUnit(std::string(row.unit).c_str());
    limit.setUsed(ledger.used(uid, row.quota));
    limit.setMaximum(ledger.ceiling(uid, row.quota));
  }
}

void write_texts(capnp::List<capnp::Text>::Builder list, const std::vector<std::string>& texts) {
  for (unsigned i = 0; i < list.size(); ++i) list.set(i, texts[i].c_str());
}

}  // namespace

void write_status(ipc::wire::StatusReport::Builder report, const Services& services,
                  const Caller& caller, bool counts) {
  const DaemonFacts& facts = services.facts;
  report.setRelease(facts.release.c_str());
  report.setMode(std::string(to_string(facts.mode)).c_str());
  report.setStartedUnixMs(facts.started_unix_ms);
  report.setUptimeMs(
      static_cast<std::uint64_t>((services.timer.now() - facts.started) / kj::MILLISECONDS));
  report.setProcessId(static_cast<std::uint32_t>(::getpid()));
  report.setSocketPath(facts.socket_path.c_str());
  report.setStateDirectory(facts.state_dir.c_str());
  write_limits(report, services.ledger, caller.uid);
  const auto& missing = facts.missing_capabilities;
  write_texts(report.initMissingCapabilities(static_cast<unsigned>(missing.size())), missing);

  utsname kernel{};
  if (::uname(&kernel) == 0) report.setKernelRelease(kernel.release);
  const PassQueue::Summary& pass = services.passes.last();
  report.setPassMicroseconds(static_cast<std::uint64_t>(pass.duration.count()));
  std::vector<std::string> notes = facts.notes;
  notes.insert(notes.end(), pass.limits.begin(), pass.limits.end());
  write_texts(report.initNotes(static_cast<unsigned>(notes.size())), notes);
  const std::size_t sessions = services.host.engine().session_count();
  report.setSessionCount(counts ? static_cast<std::int64_t>(sessions) : kWithheld);
  report.setEndpointCount(counts ? static_cast<std::int64_t>(pass.endpoints) : kWithheld);
}

}  // namespace wfp::daemon
