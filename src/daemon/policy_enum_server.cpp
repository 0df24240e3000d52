#include "daemon/policy_enum_server.h"

#include <algorithm>

namespace wfp::daemon {
namespace {

// What one answer holds at most: some rows, and not many more bytes than this.
constexpr std::size_t kPageRows = 1024;
constexpr std::size_t kPageBytes = 1 << 20;

std::size_t size_of_row(const PolicyRow& row) {
  const auto* object = std::get_if<engine::ObjectRef>(&row);
  return object == nullptr ? 64 : size_in_bytes(*object);
}

}  // namespace

void write_row(ipc::wire::PolicyObject::Builder builder, const PolicyRow& row) {
  if (const auto* object = std::get_if<engine::ObjectRef>(&row))
    return write_policy_answer(builder, *object);
  write_layer(builder, *std::get<const schema::LayerInfo*>(row));
}

std::uint64_t size_in_bytes(const std::vector<PolicyRow>& rows) {
  std::uint64_t sum = 0;
  for (const PolicyRow& row : rows) sum += size_of_row(row);
  return sum;
}

kj::Promise<void> PolicyEnumServer::next(NextContext context) {
  context.allowCancellation();
  return caller_->stream->turn().then([this, context]() mutable {
    const std::size_t most = std::min<std::size_t>(
        {context.getParams().getCount(), rows_.size() - position_, kPageRows});
    std::size_t count = 0;
    for (std::size_t bytes = 0; count < most && bytes < kPageBytes; ++count)
      bytes += size_of_row(rows_[position_ + count]);
    auto objects = context.initResults().initObjects(static_cast<unsigned>(count));
    for (unsigned i = 0; i < count; ++i) write_row(objects[i], rows_[position_ + i]);
    position_ += count;
  });
}

}  // namespace wfp::daemon
