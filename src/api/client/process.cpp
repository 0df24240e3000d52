#include "api/client/process.h"

#include <sys/mman.h>

#include <atomic>
#include <cerrno>
#include <new>

#include "api/flavour.h"

namespace wfp::api {
namespace {

struct State {
  std::mutex mutex;
  std::shared_ptr<Process> process;
  bool ended = false;          // the library is being unloaded
  State* inherited = nullptr;  // of the process this one was forked from: out of use, but not lost
};

// A page that the kernel clears in every forked child, however it was forked: there the pointer is
// null again. (A process id tells parent and child apart less surely: both may be 1, each in its
// own namespace.)
constexpr std::size_t kPage = 4096;
struct alignas(kPage) WipedOnFork {
  std::atomic<State*> state;
  std::byte rest[kPage - sizeof(std::atomic<State*>)];
};
static_assert(sizeof(WipedOnFork) == kPage);
constinit WipedOnFork wiped{};

// Never destroyed by itself: in a forked child its mutex may be locked and its threads are gone.
alignas(State) constinit std::byte first_state[sizeof(State)]{};
constinit std::atomic<bool> first_state_used{false};
constinit std::atomic<std::uint32_t> processes_made{0};  // in this one and those it was forked from
constinit std::atomic<State*> child_state{nullptr};      // keeps it reachable for leak checkers

Call<State*> make_state() {
  if (madvise(&wiped, sizeof wiped, MADV_WIPEONFORK) != 0) {
    return fail(Refusal(status_from_errno(errno), "cannot tell a forked child from its parent"));
  }
  const bool first = !first_state_used.exchange(true);
  State* made = first ? new (first_state) State : new State;
  State* expected = nullptr;
  if (!wiped.state.compare_exchange_strong(expected, made)) {  // another thread was quicker
    if (first) {
      made->~State();
    } else {
      delete made;
    }
    return expected;
  }
  if (!first) made->inherited = child_state.exchange(made);
  return made;
}

[[gnu::destructor]] void end_of_library() {
  State* state = wiped.state.load();
  if (state == nullptr) return;
  std::shared_ptr<Process> process;
  {
    const std::lock_guard lock(state->mutex);
    state->ended = true;
    process.swap(state->process);
  }
  if (process != nullptr) process->end();
}

}  // namespace

Call<std::shared_ptr<Process>> Process::get() {
  State* state = wiped.state.load();
  if (state == nullptr) {
    WFP_TRY(state, make_state());
  }
  const std::lock_guard lock(state->mutex);
  if (state->ended) return fail(Refusal(Status::fwp_session_aborted, "the program is ending"));
  if (state->process == nullptr)
    state->process = std::make_shared<Process>(kFlavour.handle_tag, ++processes_made);
  return state->process;
}

std::shared_ptr<Process> Process::find() {
  State* state = wiped.state.load();
  if (state == nullptr) return nullptr;
  const std::lock_guard lock(state->mutex);
  return state->process;
}

Call<std::shared_ptr<IoThread>> Process::io_thread() {
  const std::lock_guard lock(mutex_);
  if (ended_) return fail(Refusal(Status::fwp_session_aborted, "the program is ending"));
  if (io_thread_ == nullptr) {
    WFP_TRY(io_thread_, IoThread::start());
  }
  return io_thread_;
}

Call<std::shared_ptr<Worker>> Process::worker() {
  const std::lock_guard lock(mutex_);
  if (ended_) return fail(Refusal(Status::fwp_session_aborted, "the program is ending"));
  if (worker_ == nullptr) {
    WFP_TRY(worker_, Worker::start());
  }
  return worker_;
}

void Process::end() noexcept {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  if (io_thread_ != nullptr) io_thread_->stop();
  if (worker_ != nullptr) worker_->stop();  // a callback's call that waited has failed by now
}

}  // namespace wfp::api
