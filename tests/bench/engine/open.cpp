// open SECONDS: waits until the engine answers; prints the milliseconds since the time in the
// environment's BENCH_START (CLOCK_REALTIME, microseconds) and how many filters there are.
#include <time.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "client.h"

namespace {

double realtime_us() {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

UINT32 count_filters(HANDLE engine) {
  using wfp::bench::check;
  HANDLE handle = nullptr;
  FWPM_FILTER0** entries = nullptr;
  UINT32 returned = 0;
  UINT32 count = 0;
  check(FwpmFilterCreateEnumHandle0(engine, nullptr, &handle), "FwpmFilterCreateEnumHandle0");
  do {
    check(FwpmFilterEnum0(engine, handle, 1000, &entries, &returned), "FwpmFilterEnum0");
    FwpmFreeMemory0(reinterpret_cast<void**>(&entries));
    count += returned;
  } while (returned == 1000);
  check(FwpmFilterDestroyEnumHandle0(engine, handle), "FwpmFilterDestroyEnumHandle0");
  return count;
}

}  // namespace

int main(int argc, char** argv) {
  const char* start = std::getenv("BENCH_START");
  if (argc != 2 || start == nullptr) return 2;
  for (int i = 0; i < std::atoi(argv[1]) * 1000; ++i) {
    HANDLE engine = nullptr;
    if (FwpmEngineOpen0(nullptr, RPC_C_AUTHN_DEFAULT, nullptr, nullptr, &engine) == ERROR_SUCCESS) {
      const double answered = (realtime_us() - std::atof(start)) / 1e3;
      std::printf("%.1f %u\n", answered, count_filters(engine));
      FwpmEngineClose0(engine);
      return 0;
    }
    usleep(1000);
  }
  return 1;
}
