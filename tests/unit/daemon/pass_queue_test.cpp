#include "daemon/pass_queue.h"

#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "support/fake_ports.h"

namespace wfp::daemon {
namespace {

// A source whose passes end when the test says so.
class GatedSource final : public EndpointSource {
 public:
  Result<SnapshotPtr> snapshot() override {
    std::unique_lock lock(mutex_);
    ++begun_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return allowed_ > 0; });
    --allowed_;
    return std::make_shared<const endpoint::Snapshot>();
  }
  CredentialSetPtr credential_set(std::uint64_t) override { return nullptr; }
  void allow_one() {
    const std::lock_guard lock(mutex_);
    ++allowed_;
    changed_.notify_all();
  }
  void wait_begun(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return begun_ >= count; });
  }
  int begun() {
    const std::lock_guard lock(mutex_);
    return begun_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  int begun_ = 0;
  int allowed_ = 0;
};

TEST(PassQueue, WhoAsksDuringAPassSharesTheNext) {
  auto io = kj::setupAsyncIo();
  GatedSource source;
  PassQueue queue(source, io.unixEventPort);
  auto first = queue.next();
  EXPECT_FALSE(first.poll(io.waitScope));
  source.wait_begun(1);
  auto second = queue.next();  // the pass under way began before this call
  auto third = queue.next();
  source.allow_one();
  EXPECT_TRUE(first.wait(io.waitScope));
  EXPECT_FALSE(second.poll(io.waitScope));
  source.wait_begun(2);
  source.allow_one();
  const auto a = second.wait(io.waitScope);
  const auto b = third.wait(io.waitScope);
  EXPECT_EQ(*a, *b) << "one pass for both";
  EXPECT_EQ(source.begun(), 2);
}

TEST(PassQueue, ACallerWhoGoesAwayDoesNotStopTheOthers) {
  auto io = kj::setupAsyncIo();
  test::FakeEndpointSource source;
  PassQueue queue(source, io.unixEventPort);
  auto kept = queue.next();
  {
    auto gone = queue.next();
  }
  EXPECT_TRUE(kept.wait(io.waitScope));
  EXPECT_TRUE(queue.next().wait(io.waitScope));
  EXPECT_EQ(source.passes(), 2);
}

}  // namespace
}  // namespace wfp::daemon
