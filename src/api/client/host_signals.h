// What a library must not change in the program it runs in: signal dispositions and masks.
#pragma once

#include <csignal>

namespace wfp::api {

// Blocks every signal in the calling thread while it lives; a thread started meanwhile starts with
// all blocked.
class AllSignalsBlocked {
 public:
  AllSignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~AllSignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  AllSignalsBlocked(const AllSignalsBlocked&) = delete;
  AllSignalsBlocked& operator=(const AllSignalsBlocked&) = delete;

 private:
  sigset_t before_{};
};

// Puts a signal's disposition back as it was. KJ sets SIGPIPE to ignore, and some builds of it take
// SIGUSR1.
class DispositionKept {
 public:
  explicit DispositionKept(int signal) : signal_(signal) { sigaction(signal, nullptr, &before_); }
  ~DispositionKept() { sigaction(signal_, &before_, nullptr); }
  DispositionKept(const DispositionKept&) = delete;
  DispositionKept& operator=(const DispositionKept&) = delete;

 private:
  int signal_;
  struct sigaction before_{};
};

}  // namespace wfp::api
