// Subscriptions to changes: how callbacks are called, against an engine that tells of everything.
#include <atomic>
#include <chrono>
#include <thread>

#include "api/fixture.h"

namespace wfp::test {
namespace {

using namespace std::chrono_literals;

// What a callback saw. Waits are bounded, so that a test fails instead of hanging.
struct Seen {
  const Api* api;
  HANDLE engine = nullptr;
  HANDLE subscription = nullptr;
  std::atomic<int> calls = 0;
  std::atomic<int> finished = 0;
  std::atomic<bool> hold = false;
  std::atomic<std::uint32_t> code = 0xffffffff;
  std::thread::id thread;
  FWPM_PROVIDER_CHANGE0 last{};

  bool wait_for_calls(int wanted) const {
    for (int i = 0; i < 1000 && calls < wanted; ++i) std::this_thread::sleep_for(5ms);
    return calls >= wanted;
  }
};

void note(void* context, const FWPM_PROVIDER_CHANGE0* change) {
  auto& seen = *static_cast<Seen*>(context);
  seen.thread = std::this_thread::get_id();
  seen.last = *change;
  ++seen.calls;
  for (int i = 0; i < 2000 && seen.hold; ++i) std::this_thread::sleep_for(1ms);
  ++seen.finished;
}

class Changes : public FakeApi {
 protected:
  void SetUp() override {
    start();
    seen_.api = &api();
    seen_.engine = engine_;
  }
  void subscribe(void (*callback)(void*, const FWPM_PROVIDER_CHANGE0*), UINT32 flags = 3) {
    FWPM_PROVIDER_SUBSCRIPTION0 subscription{};
    subscription.flags = flags;
    ASSERT_EQ(
        api().provider.subscribe(engine_, &subscription, callback, &seen_, &seen_.subscription),
        0u);
  }
  void add(UINT32 number) {
    wchar_t name[] = L"provider";
    FWPM_PROVIDER0 provider{};
    provider.providerKey = {number, 0, 0, {}};
    provider.displayData.name = name;
    ASSERT_EQ(api().provider.add(engine_, &provider, nullptr, nullptr), 0u);
  }

  Seen seen_{};
};
WFP_BOTH_FLAVOURS(Changes);

TEST_P(Changes, AreToldOnAnotherThread) {
  subscribe(note);
  add(42);
  ASSERT_TRUE(seen_.wait_for_calls(1));
  EXPECT_EQ(seen_.last.changeType, FWPM_CHANGE_ADD);
  EXPECT_EQ(seen_.last.providerKey.Data1, 42u);
  EXPECT_NE(seen_.thread, std::this_thread::get_id());
  const GUID key{42, 0, 0, {}};
  ASSERT_EQ(api().provider.remove(engine_, &key), 0u);
  ASSERT_TRUE(seen_.wait_for_calls(2));
  EXPECT_EQ(seen_.last.changeType, FWPM_CHANGE_DELETE);
  EXPECT_EQ(api().provider.unsubscribe(engine_, seen_.subscription), 0u);
}

TEST_P(Changes, UnsubscribeWaitsForTheCallThatRuns) {
  seen_.hold = true;
  subscribe(note);
  add(1);
  add(2);
  ASSERT_TRUE(seen_.wait_for_calls(1));
  std::thread releases([this] {
    std::this_thread::sleep_for(100ms);
    seen_.hold = false;
  });
  EXPECT_EQ(api().provider.unsubscribe(engine_, seen_.subscription), 0u);
  EXPECT_EQ(seen_.calls, seen_.finished) << "no call runs after Unsubscribe";
  releases.join();
  const int before = seen_.calls;
  add(3);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(seen_.calls, before) << "and none begins";
}

TEST_P(Changes, CallbackMayUnsubscribeItself) {
  subscribe([](void* context, const FWPM_PROVIDER_CHANGE0*) {
    auto& seen = *static_cast<Seen*>(context);
    seen.code = seen.api->provider.unsubscribe(seen.engine, seen.subscription);
    ++seen.calls;
  });
  add(1);
  add(2);
  ASSERT_TRUE(seen_.wait_for_calls(1));
  EXPECT_EQ(seen_.code, 0u);
  std::this_thread::sleep_for(50ms);
  EXPECT_EQ(seen_.calls, 1);
}

TEST_P(Changes, CallbackMayCallTheApi) {
  subscribe([](void* context, const FWPM_PROVIDER_CHANGE0* change) {
    auto& seen = *static_cast<Seen*>(context);
    FWPM_PROVIDER0* provider = nullptr;
    seen.code = seen.api->provider.get(seen.engine, &change->providerKey, &provider);
    seen.api->free(reinterpret_cast<void**>(&provider));
    ++seen.calls;
  });
  add(1);
  ASSERT_TRUE(seen_.wait_for_calls(1));
  EXPECT_EQ(seen_.code, 0u);
}

TEST_P(Changes, EndOfTheSessionEndsThem) {
  seen_.hold = true;
  subscribe(note);
  add(1);
  ASSERT_TRUE(seen_.wait_for_calls(1));
  std::thread releases([this] {
    std::this_thread::sleep_for(100ms);
    seen_.hold = false;
  });
  EXPECT_EQ(api().close(engine_), 0u);
  engine_ = nullptr;
  EXPECT_EQ(seen_.calls, seen_.finished);
  releases.join();
}

TEST_P(Changes, ManyArriveInOrder) {
  subscribe(note, FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_ADD);
  for (UINT32 i = 1; i <= 2000; ++i) add(i);
  ASSERT_TRUE(seen_.wait_for_calls(2000));
  EXPECT_EQ(seen_.last.providerKey.Data1, 2000u);
  EXPECT_EQ(seen_.calls, 2000);
}

TEST_P(Changes, SubscriptionsAreListed) {
  subscribe(note, FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_DELETE);
  FWPM_PROVIDER_SUBSCRIPTION0** list = nullptr;
  UINT32 count = 0;
  ASSERT_EQ(api().provider.subscriptions(engine_, &list, &count), 0u);
  ASSERT_EQ(count, 1u);
  EXPECT_EQ(list[0]->flags, static_cast<UINT32>(FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_DELETE));
  EXPECT_EQ(list[0]->enumTemplate, nullptr);
  api().free(reinterpret_cast<void**>(&list));
  EXPECT_EQ(api().filter.unsubscribe(engine_, seen_.subscription), code(Status::invalid_handle))
      << "a subscription is of one kind";
  EXPECT_EQ(api().provider.unsubscribe(engine_, seen_.subscription), 0u);
  ASSERT_EQ(api().provider.subscriptions(engine_, &list, &count), 0u);
  EXPECT_EQ(count, 0u);
  EXPECT_EQ(list, nullptr);
}

}  // namespace
}  // namespace wfp::test
