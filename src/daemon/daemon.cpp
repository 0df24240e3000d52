#include "daemon/daemon.h"

#include <signal.h>

#include <chrono>

#include "daemon/commits.h"
#include "daemon/detached_calls.h"
#include "daemon/pass_queue.h"
#include "daemon/policy.h"
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

}  // namespace

// In the order of construction: each uses only what stands above it.
struct Daemon::Parts {
  Parts(const Options& options, const Config& config, Ports ports, Log& log, StateDir opened_dir,
        ipc::Listener opened_listener, Policy opened_policy, Store store)
      : state_dir(std::move(opened_dir)),
        listener(std::move(opened_listener)),
        io(kj::setupAsyncIo()),
        ledger(config.quotas),
        transactions(io.provider->getTimer()),
        policy(std::move(opened_policy)),
        commits(policy, std::move(store), log, io.unixEventPort),
        passes(ports.endpoints, io.unixEventPort),
        queries(io.unixEventPort),
        facts{.release = kRelease,
              .socket_path = options.socket,
              .state_dir = options.state_dir,
              .started_unix_ms = unix_ms(),
              .started = io.provider->getTimer().now()},
        services{facts,   io.provider->getTimer(), ledger,           sessions, transactions, policy,
                 commits, ports.endpoints,         ports.identities, passes,   queries,      log},
        calls{io.waitScope},
        server(services, ports.identities, listener, *io.lowLevelProvider, io.unixEventPort) {}

  StateDir state_dir;
  ipc::Listener listener;
  kj::AsyncIoContext io;
  Ledger ledger;
  SessionRegistry sessions;
  TransactionLock transactions;
  Policy policy;
  Commits commits;
  PassQueue passes;
  Worker queries;
  DaemonFacts facts;
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
  WFP_TRY(Policy policy, Policy::open(store));
  WFP_TRY(ipc::Listener listener, ipc::Listener::open(options.socket));
  auto parts = std::make_unique<Parts>(options, config, ports, log, std::move(state_dir),
                                       std::move(listener), std::move(policy), std::move(store));
  const auto first = parts->passes.next().wait(parts->io.waitScope);
  if (!first) return fail(first.error());
  log.write(LogLevel::info,
            "observing " + std::to_string((*first)->endpoints.size()) + " endpoints on " +
                (parts->listener.from_systemd() ? "systemd's socket" : options.socket));
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
