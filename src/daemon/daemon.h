// Daemon: all parts of wfpd but the ports, wired.
#pragma once

#include <memory>

#include "daemon/config.h"
#include "daemon/log.h"
#include "daemon/options.h"
#include "daemon/ports.h"

namespace wfp::daemon {

inline constexpr const char* kRelease = WFP_RELEASE;

struct Ports {
  EndpointSource& endpoints;
  IdentitySource& identities;
};

class Daemon {
 public:
  // Opens the state folder, the store and the socket, and makes a first pass, so that what cannot
  // work is known now. One on a thread; it brings the thread's event loop.
  static Result<std::unique_ptr<Daemon>> create(const Options& options, const Config& config,
                                                Ports ports, Log& log);
  ~Daemon() noexcept(false);

  // Serves until SIGTERM or SIGINT, which the caller has captured
  // (kj::UnixEventPort::captureSignal).
  void run_until_signal();

 private:
  struct Parts;
  explicit Daemon(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace wfp::daemon
