#include "api/client/options.h"

namespace wfp::api {

using ipc::wire::Session;

Call<OwnedMemory> get_option(const Engine& engine, std::uint32_t option) {
  return engine.run<OwnedMemory>([&](Session::Client& session, Loop&) {
    auto request = session.optionGetRequest();
    request.setOption(option);
    return request.send().then([](auto&& response) -> Call<OwnedMemory> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return build([&](Room& room) -> Call<void> {
        auto* value = room.place<FWP_VALUE0>();
        return read_value(response.getValue(), *value, room);
      });
    });
  });
}

Call<void> set_option(const Engine& engine, std::uint32_t option, const FWP_VALUE0& value) {
  return engine.run_for_outcome(
      [&](Session::Client& session, Loop&) -> kj::Promise<Call<std::monostate>> {
        auto request = session.optionSetRequest();
        request.setOption(option);
        if (auto written = write_value(value, request.initValue()); !written)
          return Call<std::monostate>(fail(std::move(written).error()));
        return send_for_outcome(request);
      });
}

}  // namespace wfp::api
