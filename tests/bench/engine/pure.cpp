// What the filter engine costs: classify over 10 to 100,000 filters, the commit of one filter into
// them, their load at start. Prints one line per measurement: the median of several rounds.
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

#include "engine/classify.h"
#include "engine/engine.h"
#include "engine/load.h"
#include "security/well_known.h"

namespace wfp::engine {
namespace {

using schema::FieldId;
using schema::MatchType;
using schema::Value;

constexpr schema::LayerId kLayer = schema::LayerId::ale_auth_connect_v4;

// The processor time of this process: the engine has one thread and waits for nothing, so that what
// else runs on the machine matters less.
double cpu_ns() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

double median_ns(int rounds, std::uint64_t repeats,
                 const std::function<void(std::uint64_t)>& work) {
  std::vector<double> times;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_ns();
    for (std::uint64_t i = 0; i < repeats; ++i) work(i);
    times.push_back((cpu_ns() - start) / static_cast<double>(repeats));
  }
  std::ranges::nth_element(times, times.begin() + rounds / 2);
  return times[static_cast<std::size_t>(rounds / 2)];
}

// A policy as products write them: per application and port, subnets, port ranges, some that cannot
// be looked up.
Filter make_filter(std::uint32_t i) {
  Filter filter;
  filter.display.name = "filter " + std::to_string(i);
  filter.layer = schema::layer_info(kLayer).key;
  filter.action = i % 3 == 0 ? schema::kActionPermit : schema::kActionBlock;
  const auto port = static_cast<std::uint16_t>(1024 + i % 60'000);
  const std::string app = "/usr/bin/app" + std::to_string(i / 4);
  switch (i % 4) {
    case 0:
      filter.conditions.push_back({FieldId::ip_remote_port, MatchType::equal, Value(port)});
      [[fallthrough]];
    case 1:
      filter.conditions.push_back(
          {FieldId::ale_app_id, MatchType::equal, Value(schema::Blob(app.begin(), app.end()))});
      break;
    case 2:
      filter.conditions.push_back(
          {FieldId::ip_remote_address, MatchType::equal,
           Value(schema::V4AddrMask{0x0A000000 | i << 4, i % 8 == 2 ? 0xFFFFFFF0 : ~0U})});
      break;
    default:
      filter.conditions.push_back(
          {FieldId::ip_remote_address, MatchType::equal, Value(0xC0000000 | i)});
      filter.conditions.push_back(
          {FieldId::ip_remote_port, MatchType::range,
           Value::range(Value(port), Value(static_cast<std::uint16_t>(port + 100)))});
  }
  return filter;
}

Request make_request(std::uint64_t i, std::uint32_t filters) {
  Request request(kLayer);
  const std::string app = "/usr/bin/app" + std::to_string(i % (filters / 4 + 1));
  static_cast<void>(request.set(FieldId::ale_app_id, Value(schema::Blob(app.begin(), app.end()))));
  static_cast<void>(request.set(FieldId::ip_remote_port, Value(static_cast<std::uint16_t>(i * 7))));
  static_cast<void>(request.set(FieldId::ip_remote_address,
                                Value(static_cast<std::uint32_t>(0x0A000000 + i * 13))));
  return request;
}

TokenRef administrator() {
  security::TokenData data;
  data.user = security::well_known(security::WellKnownSid::local_system);
  data.groups = {{security::well_known(security::WellKnownSid::builtin_administrators)}};
  return std::make_shared<const security::Token>(security::Token::create(std::move(data)).value());
}

struct Bench {
  std::uint32_t last_guid = 0;
  Engine engine{{[this] { return Guid{++last_guid, 0, 0, {9}}; }, {}, {}}};
  Guid session = engine.open({}, administrator(), 0).value();
  CalloutRegistry callouts;

  explicit Bench(std::uint32_t filters) {
    if (!engine.begin(session, 0, 0)) std::abort();
    for (std::uint32_t i = 0; i < filters; ++i) {
      if (!engine.add(session, make_filter(i), nullptr, 0)) std::abort();
    }
    if (!engine.commit(session, 0)) std::abort();
    static_cast<void>(engine.take_events());
  }
};

double measure(std::uint32_t filters) {
  const double start = cpu_ns();
  Bench bench(filters);
  const double filled = (cpu_ns() - start) / 1e6;
  std::vector<Request> requests;
  for (std::uint64_t i = 0; i < 1000; ++i) requests.push_back(make_request(i * 37, filters));
  std::uint64_t permits = 0;
  const double verdict = median_ns(7, 20'000, [&](std::uint64_t i) {
    permits += decide(requests[i % 1000], *bench.engine.snapshot(), bench.callouts).verdict ==
                       Verdict::permit
                   ? 1
                   : 0;
  });
  const double walk = median_ns(7, 5'000, [&](std::uint64_t i) {
    permits += classify(requests[i % 1000], *bench.engine.snapshot(), bench.callouts).walk.size();
  });
  Guid added;
  const double commit = median_ns(7, 200, [&](std::uint64_t i) {
    added = bench.engine
                .add(bench.session, make_filter(static_cast<std::uint32_t>(i * 101)), nullptr, 0)
                ->key;
    if (!bench.engine.remove<Filter>(bench.session, added, 0)) std::abort();
    static_cast<void>(bench.engine.take_events());
  });
  const StoredPolicy policy = policy_of(*bench.engine.snapshot());
  const double load = median_ns(
      3, 1, [&](std::uint64_t) { permits += load_policy(policy, {true, {}}).rejected.size(); });
  std::printf(
      "filters %6u: verdict %8.0f ns, with its walk %8.0f ns, commit of one filter %8.1f us, fill "
      "%7.1f ms, load %7.1f ms%s\n",
      filters, verdict, walk, commit / 2000, filled, load / 1e6, permits == 0 ? " " : "");
  return commit;
}

}  // namespace
}  // namespace wfp::engine

int main() {
  std::vector<double> commits;
  for (const std::uint32_t filters : {10U, 1'000U, 10'000U, 100'000U})
    commits.push_back(wfp::engine::measure(filters));
  std::printf("commit growth 10 -> 100,000 filters: %.2f\n", commits.back() / commits.front());
}
