// Questions of access, asked of each engine, and the rules that turn one into what Samba decides as
// Windows does.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "generate.h"
#include "support/samba.h"

namespace wfp::differential {

// "granted 00000001\n" or "denied\n".
std::string ask_us(const Question& question);
std::string ask(const test::Samba& samba, const Question& question);
// The question in words, for a report.
std::string show(const Question& question);

// A difference in deciding (action "code" of explained.tsv).
struct QuestionRule {
  std::string_view id;
  bool (*rewrite)(Question& question);  // true if it changed something
};
std::span<const QuestionRule> question_rules();

}  // namespace wfp::differential
