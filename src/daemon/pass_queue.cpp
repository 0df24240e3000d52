#include "daemon/pass_queue.h"

namespace wfp::daemon {

kj::Promise<Result<SnapshotPtr>> PassQueue::next() {
  WFP_IF_SOME(waiting, waiting_) { return waiting->addBranch(); }
  auto pass = before_.addBranch().then([this] { return begin(); }).fork();
  auto mine = pass.addBranch();
  before_ = pass.addBranch().ignoreResult().catch_([](kj::Exception&&) {}).fork();
  waiting_ = kj::mv(pass);
  return mine;
}

kj::Promise<Result<SnapshotPtr>> PassQueue::begin() {
  waiting_ = nullptr;  // who asks from here on may be answered by the next pass only
  return worker_
      .run([&source = source_] {
        const auto start = std::chrono::steady_clock::now();
        auto snapshot = source.snapshot();
        const auto duration = std::chrono::steady_clock::now() - start;
        return Pass{std::move(snapshot), std::chrono::ceil<std::chrono::microseconds>(duration)};
      })
      .then([this](Pass pass) {
        if (const auto& found = pass.snapshot) {
          last_ = {pass.duration, (*found)->endpoints.size(), (*found)->report.limits};
        }
        return std::move(pass.snapshot);
      });
}

}  // namespace wfp::daemon
