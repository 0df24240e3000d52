// bench_security LIBRARY [--conditional]: the engine against Samba's, in one process and in turn,
// so that whatever else the machine does hits both alike. Prints the medians of each case and
// "ratio CASE theirs/ours".
#include <sched.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <vector>

#include "cases.h"

namespace wfp::bench {
namespace {

constexpr int kRounds = 61;
constexpr double kBatch = 2e6;  // nanoseconds a batch

// CPU time, not the clock's: while others run on this CPU nothing is counted.
double now() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

double time_of(const std::function<void()>& work, long count) {
  const double start = now();
  for (long i = 0; i < count; ++i) work();
  return now() - start;
}

long batch_of(const std::function<void()>& work) {
  long count = 1;
  while (time_of(work, count) < kBatch / 2) count *= 2;
  return count;
}

double median(std::vector<double> times) {
  std::ranges::nth_element(times, times.begin() + kRounds / 2);
  return times[kRounds / 2];
}

bool measure(const Case& each) {
  if (!each.same_answer) {
    std::fprintf(stderr, "bench: the two engines do not agree on %s\n", each.name.c_str());
    return false;
  }
  const long our_batch = batch_of(each.ours), their_batch = batch_of(each.theirs);
  std::vector<double> ours, theirs;
  for (int round = 0; round < kRounds; ++round) {
    ours.push_back(time_of(each.ours, our_batch) / static_cast<double>(our_batch));
    theirs.push_back(time_of(each.theirs, their_batch) / static_cast<double>(their_batch));
  }
  std::printf("%s: ours %.1f ns, peer %.1f ns\n", each.name.c_str(), median(ours), median(theirs));
  std::printf("ratio %s %.1f\n", each.name.c_str(), median(theirs) / median(ours));
  std::fflush(stdout);
  return true;
}

// Both on one CPU: moving to another would cost either of them its cache.
void pin() {
  cpu_set_t cpus;
  CPU_ZERO(&cpus);
  CPU_SET(static_cast<std::size_t>(sched_getcpu()), &cpus);
  sched_setaffinity(0, sizeof cpus, &cpus);
}

}  // namespace
}  // namespace wfp::bench

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_security LIBRARY [--conditional]\n");
    return 2;
  }
  const auto samba = wfp::test::Samba::load(arguments[1], wfp::security::Sid(5, {21, 1, 2, 3}));
  if (!samba) {
    std::fprintf(stderr, "bench: %s\n", samba.error().what.c_str());
    return 1;
  }
  wfp::bench::pin();
  const bool conditional = count > 2 && std::strcmp(arguments[2], "--conditional") == 0;
  bool good = true;
  for (const auto& each : wfp::bench::cases(*samba, conditional))
    good = wfp::bench::measure(each) && good;
  return good ? 0 : 1;
}
