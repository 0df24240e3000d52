// bench_pass SOCKETS ROUNDS: the time of a fresh pass beside that of `ss -tanup`, interleaved in
// one run. Each round opens a socket first, and the pass must show it.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "crowd.h"
#include "kernel/endpoint_source.h"

namespace wfp::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kProcesses = 50;

double ms(std::chrono::nanoseconds time) {
  return std::chrono::duration<double, std::milli>(time).count();
}

double median(std::vector<double> times) {
  std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
  return times[times.size() / 2];
}

// A socket that was not there before, and its cookie.
UniqueFd open_fresh(std::uint64_t& cookie) {
  UniqueFd fd(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in any{};
  any.sin_family = AF_INET;
  socklen_t length = sizeof cookie;
  if (::bind(fd.get(), reinterpret_cast<sockaddr*>(&any), sizeof any) != 0) cookie = 0;
  ::getsockopt(fd.get(), SOL_SOCKET, SO_COOKIE, &cookie, &length);
  return fd;
}

struct Figures {
  std::vector<double> files, waiting, all, ss;
};

bool measure_pass(kernel::EndpointSource& source, std::size_t sockets, Figures& figures) {
  std::uint64_t cookie = 0;
  const UniqueFd fresh = open_fresh(cookie);
  const auto start = Clock::now();
  const auto snapshot = source.snapshot();
  figures.all.push_back(ms(Clock::now() - start));
  if (!snapshot || (*snapshot)->endpoints.size() < sockets || !(*snapshot)->find(cookie))
    return false;
  figures.files.push_back(ms(source.last_times().files));
  figures.waiting.push_back(ms(source.last_times().waiting));
  return true;
}

bool measure_ss(Figures& figures) {
  const auto start = Clock::now();
  const int status = std::system("ss -tanup >/dev/null");
  figures.ss.push_back(ms(Clock::now() - start));
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

int complain(const Error& error) {
  std::fprintf(stderr, "bench_pass: %s\n", error.what.c_str());
  return 1;
}

int run(std::size_t sockets, int rounds) {
  if (const auto network = own_network(); !network) return complain(network.error());
  const auto crowd = Crowd::gather(sockets, kProcesses);
  if (!crowd) return complain(crowd.error());
  const auto source = kernel::EndpointSource::open();
  if (!source) return complain(source.error());
  Figures figures;
  for (int round = 0; round < rounds; ++round) {
    if (!measure_pass(**source, sockets, figures))
      return complain({Status::unsuccessful, "a pass missed a socket"});
    if (!measure_ss(figures)) return complain({Status::unsuccessful, "ss failed"});
  }
  const double all = median(figures.all), ss = median(figures.ss);
  std::printf(
      "%zu sockets: pass %.1f ms (min %.1f; descriptors %.1f, then waiting %.1f), ss -tanup %.1f "
      "ms (min %.1f)\n",
      sockets, all, *std::ranges::min_element(figures.all), median(figures.files),
      median(figures.waiting), ss, *std::ranges::min_element(figures.ss));
  std::printf("ratio pass_vs_ss_%zuk %.1f\n", sockets / 1000, ss / all);
  return 0;
}

}  // namespace
}  // namespace wfp::bench

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: bench_pass SOCKETS ROUNDS\n");
    return 2;
  }
  return wfp::bench::run(std::strtoul(arguments[1], nullptr, 10), std::atoi(arguments[2]));
}
