#include "api/client/delivery.h"

namespace wfp::api {

void Delivery::hand_over(std::vector<OwnedMemory> items) {
  if (items.empty()) return;
  waiting_ += items.size();
  worker_->post([self = shared_from_this(), items = std::move(items)] { self->deliver(items); });
}

void Delivery::deliver(const std::vector<OwnedMemory>& items) {
  for (const OwnedMemory& item : items) {
    if (!begin_call()) break;
    callback_(item.get());
    end_call();
  }
  waiting_ -= items.size();
}

bool Delivery::begin_call() {
  const std::lock_guard lock(mutex_);
  if (ended_) return false;
  in_call_ = std::this_thread::get_id();
  return true;
}

void Delivery::end_call() {
  const std::lock_guard lock(mutex_);
  in_call_ = {};
  idle_.notify_all();
}

void Delivery::end() {
  std::unique_lock lock(mutex_);
  ended_ = true;
  if (in_call_ == std::this_thread::get_id()) return;
  idle_.wait(lock, [this] { return in_call_ == std::thread::id(); });
}

}  // namespace wfp::api
