// Worker: the thread of a library on which programs' callbacks run, one after the other. Not the
// I/O thread: a callback may call the API, which waits for that one.
#pragma once

#include <functional>
#include <memory>
#include <thread>

#include "base/result.h"

namespace wfp::api {

class Worker {
 public:
  using Job = std::move_only_function<void()>;

  // Takes none of the host's signals.
  static Result<std::shared_ptr<Worker>> start();
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Jobs run in the order they came; those left when the worker stops are dropped.
  void post(Job job);

  // Waits for the running job, except in that job itself.
  void stop() noexcept;

 private:
  struct Queue;  // outlives this object where a job ends it
  explicit Worker(std::shared_ptr<Queue> queue) : queue_(std::move(queue)) {}

  std::shared_ptr<Queue> queue_;
  std::thread thread_;
};

}  // namespace wfp::api
