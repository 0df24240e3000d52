// Explanations: the differences from Samba that are meant, row by row in explained.tsv, each with
// its reason.
//
// A difference is explained only if the rows undo it: the peer is asked again with its input
// rewritten into what it can take (or the answers are rewritten), and the results must then be
// equal. So a row never hides more than it says.
#pragma once

#include <map>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace wfp::differential {

struct Explanation {
  std::string id;
  std::string kind;  // sddl, print, binary or check
  std::string peer;  // "4.17", "4.22" or "*": whom it is about
  // rewrite   sddl, print: in the text that the peer gets, or is compared with, PATTERN becomes
  // REPLACEMENT
  //           ("NOTHING" for nothing, "UPPER" for its upper case)
  // field     sddl, binary: in both descriptions, PATTERN becomes REPLACEMENT before they are
  // compared we_refuse sddl, binary: our refusal says PATTERN, and the peer's acceptance is
  // explained by that it_refuses sddl, binary: the peer refuses what matches PATTERN, and we need
  // not differs   sddl, print: the peer gives what matches PATTERN another meaning, and no other
  // text says ours reread    print: the peer's text need not be ours, only read as the same
  // descriptor crashes   sddl: the peer is not asked what matches PATTERN code      check: a
  // function of questions.cpp
  std::string action;
  std::regex pattern;
  std::string replacement;
  std::string reason;
};

class Explanations {
 public:
  // The rows of a file about `peer`. The first line names the columns.
  static Result<Explanations> load(const std::string& path, std::string_view peer);

  // Applies the rows of a kind and action, in order; notes those that changed something in `used`.
  std::string rewrite(std::string_view kind, std::string_view action, std::string text,
                      std::vector<std::string>& used) const;
  // The first row whose pattern is found in `text`, or nullptr.
  const Explanation* find(std::string_view kind, std::string_view action,
                          const std::string& text) const;
  [[nodiscard]] bool has(std::string_view id) const;
  [[nodiscard]] const std::vector<Explanation>& rows() const { return rows_; }

 private:
  std::vector<Explanation> rows_;
};

}  // namespace wfp::differential
