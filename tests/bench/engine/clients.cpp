// clients COUNT SECONDS: that many processes add and delete at once, each in a session of its own,
// dynamic or not, call by call and in transactions. Prints what they did; 1 if a call gave a code
// that its page does not name, or something was left behind.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "client.h"

namespace wfp::bench {
namespace {

struct Tally {
  std::uint64_t added, deleted, committed, aborted, timed_out, unexpected;
  DWORD code;  // the last unexpected one
  const char* call;
};

class Client {
 public:
  Client(unsigned number, Tally& tally)
      : random_(number), tally_(tally), engine_(number % 2 == 0 ? FWPM_SESSION_FLAG_DYNAMIC : 0U) {}

  void work_until(double end) {
    while (now_ms() < end) {
      if (random_() % 4 == 0) {
        transaction();
      } else {
        add_and_delete();
      }
    }
  }

 private:
  // The lock may be taken for longer than a session waits; everything else is a fault.
  bool succeeded(DWORD result, const char* call) {
    if (result == ERROR_SUCCESS) return true;
    if (result == static_cast<DWORD>(FWP_E_TIMEOUT)) {
      ++tally_.timed_out;
    } else {
      ++tally_.unexpected;
      tally_.code = result;
      tally_.call = call;
    }
    return false;
  }

  bool add(UINT64& id) {
    RuleFilter made(rules(1 + static_cast<std::uint32_t>(random_() % 50)).back(), random_(),
                    nullptr);
    if (!succeeded(FwpmFilterAdd0(engine_.get(), &made.filter, nullptr, &id), "FwpmFilterAdd0"))
      return false;
    ++tally_.added;
    return true;
  }

  // A filter that was added goes again, however long the lock is taken.
  void remove(UINT64 id) {
    while (true) {
      const DWORD result = FwpmFilterDeleteById0(engine_.get(), id);
      if (succeeded(result, "FwpmFilterDeleteById0")) ++tally_.deleted;
      if (result != static_cast<DWORD>(FWP_E_TIMEOUT)) return;
    }
  }

  void add_and_delete() {
    UINT64 id = 0;
    if (add(id)) remove(id);
  }

  void transaction() {
    if (!succeeded(FwpmTransactionBegin0(engine_.get(), 0), "FwpmTransactionBegin0")) return;
    std::vector<UINT64> ids(1 + random_() % 5);
    bool complete = true;
    for (UINT64& id : ids) complete = complete && add(id);
    if (!complete || random_() % 2 == 0) {
      if (succeeded(FwpmTransactionAbort0(engine_.get()), "FwpmTransactionAbort0"))
        ++tally_.aborted;
      return;
    }
    if (!succeeded(FwpmTransactionCommit0(engine_.get()), "FwpmTransactionCommit0")) return;
    ++tally_.committed;
    for (const UINT64 id : ids) remove(id);
  }

  std::mt19937_64 random_;
  Tally& tally_;
  Engine engine_;
};

Tally sum(const Tally* tallies, unsigned count) {
  Tally all{};
  for (unsigned i = 0; i < count; ++i) {
    const Tally& own = tallies[i];
    all.added += own.added;
    all.deleted += own.deleted;
    all.committed += own.committed;
    all.aborted += own.aborted;
    all.timed_out += own.timed_out;
    all.unexpected += own.unexpected;
    if (own.unexpected != 0) all.code = own.code;
    if (own.unexpected != 0) all.call = own.call;
  }
  return all;
}

}  // namespace
}  // namespace wfp::bench

int main(int argc, char** argv) {
  using namespace wfp::bench;
  if (argc != 3) return 2;
  const auto count = static_cast<unsigned>(std::atoi(argv[1]));
  void* shared = mmap(nullptr, count * sizeof(Tally), PROT_READ | PROT_WRITE,
                      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (shared == MAP_FAILED) return 1;
  auto* tallies = static_cast<Tally*>(shared);
  const double end = now_ms() + std::atof(argv[2]) * 1e3;
  for (unsigned i = 0; i < count; ++i) {
    const pid_t child = fork();
    if (child < 0) return 1;
    if (child > 0) continue;
    Client(i, tallies[i]).work_until(end);
    _exit(0);
  }
  int failed = 0;
  for (int status = 0; wait(&status) > 0;) failed += status == 0 ? 0 : 1;
  const Tally all = sum(tallies, count);
  std::printf(
      "%u clients: %llu added, %llu deleted, %llu commits, %llu aborts, %llu waits that ended, "
      "%llu unexpected codes",
      count, static_cast<unsigned long long>(all.added),
      static_cast<unsigned long long>(all.deleted), static_cast<unsigned long long>(all.committed),
      static_cast<unsigned long long>(all.aborted), static_cast<unsigned long long>(all.timed_out),
      static_cast<unsigned long long>(all.unexpected));
  if (all.unexpected != 0) std::printf(" (0x%08x from %s)", all.code, all.call);
  std::printf(", %d that died\n", failed);
  return all.unexpected == 0 && failed == 0 && all.added != 0 ? 0 : 1;
}
