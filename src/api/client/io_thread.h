// The I/O thread: the one thread of a library on which Cap'n Proto runs, behind a blocking API.
//
// Everything that belongs to its event loop (connections, capabilities) is a LoopObject: made and
// destroyed on the thread, kept by the thread, and named elsewhere by an OnLoop, which destroys it
// there.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include "api/client/refusal.h"
#include "ipc/capnp.h"
#include "ipc/mailbox.h"

namespace wfp::api {

class LoopObject {
 public:
  LoopObject() = default;
  LoopObject(const LoopObject&) = delete;
  LoopObject& operator=(const LoopObject&) = delete;
  virtual ~LoopObject() = default;
};

// What runs on the thread can reach. Touched there only.
class Loop {
 public:
  explicit Loop(kj::AsyncIoContext& io) : io_(io) {}

  [[nodiscard]] kj::LowLevelAsyncIoProvider& provider() { return *io_.lowLevelProvider; }
  [[nodiscard]] kj::Timer& timer() { return io_.provider->getTimer(); }

  std::uint64_t keep(std::unique_ptr<LoopObject> object) {
    objects_.emplace(++last_id_, std::move(object));
    return last_id_;
  }
  [[nodiscard]] LoopObject* find(std::uint64_t id) const {
    const auto found = objects_.find(id);
    return found == objects_.end() ? nullptr : found->second.get();
  }
  void destroy(std::uint64_t id) { objects_.erase(id); }

 private:
  kj::AsyncIoContext& io_;
  std::uint64_t last_id_ = 0;
  std::unordered_map<std::uint64_t, std::unique_ptr<LoopObject>> objects_;
};

// The answer that a caller waits for while the I/O thread works for it.
template <class T>
class Answering {
 public:
  void set(Call<T> answer) {
    const std::lock_guard lock(mutex_);
    if (!answer_) answer_ = std::move(answer);
  }
  // Nothing of the caller's is touched afterwards. Without an answer it was given up.
  void finish() {
    // Under the lock: the caller may be gone as soon as it sees this.
    const std::lock_guard lock(mutex_);
    finished_ = true;
    ready_.notify_one();
  }
  Call<T> wait() {
    std::unique_lock lock(mutex_);
    ready_.wait(lock, [this] { return finished_; });
    if (answer_) return *std::move(answer_);
    return fail(Refusal(Status::fwp_session_aborted));
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::optional<Call<T>> answer_;
  bool finished_ = false;
};

class IoThread {
 public:
  // The host's signal dispositions stay as they are, and the thread takes none of its signals.
  static Result<std::unique_ptr<IoThread>> start();

  ~IoThread();

  // Ends the thread and destroys its objects. Calls that still wait, and later ones, fail with
  // Status::fwp_session_aborted.
  void stop() noexcept;

  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  // Runs work(Loop&) on the thread and waits until the promise it returns has its Call<T>. `work`
  // may refer to what the caller owns. Nothing is thrown.
  template <class T, class Work>
  Call<T> run(Work&& work) const noexcept;

  // Destroys an object on the thread; nothing to do when the thread has ended.
  void destroy(std::uint64_t id) const noexcept;

 private:
  struct Inside;

  explicit IoThread(std::unique_ptr<ipc::Mailbox> mailbox);
  void main();
  // Runs job(Loop&) on the thread, and keeps the promise it returns until it is done or the thread
  // ends. A job for a thread that has ended is dropped.
  void leave(std::move_only_function<kj::Promise<void>(Loop&)> job) const;

  std::unique_ptr<ipc::Mailbox> mailbox_;
  std::thread thread_;
  std::promise<Status> ready_;
  std::unique_ptr<Inside> inside_;  // made and destroyed on the thread, and touched there only
};

Refusal refusal_of(const kj::Exception& exception);

// Turns what is being thrown into a Refusal. To be called in a catch block.
Refusal refusal_of_current_exception() noexcept;

template <class T, class Work>
Call<T> IoThread::run(Work&& work) const noexcept {
  try {
    Answering<T> answering;
    // Whatever becomes of the job, its end is the end of this: also if it never ran.
    auto end = kj::defer([&answering] { answering.finish(); });
    leave([&work, &answering, end = kj::mv(end)](Loop& loop) mutable -> kj::Promise<void> {
      return kj::evalNow([&]() -> kj::Promise<Call<T>> { return work(loop); })
          .then([&answering](Call<T> answer) { answering.set(std::move(answer)); },
                [&answering](kj::Exception&& exception) {
                  answering.set(fail(refusal_of(exception)));
                })
          .attach(kj::mv(end));  // destroyed after the promise and all that it refers to
    });
    return answering.wait();
  } catch (...) {
    return fail(refusal_of_current_exception());
  }
}

// Names an object of the I/O thread, and destroys it there. A call on one that is destroyed already
// fails with Status::fwp_session_aborted.
template <class T>
class OnLoop {
 public:
  OnLoop() = default;
  OnLoop(std::shared_ptr<IoThread> thread, std::uint64_t id)
      : thread_(std::move(thread)), id_(id) {}
  OnLoop(OnLoop&& other) noexcept
      : thread_(std::move(other.thread_)), id_(std::exchange(other.id_, 0)) {}
  OnLoop& operator=(OnLoop&&) = delete;
  ~OnLoop() {
    if (id_ != 0) thread_->destroy(id_);
  }

  // Runs work(T&, Loop&) on the thread, as IoThread::run does.
  template <class U, class Work>
  Call<U> run(Work&& work) const noexcept {
    return thread_->template run<U>([&](Loop& loop) -> kj::Promise<Call<U>> {
      LoopObject* object = loop.find(id_);
      if (object == nullptr) return Call<U>(fail(Refusal(Status::fwp_session_aborted)));
      return work(static_cast<T&>(*object), loop);
    });
  }

  // Earlier than with its last owner.
  void destroy() const noexcept { thread_->destroy(id_); }

  [[nodiscard]] const std::shared_ptr<IoThread>& thread() const { return thread_; }

 private:
  std::shared_ptr<IoThread> thread_;
  std::uint64_t id_ = 0;
};

}  // namespace wfp::api
