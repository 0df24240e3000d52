// EngineWatch: whether the engine is there, watched from a thread of its own, what the HANDLE of
// FwpmBfeStateSubscribeChanges0 stands for.
#pragma once

#include <functional>
#include <thread>

#include "api/client/delivery.h"
#include "api/client/handle_table.h"
#include "base/unique.h"

namespace wfp::api {

class EngineWatch final : public HandleObject {
 public:
  // `changed` is told on the worker, never before this returns the state it starts from.
  using Changed = std::function<void(bool running)>;

  static Call<std::shared_ptr<EngineWatch>> start(Changed changed);

  // `changed` is not called afterwards, and does not run any more.
  ~EngineWatch() override;

 private:
  EngineWatch(UniqueFd stop, std::shared_ptr<Delivery> delivery)
      : stop_(std::move(stop)), delivery_(std::move(delivery)) {}
  void run(UniqueFd connection);
  void tell(bool running);

  UniqueFd stop_;  // an eventfd
  std::shared_ptr<Delivery> delivery_;
  std::thread thread_;
};

}  // namespace wfp::api
