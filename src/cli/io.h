// Io: data goes to standard output, talk to standard error. Colour and the pager only where a
// person looks.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/failure.h"

namespace wfp::cli {

enum class ColorWhen { automatic, always, never };

class Io {
 public:
  Io();
  Io(const Io&) = delete;
  Io& operator=(const Io&) = delete;
  ~Io();

  // What is appended here is written by flush(). A reader that has gone ends the program as it ends
  // any other (SIGPIPE).
  std::string out;
  Outcome<void> flush();

  // A line for the person, not part of the data.
  void note(std::string_view line);
  void error(const Failure& failure);

  [[nodiscard]] bool is_terminal() const { return out_is_terminal_; }
  [[nodiscard]] std::size_t width() const;  // 0 = not a terminal: no limit

  void set_color(ColorWhen when);
  [[nodiscard]] bool color() const { return color_; }
  [[nodiscard]] std::string bold(std::string_view text) const { return styled(text, "1"); }
  [[nodiscard]] std::string green(std::string_view text) const { return styled(text, "32"); }
  [[nodiscard]] std::string yellow(std::string_view text) const { return styled(text, "33"); }
  [[nodiscard]] std::string red(std::string_view text) const { return styled(text, "31"); }

  // From here on standard output goes through $PAGER (less -FRX) if it is a terminal.
  void start_pager();

 private:
  [[nodiscard]] std::string styled(std::string_view text, std::string_view code) const;

  bool out_is_terminal_;
  bool error_is_terminal_;
  bool color_;
  pid_t pager_ = 0;
};

}  // namespace wfp::cli
