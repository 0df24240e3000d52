#include "daemon/daemon.h"

#include <signal.h>

#include <chrono>

#include "daemon/detached_calls.h"
#include "daemon/engine_host.h"
#include "daemon/pass_queue.h"
#include "daemon/server.h"
#include "daemon/services.h"
#include "daemon/state_dir.h"
#include "daemon/store.h"
#include "ipc/listener.h"

namespace wfp::daemon {
namespace {

constexpr const char* kStoreFile = "policy.db";
// A client that keeps the loop busy does not keep it from looking at the others.
constexpr unsigned kTurnsBetweenPolls = 64;

std::int64_t unix_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

// What a person must know who relies on this daemon.
std::vector<std::string> notes_of(Mode mode, const Startup& startup) {
  std::vector<std::string> notes;
  const std::size_t filters = startup.snapshot.filters.size();
  if (mode == Mode::classify_only) {
    notes.emplace_back("NOT ENFORCED: filters are kept and classified, and block nothing");
  } else if (filters != 0) {
    notes.push_back("NOT ENFORCED: " + std::to_string(filters) +
                    " stored filters block nothing while wfpd observes");
  }
  for (const std::string& rejected : startup.rejected)
    notes.push_back("not taken from the store: " + rejected);
  return notes;
}

}  // namespace

// In the order of construction: each uses only what stands above it.
struct Daemon::Parts {
  Parts(const Options& options, const Config& config, Ports ports, Log& log, StateDir opened_dir,
        ipc::Listener opened_listener, Startup startup, Store store)
      : state_dir(std::move(opened_dir)),
        listener(std::move(opened_listener)),
        io(kj::setupAsyncIo()),
        ledger(config.quotas),
        facts{.release = kRelease,
              .mode = options.mode,
              .socket_path = options.socket,
              .state_dir = options.state_dir,
              .started_unix_ms = unix_ms(),
              .started = io.provider->getTimer().now(),
              .notes = notes_of(options.mode, startup)},
        host({io.provider->getTimer(), ledger, log, io.unixEventPort}, std::move(store),
             std::move(startup)),
        passes(ports.endpoints, io.unixEventPort),
        queries(io.unixEventPort),
        lookups(ports.identities, io.provider->getTimer(), io.unixEventPort),
        services{facts,           io.provider->getTimer(),
                 ledger,          host,
                 ports.endpoints, ports.identities,
                 lookups,         passes,
                 queries,         log},
        calls{io.waitScope},
        server(services, ports.identities, listener, *io.lowLevelProvider, io.unixEventPort) {}

  StateDir state_dir;
  ipc::Listener listener;
  kj::AsyncIoContext io;
  Ledger ledger;
  DaemonFacts facts;
  EngineHost host;
  PassQueue passes;
  Worker queries;
  Lookups lookups;
  Services services;
  DetachedCalls calls;
  Server server;
};

Daemon::Daemon(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Daemon::~Daemon() noexcept(false) = default;

Result<std::unique_ptr<Daemon>> Daemon::create(const Options& options, const Config& config,
                                               Ports ports, Log& log) {
  WFP_TRY(StateDir state_dir, StateDir::open(options.state_dir));
  WFP_TRY(Store store, Store::open(state_dir.file(kStoreFile)));
  WFP_TRY(const Machine machine, Machine::current());
  WFP_TRY(Startup startup, start_from(store, machine));
  WFP_TRY(ipc::Listener listener, ipc::Listener::open(options.socket));
  auto parts = std::make_unique<Parts>(options, config, ports, log, std::move(state_dir),
                                       std::move(listener), std::move(startup), std::move(store));
  const auto first = parts->passes.next().wait(parts->io.waitScope);
  if (!first) return fail(first.error());
  log.write(LogLevel::info,
            "observing " + std::to_string((*first)->endpoints.size()) + " endpoints on " +
                (parts->listener.from_systemd() ? "systemd's socket" : options.socket));
  for (const std::string& note : parts->facts.notes) log.write(LogLevel::warning, note);
  for (const std::string& limit : (*first)->report.limits) log.write(LogLevel::info, limit);
  return std::unique_ptr<Daemon>(new Daemon(std::move(parts)));
}

void Daemon::run_until_signal() {
  parts_->io.waitScope.setBusyPollInterval(kTurnsBetweenPolls);
  auto& events = parts_->io.unixEventPort;
  auto stop =
      events.onSignal(SIGTERM).ignoreResult().exclusiveJoin(events.onSignal(SIGINT).ignoreResult());
  parts_->server.run().exclusiveJoin(kj::mv(stop)).wait(parts_->io.waitScope);
}

}  // namespace wfp::daemon
