#include "api/client/session_enum.h"

#include <algorithm>

namespace wfp::api {
namespace {

constexpr std::uint32_t kPageRows = 1024;

using Page = std::vector<SessionInfo>;

SessionInfo read_row(ipc::wire::SessionRow::Reader row) {
  SessionInfo info;
  const auto key = row.getKey();
  std::copy_n(key.begin(), std::min(key.size(), info.key.size()), info.key.begin());
  if (row.getHasName()) info.name = row.getName().cStr();
  if (row.getHasDescription()) info.description = row.getDescription().cStr();
  info.flags = row.getFlags();
  info.transaction_wait_ms = row.getTransactionWaitMs();
  info.process_id = row.getProcessId();
  info.user.assign(row.getUser().begin(), row.getUser().end());
  info.kernel_mode = row.getKernelMode();
  return info;
}

}  // namespace

Call<std::shared_ptr<SessionEnum>> SessionEnum::create(const std::shared_ptr<Engine>& engine) {
  WFP_TRY(const auto id,
          engine->run<std::uint64_t>([](ipc::wire::Session::Client& session, Loop& loop) {
            return session.sessionEnumRequest().send().then(
                [&loop](auto&& response) -> Call<std::uint64_t> {
                  WFP_CHECK_OK(read_outcome(response.getOutcome()));
                  return loop.keep(std::make_unique<OnThread>(response.getEnumeration()));
                });
          }));
  return std::make_shared<SessionEnum>(engine, OnLoop<OnThread>(engine->thread(), id));
}

Call<std::vector<SessionInfo>> SessionEnum::next(std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  Page all;
  while (all.size() < count) {
    const auto asked = std::min(kPageRows, static_cast<std::uint32_t>(count - all.size()));
    WFP_TRY(Page page, on_thread_.run<Page>([&](OnThread& self, Loop&) {
      auto request = self.capability.nextRequest();
      request.setCount(asked);
      return request.send().then([asked](auto&& response) -> Call<Page> {
        WFP_CHECK_OK(read_outcome(response.getOutcome()));
        const auto rows = response.getRows();
        if (rows.size() > asked)
          return fail(Refusal(Status::internal_error, "the engine sent a malformed page"));
        Page read;
        for (const auto row : rows) read.push_back(read_row(row));
        return read;
      });
    }));
    if (page.empty()) break;
    std::move(page.begin(), page.end(), std::back_inserter(all));
  }
  return all;
}

}  // namespace wfp::api
