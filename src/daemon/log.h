// Log: what the daemon says to its administrator. Under systemd each line goes to the journal with
// its fields (journalctl OPENWFP_UID=1000); else to standard error. Text that came from a client is
// made printable: it cannot forge a line.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace wfp::daemon {

enum class LogLevel { debug, info, notice, warning, error };

struct LogField {
  std::string_view name;  // A-Z, 0-9, _; the journal shows it with OPENWFP_ before it
  std::string value;
};

class Log {
 public:
  // `level`: spdlog's words. What is below it is dropped; notices (who changed which descriptor)
  // are never dropped.
  explicit Log(const std::string& level);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;
  virtual ~Log();

  virtual void write(LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields = {});

 private:
  bool journal_;
  std::shared_ptr<spdlog::logger> logger_;
  std::shared_ptr<spdlog::logger> audit_;  // notices: at every level
};

// `text` with each control character - of ASCII, and of the C1 set in UTF-8 - as \xNN: it cannot
// forge a line or steer a terminal.
std::string printable(std::string_view text);

}  // namespace wfp::daemon
