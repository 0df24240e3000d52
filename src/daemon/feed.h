// Feed: brings items to those who subscribed. Each subscriber has a queue of his own; one who does
// not keep up loses items, is told how many, and holds up nobody.
#pragma once

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <utility>
#include <vector>

#include "ipc/capnp.h"

namespace wfp::daemon {

template <class Item>
class Feed : private kj::TaskSet::ErrorHandler {
 public:
  using Id = std::uint64_t;
  // Sends one batch; the next one follows its answer.
  using Send = std::move_only_function<kj::Promise<void>(const std::vector<Item>& items,
                                                         std::uint64_t lost)>;

  // A subscriber's queue holds at most `queued` items, a batch at most `batch`.
  Feed(std::size_t queued, std::size_t batch) : queued_(queued), batch_(batch), tasks_(*this) {}
  Feed(const Feed&) = delete;
  Feed& operator=(const Feed&) = delete;

  void add(Id id, Send send) { subscribers_.emplace(id, Subscriber{std::move(send)}); }
  void drop(Id id) { subscribers_.erase(id); }

  void push(Id id, Item item) {
    const auto found = subscribers_.find(id);
    if (found == subscribers_.end()) return;
    Subscriber& subscriber = found->second;
    if (subscriber.queue.size() >= queued_) {
      ++subscriber.lost;
    } else {
      subscriber.queue.push_back(std::move(item));
    }
    if (!std::exchange(subscriber.sending, true)) send_later(id);
  }

 private:
  struct Subscriber {
    Send send;
    std::deque<Item> queue{};
    std::uint64_t lost = 0;
    bool sending = false;
  };

  // After the loop's turn: what happened together goes together.
  void send_later(Id id) {
    tasks_.add(kj::evalLater([this, id] { return send_batch(id); })
                   .then([this, id] { sent(id); },
                         // A sink that fails is gone.
                         [this, id](kj::Exception&&) { drop(id); }));
  }
  kj::Promise<void> send_batch(Id id) {
    const auto found = subscribers_.find(id);
    if (found == subscribers_.end()) return kj::READY_NOW;
    auto& queue = found->second.queue;
    const auto end = queue.begin() + static_cast<std::ptrdiff_t>(std::min(queue.size(), batch_));
    const std::vector<Item> items(queue.begin(), end);
    queue.erase(queue.begin(), end);
    return found->second.send(items, std::exchange(found->second.lost, 0));
  }
  void sent(Id id) {
    const auto found = subscribers_.find(id);
    if (found == subscribers_.end()) return;
    found->second.sending = !found->second.queue.empty() || found->second.lost != 0;
    if (found->second.sending) send_later(id);
  }
  void taskFailed(kj::Exception&&) override {}

  std::size_t queued_;
  std::size_t batch_;
  std::map<Id, Subscriber> subscribers_;
  kj::TaskSet tasks_;
};

}  // namespace wfp::daemon
