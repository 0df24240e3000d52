// differential_security LIBRARY SECONDS [SEED]: compares the engine with Samba's on random input
// for a while. Prints how often each comparison was equal or different for an explained reason;
// exits 1 on anything unexplained.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <map>

#include "compare.h"
#include "security/sddl.h"

namespace wfp::test {
namespace {

constexpr int kChunk = 100;  // rounds in one child process

// What the children of a run found: lines "equal N", "explained REASON", "unexplained" through a
// pipe.
struct Tally {
  std::map<std::string, long> reasons;
  long equal = 0, unexplained = 0, rounds = 0, peer_crashes = 0, own_crashes = 0;

  void add(const char* what, const Finding& finding) {
    if (finding.equal()) {
      ++equal;
    } else if (!finding.unexplained()) {
      ++reasons[std::string(what) + ": " + finding.reason];
    } else {
      ++unexplained;
      std::printf("UNEXPLAINED %s %s\n", what, finding.detail.c_str());
      std::fflush(stdout);
    }
  }
  void write(std::FILE* out) const {
    std::fprintf(out, "%ld %ld\n", equal, unexplained);
    for (const auto& [reason, count] : reasons)
      std::fprintf(out, "%ld %s\n", count, reason.c_str());
  }
  void merge(std::FILE* in) {
    long a = 0, b = 0;
    if (std::fscanf(in, "%ld %ld\n", &a, &b) != 2) return;
    equal += a, unexplained += b, rounds += kChunk;
    char reason[256];
    while (std::fscanf(in, "%ld %255[^\n]\n", &a, reason) == 2) reasons[reason] += a;
  }
};

// With a peer, compares; without, only makes the engine do its part.
void round(const Samba* samba, Generator& generator, Tally& tally) {
  const std::string sddl = generator.descriptor();
  const std::string bent = generator.bent(sddl);
  const auto bytes = security::parse_sddl(sddl).value_or(security::SecurityDescriptor{}).to_bytes();
  const auto bent_bytes = generator.bent(bytes);
  if (samba == nullptr) {
    (void)security::parse_sddl(bent);
    (void)security::SecurityDescriptor::from_bytes(bent_bytes);
    return;
  }
  tally.add("text", compare_text(*samba, sddl));
  tally.add("bent text", compare_text(*samba, bent));
  tally.add("print", compare_print(*samba, sddl));
  tally.add("bytes", compare_bytes(*samba, bytes));
  tally.add("bent bytes", compare_bytes(*samba, bent_bytes));
  tally.add("check", compare_check(*samba, generator));
}

// Runs one chunk in a child, for Samba crashes on some inputs. False: the child crashed.
bool run_chunk(const Samba* samba, std::uint64_t seed, Tally& tally) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    Generator generator(seed);
    Tally part;
    for (int i = 0; i < kChunk; ++i) round(samba, generator, part);
    std::FILE* out = fdopen(ends[1], "w");
    part.write(out);
    std::fclose(out);
    _exit(0);
  }
  close(ends[1]);
  std::FILE* in = fdopen(ends[0], "r");
  if (samba != nullptr) tally.merge(in);
  std::fclose(in);
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status);
}

int run(const char* library, long seconds, std::uint64_t seed) {
  const auto samba = Samba::load(library);
  if (!samba) return 2;
  Tally tally;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  for (std::uint64_t chunk = seed; std::chrono::steady_clock::now() < end && tally.unexplained < 20;
       ++chunk) {
    if (run_chunk(samba.get(), chunk, tally)) continue;
    ++(run_chunk(nullptr, chunk, tally) ? tally.peer_crashes : tally.own_crashes);
  }
  std::printf("seed %llu: %ld rounds, %ld comparisons equal\n",
              static_cast<unsigned long long>(seed), tally.rounds, tally.equal);
  for (const auto& [reason, count] : tally.reasons)
    std::printf("explained %ld %s\n", count, reason.c_str());
  std::printf("chunks in which the peer crashed %ld, the engine %ld\n", tally.peer_crashes,
              tally.own_crashes);
  std::printf("unexplained %ld\n", tally.unexplained);
  return tally.unexplained == 0 && tally.own_crashes == 0 ? 0 : 1;
}

}  // namespace
}  // namespace wfp::test

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: differential_security LIBRARY SECONDS [SEED]\n");
    return 2;
  }
  const auto seed = count > 3 ? std::strtoull(arguments[3], nullptr, 0)
                              : static_cast<unsigned long long>(
                                    std::chrono::system_clock::now().time_since_epoch().count());
  return wfp::test::run(arguments[1], std::atol(arguments[2]), seed);
}
