// Delivery: brings what a subscription is told to the program's callback, on the worker.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "api/client/worker.h"
#include "api/convert/block.h"

namespace wfp::api {

class Delivery : public std::enable_shared_from_this<Delivery> {
 public:
  // One item, in memory that is freed afterwards.
  using Callback = std::function<void(const void* item)>;

  Delivery(std::shared_ptr<Worker> worker, Callback callback)
      : worker_(std::move(worker)), callback_(std::move(callback)) {}

  void hand_over(std::vector<OwnedMemory> items);

  // Whether there is room for more; else the engine is to wait.
  [[nodiscard]] bool keeps_up() const { return waiting_ < kMostWaiting; }

  // The callback is not called afterwards. Waits for the call that runs, unless it is the caller's
  // own.
  void end();

 private:
  static constexpr std::size_t kMostWaiting = 1024;

  void deliver(const std::vector<OwnedMemory>& items);
  bool begin_call();
  void end_call();

  std::shared_ptr<Worker> worker_;
  Callback callback_;
  std::atomic<std::size_t> waiting_ = 0;

  std::mutex mutex_;
  std::condition_variable idle_;
  bool ended_ = false;
  std::thread::id in_call_;
};

}  // namespace wfp::api
