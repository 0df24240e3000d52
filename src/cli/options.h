// Options: what a verb accepts on the command line, said once for parsing and for --help.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/failure.h"

namespace wfp::cli {

using Arguments = std::vector<std::string>;

class Options {
 public:
  Options();
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  // names: "-l,--listening". The targets must outlive parse().
  void flag(const std::string& names, bool& target, const std::string& meaning);
  void value(const std::string& names, std::string& target, const std::string& metavar,
             const std::string& meaning);
  void values(const std::string& names, std::vector<std::string>& target,
              const std::string& metavar,
              const std::string& meaning);  // may be given several times
  // "--watch" or "--watch=2": empty optional = not given, empty string = given without a value.
  void optional_value(const std::string& names, std::optional<std::string>& target,
                      const std::string& metavar, const std::string& meaning);

  // What is not an option, in order. `least` to `most` words.
  void words(std::vector<std::string>& target, std::size_t least, std::size_t most);

  // Usage failures name the option that was probably meant.
  Outcome<void> parse(const Arguments& arguments);

  // The options, one a line.
  [[nodiscard]] std::string help() const;
  [[nodiscard]] std::vector<std::string> names() const;  // "--listening", "-l", ...

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace wfp::cli
