// Process: what a library keeps per process - its threads and its handles.
//
// It is made at the first use and ends when the library is unloaded or the program exits. A forked
// child has none of its parent's: the threads are gone and the connections are the parent's, so
// every inherited handle is invalid there and the next FwpmEngineOpen0 makes a Process of the
// child's own.
#pragma once

#include <memory>
#include <mutex>

#include "api/client/handle_table.h"
#include "api/client/io_thread.h"
#include "api/client/worker.h"

namespace wfp::api {

class Process {
 public:
  // `number` tells it from the processes that this one was forked from.
  Process(std::uint8_t library, std::uint32_t number) : handles_(library, number) {}

  // The one of the running process, made if there is none.
  static Call<std::shared_ptr<Process>> get();

  // The same, or null if there is none: then no handle is valid.
  static std::shared_ptr<Process> find();

  // Started at the first call.
  Call<std::shared_ptr<IoThread>> io_thread();

  // Where callbacks run. Started at the first call.
  Call<std::shared_ptr<Worker>> worker();

  [[nodiscard]] HandleTable& handles() { return handles_; }

  // None of its threads runs afterwards.
  void end() noexcept;

 private:
  std::mutex mutex_;
  bool ended_ = false;
  std::shared_ptr<IoThread> io_thread_;
  std::shared_ptr<Worker> worker_;
  HandleTable handles_;
};

}  // namespace wfp::api
