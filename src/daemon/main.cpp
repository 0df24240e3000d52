// wfpd: wires the parts together and runs the loop.
#include <signal.h>
#include <sys/resource.h>
#include <systemd/sd-daemon.h>

#include <cstdio>

#include "daemon/config.h"
#include "daemon/daemon.h"
#include "daemon/log.h"
#include "daemon/options.h"
#include "daemon/system_ports.h"
#include "ipc/capnp.h"

namespace {

using namespace wfp;
using daemon::Config;
using daemon::Log;
using daemon::LogLevel;
using daemon::Options;

constexpr int kFailure = 1;
constexpr int kUsage = 2;

Result<Config> load_config(const Options& options) {
  auto config = daemon::read_config(options.config.value_or(daemon::kDefaultConfig));
  const bool absent = !config && config.error().status == Status::object_name_not_found;
  if (absent && !options.config) return Config{};
  return config;
}

int check(const Options& options) {
  const auto config = load_config(options);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().what.c_str());
    return kFailure;
  }
  std::printf("%s: ok\n", options.config.value_or(daemon::kDefaultConfig).c_str());
  return 0;
}

// A connection takes two descriptors: the socket, and the process that opened it.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

// What Cap'n Proto has to say about a peer's mistakes is of interest to nobody but a debugger.
class QuietCapnp final : public kj::ExceptionCallback {
 public:
  explicit QuietCapnp(Log& log) : log_(log) {}
  void logMessage(kj::LogSeverity, const char* file, int line, int, kj::String&& text) override {
    log_.write(LogLevel::debug,
               std::string(file) + ":" + std::to_string(line) + ": " + text.cStr());
  }

 private:
  Log& log_;
};

Result<void> run(const Options& options, const Config& config, Log& log) {
  raise_descriptor_limit();
  kj::UnixEventPort::captureSignal(SIGTERM);
  kj::UnixEventPort::captureSignal(SIGINT);
  ::signal(SIGHUP,
           SIG_IGN);  // there is nothing to read again: the configuration holds until restart
  WFP_TRY(const auto system, daemon::SystemPorts::open(config));
  WFP_TRY(const auto service, daemon::Daemon::create(options, config, {*system, *system}, log));
  sd_notify(0, options.mode == daemon::Mode::classify_only
                   ? "READY=1\nSTATUS=classifying only: filters are NOT ENFORCED"
                   : "READY=1\nSTATUS=observing");
  service->run_until_signal();
  sd_notify(0, "STOPPING=1");
  return {};
}

}  // namespace

int main(int argc, char** argv) {
  const auto options = daemon::parse_options(argc, argv);
  if (!options) {
    std::fprintf(stderr, "wfpd: %s\n", options.error().what.c_str());
    return kUsage;
  }
  switch (options->action) {
    case Options::Action::help:
      return std::fputs(options->text.c_str(), stdout), 0;
    case Options::Action::version:
      return std::printf("wfpd %s\n", daemon::kRelease), 0;
    case Options::Action::check:
      return check(*options);
    case Options::Action::run:
      break;
  }
  const auto config = load_config(*options);
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().what.c_str());
    return kFailure;
  }
  Log log(config->log_level);
  QuietCapnp quiet(log);
  const auto done = run(*options, *config, log);
  if (!done) log.write(LogLevel::error, done.error().what);
  return done ? 0 : kFailure;
}
