#include "compare.h"

#include "byte_rules.h"
#include "describe.h"
#include "questions.h"
#include "security/sddl.h"

namespace wfp::differential {
namespace {

constexpr char kRefused[] = "refused\n";
constexpr char kCrashes[] = "crashes\n";

// What the error says and the text it says it of: "expected ')' | ;;;BA)".
std::string refusal_of(const security::SddlError& error, const std::string& text) {
  constexpr std::size_t kShown = 40;
  const std::size_t at = std::min(error.position, text.size());
  return "expected " + error.expected + " | " + text.substr(at, kShown);
}

std::string finding(const std::string& input, const std::string& ours, const std::string& theirs) {
  return "input " + input + "\nours:\n" + ours + "theirs:\n" + theirs;
}

std::string hex(security::ByteView bytes) {
  std::string text;
  for (const std::uint8_t byte : bytes) {
    char digits[3];
    std::snprintf(digits, sizeof digits, "%02x", unsigned{byte});
    text += digits;
  }
  return text;
}

std::string our_reading(security::ByteView bytes) {
  const auto read = security::SecurityDescriptor::from_bytes(bytes);
  return read ? describe(read->to_bytes()) : kRefused;
}

Verdict explained_by(const Explanation* row, const std::string& unexplained) {
  if (row == nullptr) return {.agreed = false, .finding = unexplained};
  return {.agreed = false, .explained = {row->id}};
}

}  // namespace

std::string Comparison::samba_reads(const std::string& sddl) const {
  // Some texts crash the peer: nobody knows what it would answer.
  if (explanations_.find("sddl", "crashes", sddl) != nullptr) return kCrashes;
  const auto descriptor = samba_.parse(sddl.c_str());
  return descriptor ? describe(samba_.push(descriptor)) : kRefused;
}

std::string Comparison::samba_reads_bytes(security::ByteView bytes) const {
  const auto descriptor = samba_.pull(bytes);
  return descriptor ? describe(samba_.push(descriptor)) : kRefused;
}

Verdict Comparison::sddl(const std::string& text) const {
  const security::Sid base = domain();
  const auto read = security::read_sddl(text, security::SidContext::all(base));
  const std::string ours = read ? describe(read->to_bytes()) : kRefused;
  const std::string theirs = samba_reads(text);
  if (ours == theirs) return {};
  if (theirs == kCrashes) return explained_by(explanations_.find("sddl", "crashes", text), {});
  if (!read) {
    const std::string why = refusal_of(read.error(), text);
    return explained_by(explanations_.find("sddl", "we_refuse", why),
                        finding(text + "\n" + why, ours, theirs));
  }
  Verdict verdict{.agreed = false};
  const std::string asked_again = explanations_.rewrite("sddl", "rewrite", text, verdict.explained);
  const std::string now =
      explanations_.rewrite("sddl", "field", samba_reads(asked_again), verdict.explained);
  const std::string our_fields = explanations_.rewrite("sddl", "field", ours, verdict.explained);
  if (our_fields == now) return verdict;
  if (now == kCrashes) return explained_by(explanations_.find("sddl", "crashes", asked_again), {});
  if (now == kRefused) {
    return explained_by(explanations_.find("sddl", "it_refuses", asked_again),
                        finding(text, ours, theirs + "again: " + asked_again + "\n" + now));
  }
  return explained_by(explanations_.find("sddl", "differs", asked_again),
                      finding(text, ours, theirs + "again: " + asked_again + "\n" + now));
}

Verdict Comparison::print(const security::SecurityDescriptor& descriptor) const {
  const security::Sid base = domain();
  const auto context = security::SidContext::all(base);
  const security::Bytes bytes = descriptor.to_bytes();
  const auto theirs_read = samba_.pull(bytes);
  if (!theirs_read)
    return {.finding = "input " + hex(bytes) + "\nSamba does not read what we write\n"};
  const auto written = samba_.print(theirs_read);
  const std::string theirs = (written ? written.get() : std::string("refused")) + '\n';
  const auto text = security::format_sddl(descriptor, context);
  const std::string ours = text.value_or("refused") + '\n';
  if (ours == theirs) return {};
  Verdict verdict{.agreed = false};
  const std::string as_samba = explanations_.rewrite("print", "rewrite", ours, verdict.explained);
  if (theirs == kRefused) {
    return explained_by(explanations_.find("print", "it_refuses", ours),
                        finding(hex(bytes), ours, theirs));
  }
  if (as_samba == explanations_.rewrite("print", "rewrite", theirs, verdict.explained))
    return verdict;
  const std::string unlike = finding(hex(bytes), ours + "as Samba would: " + as_samba, theirs);
  if (const auto* row = explanations_.find("print", "differs", ours))
    return explained_by(row, unlike);
  const auto back = security::read_sddl(theirs.substr(0, theirs.size() - 1), context);
  const auto ours_back = security::read_sddl(ours.substr(0, ours.size() - 1), context);
  const bool same =
      back && ours_back && describe(back->to_bytes()) == describe(ours_back->to_bytes());
  return explained_by(same ? explanations_.find("print", "reread", ours) : nullptr, unlike);
}

Verdict Comparison::binary(security::ByteView bytes) const {
  const auto read = security::SecurityDescriptor::from_bytes(bytes);
  const std::string ours = our_reading(bytes);
  const std::string theirs = samba_reads_bytes(bytes);
  if (ours == theirs) return {};
  if (!read) {
    const std::string why = read.error().what;
    return explained_by(explanations_.find("binary", "we_refuse", why),
                        finding(hex(bytes) + "\n" + why, ours, theirs));
  }
  Verdict verdict{.agreed = false};
  security::Bytes rewritten(bytes.begin(), bytes.end());
  for (const auto& rule : byte_rules()) {
    security::Bytes changed = rewritten;
    if (!rule.rewrite(changed)) continue;
    // Parts may overlap, so that no change leaves what the bytes say.
    if (our_reading(changed) != ours)
      return {.agreed = false, .explained = {"binary-parts-overlap"}};
    rewritten = std::move(changed);
    verdict.explained.emplace_back(rule.id);
  }
  const std::string now = samba_reads_bytes(rewritten);
  if (now == kRefused)
    return explained_by(explanations_.find("binary", "it_refuses", ours),
                        finding(hex(bytes), ours, now));
  const std::string our_fields = explanations_.rewrite("binary", "field", ours, verdict.explained);
  const std::string their_fields = explanations_.rewrite("binary", "field", now, verdict.explained);
  if (our_fields == their_fields) return verdict;
  return explained_by(explanations_.find("binary", "differs", ours),
                      finding(hex(bytes), our_fields, their_fields));
}

Verdict Comparison::check(const Question& question) const {
  const std::string ours = ask_us(question);
  const std::string theirs = ask(samba_, question);
  if (ours == theirs) return {};
  Verdict verdict{.agreed = false};
  Question rewritten = question;
  for (const auto& rule : question_rules()) {
    if (rule.rewrite(rewritten)) verdict.explained.emplace_back(rule.id);
  }
  const std::string now =
      explanations_.rewrite("check", "field", ask(samba_, rewritten), verdict.explained);
  if (ours != now)
    verdict.finding =
        finding(show(question), ours, theirs + "again: " + show(rewritten) + "\n" + now);
  return verdict;
}

}  // namespace wfp::differential
