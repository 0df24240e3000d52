#include "daemon/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <vector>

#define SD_JOURNAL_SUPPRESS_LOCATION
#include <systemd/sd-journal.h>

namespace wfp::daemon {
namespace {

// systemd names the journal's own stream; it is ours when standard error still is that stream.
bool stderr_is_the_journal() {
  const char* stream = std::getenv("JOURNAL_STREAM");
  struct stat found{};
  if (!stream || ::fstat(STDERR_FILENO, &found) != 0) return false;
  return stream == std::to_string(found.st_dev) + ":" + std::to_string(found.st_ino);
}

spdlog::level::level_enum spdlog_level(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return spdlog::level::debug;
    case LogLevel::info:
      return spdlog::level::info;
    case LogLevel::notice:
    case LogLevel::warning:
      return spdlog::level::warn;
    case LogLevel::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

int syslog_priority(LogLevel level) {
  switch (level) {
    case LogLevel::debug:
      return 7;
    case LogLevel::info:
      return 6;
    case LogLevel::notice:
      return 5;
    case LogLevel::warning:
      return 4;
    case LogLevel::error:
      return 3;
  }
  return 3;
}

void send_to_journal(LogLevel level, std::string_view message,
                     std::initializer_list<LogField> fields) {
  std::vector<std::string> entries = {"MESSAGE=" + std::string(message),
                                      "PRIORITY=" + std::to_string(syslog_priority(level)),
                                      "SYSLOG_IDENTIFIER=wfpd"};
  for (const LogField& field : fields)
    entries.push_back("OPENWFP_" + std::string(field.name) + "=" + field.value);
  std::vector<iovec> parts;
  for (std::string& entry : entries) parts.push_back({entry.data(), entry.size()});
  sd_journal_sendv(parts.data(), static_cast<int>(parts.size()));
}

}  // namespace

Log::Log(const std::string& level)
    : journal_(stderr_is_the_journal()),
      logger_(std::make_shared<spdlog::logger>("wfpd",
                                               std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_level(spdlog::level::from_str(level));
  logger_->set_pattern("wfpd %Y-%m-%dT%H:%M:%S.%e%z %l: %v");
  audit_ =
      std::make_shared<spdlog::logger>("wfpd", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  audit_->set_pattern("wfpd %Y-%m-%dT%H:%M:%S.%e%z notice: %v");
}

Log::~Log() = default;

void Log::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
  const bool wanted = level == LogLevel::notice || logger_->should_log(spdlog_level(level));
  if (!wanted) return;
  const std::string text = printable(message);
  if (journal_) return send_to_journal(level, text, fields);
  std::string line = text;
  for (const LogField& field : fields)
    line += " " + std::string(field.name) + "=\"" + printable(field.value) + "\"";
  if (level == LogLevel::notice) return audit_->info("{}", line);
  logger_->log(spdlog_level(level), "{}", line);
}

std::string printable(std::string_view text) {
  std::string result;
  const auto byte_at = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  bool in_c1 = false;  // the byte before begins a control character of two bytes
  for (std::size_t i = 0; i < text.size(); ++i) {
    const unsigned byte = byte_at(i);
    const bool begins_c1 = byte == 0xC2 && byte_at(i + 1) >= 0x80 && byte_at(i + 1) < 0xA0;
    if (byte >= 0x20 && byte != 0x7F && !begins_c1 && !in_c1) {
      result += text[i];
    } else {
      char escaped[5];
      std::snprintf(escaped, sizeof escaped, "\\x%02x", byte);
      result += escaped;
    }
    in_c1 = begins_c1;
  }
  return result;
}

}  // namespace wfp::daemon
