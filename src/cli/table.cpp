#include "cli/table.h"

#include <algorithm>
#include <numeric>

#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr std::size_t kGap = 2;
constexpr std::size_t kLeast = 8;  // no column is squeezed below this

}  // namespace

std::vector<std::size_t> Table::widths(std::size_t width, bool with_headings) const {
  std::vector<std::size_t> widths(headings_.size());
  for (std::size_t i = 0; i < headings_.size(); ++i) {
    if (with_headings) widths[i] = display_width(headings_[i].text);
    for (const auto& row : rows_) widths[i] = std::max(widths[i], display_width(row[i]));
  }
  if (width == 0) return widths;
  while (true) {
    const std::size_t total =
        std::accumulate(widths.begin(), widths.end(), kGap * (widths.size() - 1));
    if (total <= width) return widths;
    const auto widest = std::ranges::max_element(widths);
    if (*widest <= kLeast) return widths;
    // Down to the next widest at once, so that this ends after as many rounds as there are columns
    // and a few.
    std::size_t second = kLeast;
    for (const std::size_t other : widths) {
      if (other < *widest) second = std::max(second, other);
    }
    *widest -=
        std::clamp<std::size_t>(total - width, 1, std::max<std::size_t>(*widest - second, 1));
  }
}

std::string Table::to_text(std::size_t width, bool with_headings, bool bold_headings) const {
  const std::vector<std::size_t> widths = this->widths(width, with_headings);
  std::string out;
  const auto add_cell = [&](std::size_t column, std::string_view cell) {
    std::size_t have = display_width(cell);
    if (have > widths[column]) {
      const auto shorten = headings_[column].keep_tail ? keep_tail : keep_head;
      const std::string shorter = shorten(cell, widths[column]);
      have = display_width(shorter);
      out += shorter;
    } else {
      out += cell;
    }
    if (column + 1 < headings_.size())
      out.append(widths[column] - std::min(have, widths[column]) + kGap, ' ');
  };
  const auto end_row = [&] {
    out.erase(out.find_last_not_of(' ') + 1);
    out += '\n';
  };
  if (with_headings) {
    if (bold_headings) out += "\033[1m";
    for (std::size_t i = 0; i < headings_.size(); ++i) add_cell(i, headings_[i].text);
    if (bold_headings) out += "\033[0m";
    out += '\n';
  }
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < headings_.size(); ++i) add_cell(i, row[i]);
    end_row();
  }
  return out;
}

}  // namespace wfp::cli
