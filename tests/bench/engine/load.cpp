// load COUNT: the rules as persistent filters, call by call in one transaction; prints the
// milliseconds from FwpmEngineOpen0 to the end of the commit.
//
// load COUNT commits: the same, then one filter more and away with it again, each a commit of its
// own; prints the median microseconds of one.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "client.h"

namespace wfp::bench {
namespace {

constexpr GUID kProvider = {0xbe0c4000, 0, 0, {0, 0, 0, 0, 0, 0, 0, 1}};
constexpr GUID kSublayer = {0xbe0c4000, 0, 0, {0, 0, 0, 0, 0, 0, 0, 2}};

void add_frame(HANDLE engine) {
  FWPM_PROVIDER0 provider{};
  provider.providerKey = kProvider;
  provider.displayData.name = const_cast<wchar_t*>(L"bench");
  provider.flags = FWPM_PROVIDER_FLAG_PERSISTENT;
  check(FwpmProviderAdd0(engine, &provider, nullptr), "FwpmProviderAdd0");
  FWPM_SUBLAYER0 sublayer{};
  sublayer.subLayerKey = kSublayer;
  sublayer.displayData.name = const_cast<wchar_t*>(L"bench");
  sublayer.flags = FWPM_SUBLAYER_FLAG_PERSISTENT;
  sublayer.providerKey = const_cast<GUID*>(&kProvider);
  sublayer.weight = 0x8000;
  check(FwpmSubLayerAdd0(engine, &sublayer, nullptr), "FwpmSubLayerAdd0");
}

UINT64 add(HANDLE engine, const Rule& rule, UINT64 weight) {
  RuleFilter made(rule, weight, &kSublayer);
  made.filter.flags = FWPM_FILTER_FLAG_PERSISTENT;
  made.filter.providerKey = const_cast<GUID*>(&kProvider);
  UINT64 id = 0;
  check(FwpmFilterAdd0(engine, &made.filter, nullptr, &id), "FwpmFilterAdd0");
  return id;
}

double median_commit_us(HANDLE engine) {
  const Rule rule = rules(1)[0];
  std::vector<double> times;
  for (int i = 0; i < 201; ++i) {
    const double start = now_ms();
    const UINT64 id = add(engine, rule, 1);
    times.push_back((now_ms() - start) * 1e3);
    check(FwpmFilterDeleteById0(engine, id), "FwpmFilterDeleteById0");
  }
  std::ranges::nth_element(times, times.begin() + 100);
  return times[100];
}

}  // namespace
}  // namespace wfp::bench

int main(int argc, char** argv) {
  using namespace wfp::bench;
  if (argc < 2) return 2;
  const std::vector<Rule> all = rules(static_cast<std::uint32_t>(std::atoi(argv[1])));
  const double start = now_ms();
  const Engine engine;
  check(FwpmTransactionBegin0(engine.get(), 0), "FwpmTransactionBegin0");
  add_frame(engine.get());
  UINT64 weight = all.size();
  for (const Rule& rule : all) add(engine.get(), rule, weight--);
  check(FwpmTransactionCommit0(engine.get()), "FwpmTransactionCommit0");
  const double loaded = now_ms() - start;
  std::printf("%.1f\n", argc > 2 ? median_commit_us(engine.get()) : loaded);
}
