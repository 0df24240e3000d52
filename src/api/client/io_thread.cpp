#include "api/client/io_thread.h"

#include <pthread.h>

#include <new>
#include <optional>
#include <variant>

#include "api/client/host_signals.h"

namespace wfp::api {
namespace {

// A library writes nothing to its host's stderr and takes no time for stack traces.
class QuietKj final : public kj::ExceptionCallback {
 public:
  void logMessage(kj::LogSeverity, const char*, int, int, kj::String&&) override {}
  StackTraceMode stackTraceMode() override { return StackTraceMode::NONE; }
};

kj::AsyncIoContext set_up_io() {
  const DispositionKept pipe(SIGPIPE);
  const DispositionKept user(SIGUSR1);
  return kj::setupAsyncIo();
}

Status status_of(const kj::Exception& exception) {
  switch (exception.getType()) {
    case kj::Exception::Type::DISCONNECTED:
      return Status::fwp_session_aborted;
    case kj::Exception::Type::OVERLOADED:
      return Status::no_memory;
    case kj::Exception::Type::UNIMPLEMENTED:
      return Status::not_supported;
    default:
      return Status::internal_error;
  }
}

}  // namespace

Refusal refusal_of(const kj::Exception& exception) {
  const Status status = status_of(exception);
  if (status == Status::fwp_session_aborted) {
    return Refusal(status,
                   "the connection to the engine is gone; close the handle and open a new one");
  }
  return Refusal(status, std::string(exception.getDescription().cStr()));
}

Refusal refusal_of_current_exception() noexcept {
  try {
    throw;
  } catch (const kj::Exception& exception) {
    return refusal_of(exception);
  } catch (const std::bad_alloc&) {
    return Refusal(Status::no_memory);
  } catch (...) {
    return Refusal(Status::internal_error);
  }
}

Result<std::unique_ptr<IoThread>> IoThread::start() {
  WFP_TRY(auto mailbox, ipc::Mailbox::open());
  std::unique_ptr<IoThread> self(new IoThread(std::move(mailbox)));
  std::future<Status> ready = self->ready_.get_future();
  try {
    const AllSignalsBlocked blocked;
    self->thread_ = std::thread([raw = self.get()] { raw->main(); });
  } catch (const std::system_error& error) {
    return fail(status_from_errno(error.code().value()), "cannot start the I/O thread");
  }
  if (const Status status = ready.get(); status != Status::success) {
    return fail(status, "cannot set up the I/O thread");
  }
  return self;
}

// What the thread lives on. Not on its stack: a forked child has no such stack, and what hung on it
// would look lost.
struct IoThread::Inside final : kj::TaskSet::ErrorHandler {
  kj::AsyncIoContext io = set_up_io();
  Loop loop{io};
  kj::PromiseFulfillerPair<void> stop = kj::newPromiseAndFulfiller<void>();
  kj::TaskSet tasks{*this};  // what callers wait for

  ~Inside() noexcept {}  // NOLINT: KJ's members have throwing destructors
  // run() has told its caller already.
  void taskFailed(kj::Exception&&) override {}
};

IoThread::IoThread(std::unique_ptr<ipc::Mailbox> mailbox) : mailbox_(std::move(mailbox)) {}
IoThread::~IoThread() { stop(); }

void IoThread::main() {
  pthread_setname_np(pthread_self(), "wfp-io");
  QuietKj quiet;
  bool announced = false;
  try {
    inside_ = std::make_unique<Inside>();
    auto serving = mailbox_->serve(inside_->io.unixEventPort);
    announced = true;
    ready_.set_value(Status::success);
    serving.exclusiveJoin(kj::mv(inside_->stop.promise)).wait(inside_->io.waitScope);
  } catch (...) {
    const Refusal refusal = refusal_of_current_exception();
    if (!announced) ready_.set_value(refusal.status);
  }
  try {
    mailbox_->close();
    inside_.reset();
  } catch (...) {  // KJ's destructors may throw; what they had is gone all the same
  }
}

void IoThread::leave(std::move_only_function<kj::Promise<void>(Loop&)> job) const {
  mailbox_->leave(
      [this, job = std::move(job)]() mutable { inside_->tasks.add(job(inside_->loop)); });
}

void IoThread::stop() noexcept {
  if (!thread_.joinable()) return;
  mailbox_->leave([this] { inside_->stop.fulfiller->fulfill(); });
  thread_.join();
}

void IoThread::destroy(std::uint64_t id) const noexcept {
  run<std::monostate>([&](Loop& loop) -> kj::Promise<Call<std::monostate>> {
    loop.destroy(id);
    return Call<std::monostate>();
  });
}

}  // namespace wfp::api
