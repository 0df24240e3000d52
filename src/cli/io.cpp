#include "cli/io.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

namespace wfp::cli {
namespace {

bool color_wanted(bool terminal) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  const bool dumb = term != nullptr && std::string_view(term) == "dumb";
  return terminal && (no_color == nullptr || *no_color == '\0') && !dumb;
}

// Ends as a program ends whose reader has gone, without a word.
[[noreturn]] void end_by_sigpipe() {
  std::signal(SIGPIPE, SIG_DFL);
  std::raise(SIGPIPE);
  _exit(128 + SIGPIPE);
}

// All of `text`, or false with errno.
bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

Io::Io()
    : out_is_terminal_(isatty(STDOUT_FILENO) == 1),
      error_is_terminal_(isatty(STDERR_FILENO) == 1),
      color_(color_wanted(out_is_terminal_)) {
  std::signal(SIGPIPE, SIG_IGN);
}

Io::~Io() {
  (void)flush();
  if (pager_ > 0) {
    ::close(STDOUT_FILENO);
    while (waitpid(pager_, nullptr, 0) < 0 && errno == EINTR) {
    }
  }
}

Outcome<void> Io::flush() {
  const std::string text = std::exchange(out, {});
  if (write_all(STDOUT_FILENO, text)) return {};
  if (errno == EPIPE && pager_ > 0) return {};  // the person left the pager
  if (errno == EPIPE) end_by_sigpipe();
  return fail(ExitCode::failure,
              fmt::format("cannot write to standard output: {}", std::strerror(errno)));
}

void Io::note(std::string_view line) {
  (void)flush();
  (void)write_all(STDERR_FILENO, std::string(line) + "\n");
}

void Io::error(const Failure& failure) {
  (void)flush();
  const bool color = color_wanted(error_is_terminal_);
  (void)write_all(STDERR_FILENO, (color ? "\033[31merror:\033[0m " : "error: ") + to_text(failure));
}

std::size_t Io::width() const {
  if (!out_is_terminal_) return 0;
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  return 80;
}

void Io::set_color(ColorWhen when) {
  color_ =
      when == ColorWhen::always || (when == ColorWhen::automatic && color_wanted(out_is_terminal_));
}

std::string Io::styled(std::string_view text, std::string_view code) const {
  if (!color_) return std::string(text);
  return fmt::format("\033[{}m{}\033[0m", code, text);
}

void Io::start_pager() {
  const char* pager = std::getenv("PAGER");
  if (!out_is_terminal_ || pager_ > 0 || (pager != nullptr && *pager == '\0')) return;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return;
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGPIPE, SIG_DFL);
    dup2(ends[0], STDIN_FILENO);
    setenv("LESS", "FRX", 0);
    if (pager != nullptr) execl("/bin/sh", "sh", "-c", pager, nullptr);
    execlp("less", "less", nullptr);
    execlp("cat", "cat", nullptr);
    _exit(127);
  }
  if (child > 0) {
    dup2(ends[1], STDOUT_FILENO);
    pager_ = child;
  }
  ::close(ends[0]);
  ::close(ends[1]);
}

}  // namespace wfp::cli
