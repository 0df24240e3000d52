#include "api/client/engine_watch.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

#include "api/client/connect.h"
#include "api/client/host_signals.h"
#include "api/client/process.h"
#include "api/convert/room.h"

namespace wfp::api {
namespace {

constexpr int kRetryMs = 250;  // while the engine is away

UniqueFd connect_if_running() {
  auto connected = connect_to_engine(engine_socket_path());
  return connected ? *std::move(connected) : UniqueFd();
}

// False: the watch is to stop. An engine that is there is waited for until it hangs up.
bool wait_for_change(int stop, int connection) {
  pollfd watched[] = {{stop, POLLIN, 0}, {connection, POLLRDHUP, 0}};
  const bool running = connection >= 0;
  while (poll(watched, running ? 2 : 1, running ? -1 : kRetryMs) < 0 && errno == EINTR) {
  }
  return watched[0].revents == 0;
}

}  // namespace

Call<std::shared_ptr<EngineWatch>> EngineWatch::start(Changed changed) {
  UniqueFd stop(eventfd(0, EFD_CLOEXEC));
  if (!stop) return fail(Refusal(status_from_errno(errno)));
  WFP_TRY(const auto process, Process::get());
  WFP_TRY(auto worker, process->worker());
  auto delivery = std::make_shared<Delivery>(std::move(worker),
                                             [changed = std::move(changed)](const void* running) {
                                               changed(*static_cast<const bool*>(running));
                                             });
  std::shared_ptr<EngineWatch> watch(new EngineWatch(std::move(stop), std::move(delivery)));
  try {
    const AllSignalsBlocked blocked;
    watch->thread_ = std::thread([self = watch.get(), connection = connect_if_running()]() mutable {
      self->run(std::move(connection));
    });
  } catch (const std::system_error& error) {
    return fail(Refusal(status_from_errno(error.code().value())));
  }
  return watch;
}

EngineWatch::~EngineWatch() {
  if (thread_.joinable()) {
    eventfd_write(stop_.get(), 1);
    thread_.join();
  }
  delivery_->end();
}

void EngineWatch::run(UniqueFd connection) {
  pthread_setname_np(pthread_self(), "wfp-watch");
  while (wait_for_change(stop_.get(), connection.get())) {
    if (connection) {
      connection.reset();
      tell(false);
    } else if ((connection = connect_if_running())) {
      tell(true);
    }
  }
}

void EngineWatch::tell(bool running) {
  auto told = build([&](Room& room) -> Call<void> {
    *room.place<bool>() = running;
    return {};
  });
  if (!told) return;
  std::vector<OwnedMemory> items;
  items.push_back(*std::move(told));
  delivery_->hand_over(std::move(items));
}

}  // namespace wfp::api
