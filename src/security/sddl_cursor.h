// SddlCursor: where the reading of an SDDL text stands, and the first mistake found in it. Internal
// to this folder.
//
// Every reading function returns false after fail(), which keeps the position and what was expected
// there: the text of a mistake is made only when somebody asks, so that reading itself never
// allocates.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/status.h"

namespace wfp::security {

class SddlCursor {
 public:
  explicit SddlCursor(std::string_view text)
      : begin_(text.data()), at_(begin_), end_(begin_ + text.size()), error_at_(begin_) {}

  [[nodiscard]] bool at_end() const { return at_ == end_; }
  // The character here, or 0 at the end.
  [[nodiscard]] char peek() const { return at_ == end_ ? '\0' : *at_; }
  [[nodiscard]] char peek(std::size_t ahead) const { return ahead < left() ? at_[ahead] : '\0'; }
  [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }
  [[nodiscard]] std::size_t position() const { return static_cast<std::size_t>(at_ - begin_); }
  [[nodiscard]] std::string_view rest() const { return {at_, left()}; }
  void skip(std::size_t count) { at_ += count; }
  void move_to(std::size_t position) { at_ = begin_ + position; }

  // Blanks only: SDDL takes tabs and line ends for mistakes, except inside conditions.
  void skip_blanks() {
    while (at_ != end_ && *at_ == ' ') ++at_;
  }
  bool take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }

  // Notes the first mistake. `expected` is a text constant. Returns false.
  bool fail(const char* expected, Status status = Status::invalid_parameter) {
    return fail_at(position(), expected, status);
  }
  bool fail_at(std::size_t position, const char* expected,
               Status status = Status::invalid_parameter) {
    if (expected_ == nullptr) {
      error_at_ = begin_ + position;
      expected_ = expected;
      status_ = status;
    }
    return false;
  }
  [[nodiscard]] std::size_t error_position() const {
    return static_cast<std::size_t>(error_at_ - begin_);
  }
  [[nodiscard]] const char* expected() const {
    return expected_ == nullptr ? "valid text" : expected_;
  }
  [[nodiscard]] Status status() const { return status_; }

 private:
  const char* begin_;
  const char* at_;
  const char* end_;
  const char* error_at_;
  const char* expected_ = nullptr;
  Status status_ = Status::invalid_parameter;
};

}  // namespace wfp::security
