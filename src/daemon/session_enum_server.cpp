#include "daemon/session_enum_server.h"

#include <algorithm>

#include "daemon/wire_answer.h"
#include "daemon/wire_value.h"

namespace wfp::daemon {
namespace {

constexpr std::uint32_t kPageRows = 256;  // of at most kMaxDisplayText twice each

void write_row(wire::SessionRow::Builder row, const SessionRow& session) {
  const engine::SessionRequest& request = session.request;
  row.setKey(key_data(request.key));
  if (request.display.name) row.setName(request.display.name->c_str());
  if (request.display.description) row.setDescription(request.display.description->c_str());
  row.setHasName(request.display.name.has_value());
  row.setHasDescription(request.display.description.has_value());
  row.setFlags(request.flags);
  row.setTransactionWaitMs(request.wait_ms);
  row.setProcessId(request.process_id);
  row.setUser(data_of(session.user.bytes()));
  row.setKernelMode(request.kernel_mode);
}

}  // namespace

std::vector<SessionRow> list_sessions(const engine::Engine& engine,
                                      const std::vector<engine::SessionRequest>& sessions) {
  std::vector<SessionRow> rows;
  rows.reserve(sessions.size());
  for (const engine::SessionRequest& request : sessions)
    rows.push_back({request, engine.find_session(request.key)->token->user()});
  return rows;
}

kj::Promise<void> SessionEnumServer::next(NextContext context) {
  context.allowCancellation();
  return caller_->stream->turn().then([this, context]() mutable {
    const auto left = static_cast<std::uint32_t>(sessions_.size() - position_);
    const std::uint32_t count = std::min({context.getParams().getCount(), left, kPageRows});
    auto rows = context.initResults().initRows(count);
    for (std::uint32_t i = 0; i < count; ++i) write_row(rows[i], sessions_[position_ + i]);
    position_ += count;
  });
}

}  // namespace wfp::daemon
