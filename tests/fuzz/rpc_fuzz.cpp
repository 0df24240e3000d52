// Whatever bytes a client sends: the daemon answers or hangs up. The input is what comes over one
// connection; behind it is all of the daemon but the kernel.
#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <cstdlib>
#include <filesystem>

#include "daemon/connection.h"
#include "daemon/detached_calls.h"
#include "security/well_known.h"
#include "support/fake_ports.h"
#include "support/temp_dir.h"

namespace {

using namespace wfp;
using namespace wfp::daemon;

// Once for all inputs: what one of them leaves behind belongs to what the next one meets.
struct Bench {
  test::TempDir dir;
  kj::AsyncIoContext io = kj::setupAsyncIo();
  Log log{"off"};
  Ledger ledger{QuotaCeilings::defaults()};
  Store store = *Store::open(dir.file("policy.db"));
  Startup startup = *start_from(store, {.boot = "fuzz", .is_enabled = {}, .process_start = {}});
  EngineHost host{{io.provider->getTimer(), ledger, log, io.unixEventPort},
                  std::move(store),
                  std::move(startup)};
  test::FakeEndpointSource endpoints{snapshot()};
  test::FakeIdentitySource identities{administrator()};
  PassQueue passes{endpoints, io.unixEventPort};
  Worker queries{io.unixEventPort};
  Lookups lookups{identities, io.provider->getTimer(), io.unixEventPort};
  DaemonFacts facts{.mode = Mode::classify_only};
  Services services{
      facts, io.provider->getTimer(), ledger, host, endpoints, identities, lookups, passes, queries,
      log};
  DetachedCalls calls{io.waitScope};

  // An administrator: the calls of others end at the access check.
  static security::TokenData administrator() {
    return {.user = security::well_known(security::WellKnownSid::local_system),
            .groups = {{security::well_known(security::WellKnownSid::builtin_administrators)}}};
  }
  static endpoint::Snapshot snapshot() {
    endpoint::Snapshot made;
    for (std::uint64_t id = 1; id <= 3; ++id) {
      made.endpoints.emplace_back();
      made.endpoints.back().id = id;
    }
    return made;
  }
};

class Silent final : public kj::ExceptionCallback {
 public:
  void logMessage(kj::LogSeverity, const char*, int, int, kj::String&&) override {}
};

void drain(int fd) {
  char bytes[4096];  // small: KJ wants Silent near the top of the stack
  while (::recv(fd, bytes, sizeof bytes, MSG_DONTWAIT) > 0) {
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Bench bench;
  const Silent silent;
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0) std::abort();
  UniqueFd client(ends[0]);
  auto peer = bench.identities.peer();
  peer->process.reset(
      ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));  // never readable: the opener lives
  auto connection = std::make_unique<Connection>(
      bench.services, *bench.io.lowLevelProvider, bench.io.unixEventPort,
      Connection::Accepted{
          UniqueFd(ends[1]), *std::move(peer), *bench.ledger.take(1000, Quota::connections), {}});
  if (::send(client.get(), data, size, MSG_NOSIGNAL) < 0) {
  }
  ::shutdown(client.get(), SHUT_WR);
  auto over = connection->over().catch_([](kj::Exception&&) {});
  for (int i = 0; i < 2000 && !over.poll(bench.io.waitScope); ++i) drain(client.get());
  over = nullptr;
  connection.reset();
  kj::evalLast([] {}).wait(bench.io.waitScope);
  return 0;
}
