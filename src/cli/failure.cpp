#include "cli/failure.h"

#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr std::size_t kCodeColumn = 72;

}  // namespace

std::string to_text(const Failure& failure) {
  std::string text = failure.what;
  for (const std::string& note : failure.notes) text += "\n  " + note;
  if (!failure.code.empty()) {
    const std::string_view last = std::string_view(text).substr(text.rfind('\n') + 1);
    const std::size_t width = display_width(last) + (failure.notes.empty() ? 7 : 0);  // "error: "
    text.append(width + 2 < kCodeColumn ? kCodeColumn - width : 2, ' ');
    text += "[" + failure.code + "]";
  }
  text += '\n';
  return text;
}

}  // namespace wfp::cli
