#include "ipc/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

namespace wfp::ipc {

Result<std::unique_ptr<Mailbox>> Mailbox::open() {
  UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) return fail(status_from_errno(errno), "eventfd");
  return std::unique_ptr<Mailbox>(new Mailbox(std::move(event)));
}

bool Mailbox::leave(Job job) {
  const std::lock_guard lock(mutex_);
  if (closed_) return false;
  jobs_.push_back(std::move(job));
  if (jobs_.size() > 1) return true;  // whoever left the first one has woken the loop
  const std::uint64_t one = 1;
  // Fails only if the counter would overflow, and then it is readable all the same.
  [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
  return true;
}

kj::Promise<void> Mailbox::serve(kj::UnixEventPort& events) {
  observer_ = kj::heap<kj::UnixEventPort::FdObserver>(events, event_.get(),
                                                      kj::UnixEventPort::FdObserver::OBSERVE_READ);
  return serve_next();
}

kj::Promise<void> Mailbox::serve_next() {
  WFP_IF_SOME(observer, observer_) {
    return (*observer)->whenBecomesReadable().then([this] {
      for (Job& job : take()) job();
      return serve_next();
    });
  }
  return kj::NEVER_DONE;
}

std::vector<Mailbox::Job> Mailbox::take() {
  std::uint64_t count = 0;
  const std::lock_guard lock(mutex_);
  [[maybe_unused]] const auto got = ::read(event_.get(), &count, sizeof count);
  return std::exchange(jobs_, {});
}

void Mailbox::close() {
  std::vector<Job> dropped;
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    dropped = std::exchange(jobs_, {});
  }
  observer_ = nullptr;
}

}  // namespace wfp::ipc
