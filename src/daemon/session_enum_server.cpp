#include "daemon/session_enum_server.h"

#include <algorithm>

#include "daemon/wire_answer.h"

namespace wfp::daemon {
namespace {

constexpr std::uint32_t kPageRows = 256;  // of at most kMaxDisplayText twice each

void write_row(wire::SessionRow::Builder row, const SessionInfo& session) {
  row.setKey({reinterpret_cast<const capnp::byte*>(&session.key), sizeof session.key});
  if (session.name) row.setName(session.name->c_str());
  if (session.description) row.setDescription(session.description->c_str());
  row.setHasName(session.name.has_value());
  row.setHasDescription(session.description.has_value());
  row.setFlags(session.flags);
  row.setTransactionWaitMs(session.wait_ms);
  row.setProcessId(static_cast<std::uint32_t>(session.process_id));
  row.setUser(data_of(session.user.bytes()));
  row.setKernelMode(session.kernel_mode);
}

}  // namespace

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
