#include "daemon/worker.h"

#include <gtest/gtest.h>

#include <future>

namespace wfp::daemon {
namespace {

TEST(Worker, AnswersOnTheLoopInTheOrderAsked) {
  auto io = kj::setupAsyncIo();
  Worker worker(io.unixEventPort);
  const auto here = std::this_thread::get_id();
  std::vector<int> order;
  auto first = worker.run([] { return std::this_thread::get_id(); })
                   .then([&](std::thread::id ran_on) {
                     EXPECT_NE(ran_on, here);
                     EXPECT_EQ(std::this_thread::get_id(), here);
                     order.push_back(1);
                   })
                   .eagerlyEvaluate(nullptr);
  worker.run([] { return 2; }).then([&](int value) { order.push_back(value); }).wait(io.waitScope);
  first.wait(io.waitScope);
  EXPECT_EQ(order, (std::vector{1, 2}));
}

TEST(Worker, AJobThatNobodyWaitsForFallsAway) {
  auto io = kj::setupAsyncIo();
  Worker worker(io.unixEventPort);
  std::promise<void> gate;
  auto busy = worker.run([opened = gate.get_future()] { return opened.wait(), 0; });
  bool ran = false;
  {
    auto dropped = worker.run([&ran] { return ran = true; });
  }
  gate.set_value();
  worker.run([] { return 0; }).wait(io.waitScope);
  busy.wait(io.waitScope);
  EXPECT_FALSE(ran);
}

TEST(Worker, ItsEndBreaksThePromisesOfWhatIsNotAnswered) {
  auto io = kj::setupAsyncIo();
  auto worker = std::make_unique<Worker>(io.unixEventPort);
  std::promise<void> begun;
  std::promise<void> gate;
  auto busy = worker->run([&begun, opened = gate.get_future()] {
    begun.set_value();
    return opened.wait(), 0;
  });
  begun.get_future().wait();
  auto behind = worker->run([] { return true; });
  std::thread opener([&] { gate.set_value(); });
  worker.reset();
  opener.join();
  EXPECT_TRUE(behind.then([](bool) { return false; }, [](kj::Exception&&) { return true; })
                  .wait(io.waitScope));
}

}  // namespace
}  // namespace wfp::daemon
