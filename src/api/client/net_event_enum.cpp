#include "api/client/net_event_enum.h"

#include "api/client/pages.h"

namespace wfp::api {

Call<std::shared_ptr<NetEventEnum>> NetEventEnum::create(const std::shared_ptr<Engine>& engine,
                                                         const Subscription::WriteWanted& write) {
  using Session = ipc::wire::Session;
  WFP_TRY(const auto id,
          engine->run<std::uint64_t>(
              [&](Session::Client& session, Loop& loop) -> kj::Promise<Call<std::uint64_t>> {
                auto request = session.netEventEnumRequest();
                if (auto written = write(request.initWanted()); !written)
                  return Call<std::uint64_t>(fail(std::move(written).error()));
                return request.send().then([&loop](auto&& response) -> Call<std::uint64_t> {
                  WFP_CHECK_OK(read_outcome(response.getOutcome()));
                  return loop.keep(std::make_unique<OnThread>(response.getEnumeration()));
                });
              }));
  return std::make_shared<NetEventEnum>(engine, OnLoop<OnThread>(engine->thread(), id));
}

Call<PolicyEnum::Rows> NetEventEnum::next(std::uint32_t count, Keep keep, const Read& read) {
  using Results = ipc::wire::NetEventEnum::NextResults;
  const std::lock_guard lock(mutex_);
  return on_thread_.run<PolicyEnum::Rows>([&](OnThread& self, Loop&) {
    return fetch_pages<Results>(self.capability, count, &Results::Reader::getEvents, keep,
                                [&read](const Events& events) { return rows_of(events, read); });
  });
}

}  // namespace wfp::api
