// Table: rows of cells in columns that fit the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wfp::cli {

class Table {
 public:
  struct Heading {
    std::string_view text;
    bool keep_tail = false;  // when too long, the beginning goes ("…/bin/node") instead of the end
  };

  explicit Table(std::vector<Heading> headings) : headings_(std::move(headings)) {}

  void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
  [[nodiscard]] bool is_empty() const { return rows_.empty(); }

  // `width`: columns of the terminal, 0 = as wide as needed. Cells are shortened from the widest
  // column on; the last column is never padded.
  [[nodiscard]] std::string to_text(std::size_t width, bool with_headings,
                                    bool bold_headings) const;

 private:
  [[nodiscard]] std::vector<std::size_t> widths(std::size_t width, bool with_headings) const;

  std::vector<Heading> headings_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace wfp::cli
