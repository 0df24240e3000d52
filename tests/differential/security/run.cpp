#include "run.h"

#include <cstdio>

namespace wfp::differential {
namespace {

using security::AceType;

// The types both peers read and write as ACEs of known shape.
constexpr AceType kTypes[] = {AceType::access_allowed,        AceType::access_denied,
                              AceType::system_audit,          AceType::system_alarm,
                              AceType::access_allowed_object, AceType::access_denied_object,
                              AceType::system_audit_object,   AceType::system_alarm_object};

// Who refuses the text, as a finding says it.
std::string shape_of(const std::string& finding) {
  std::string shape = finding.find("ours:\nrefused") == std::string::npos ? "" : "ours";
  return finding.ends_with("refused\n") ? shape + "theirs" : shape;
}

// The shortest text found, by leaving out parts, that still shows an unexplained difference of the
// same shape.
std::string shrink(const Comparison& comparison, std::string text) {
  const std::string shape = shape_of(comparison.sddl(text).finding);
  std::size_t before = 0;
  do {
    before = text.size();
    for (std::size_t size = text.size() / 2; size > 0; --size) {
      for (std::size_t at = 0; at + size <= text.size();) {
        std::string shorter = text;
        shorter.erase(at, size);
        const std::string finding = comparison.sddl(shorter).finding;
        if (finding.empty() || shape_of(finding) != shape) {
          ++at;
        } else {
          text = std::move(shorter);
        }
      }
    }
  } while (text.size() < before);
  return text;
}

class Runner {
 public:
  Runner(const Comparison& comparison, bool conditions)
      : comparison_(comparison), conditions_(conditions) {}

  Verdict one(std::string_view kind, Random& random) {
    if (kind == "print") return comparison_.print(random_descriptor(random, kTypes));
    if (kind == "check") return comparison_.check(random_question(random, conditions_));
    if (kind == "binary") {
      security::Bytes bytes = random_descriptor(random, kTypes).to_bytes();
      if (!random.one_in(3)) bytes = mutate(random, std::move(bytes));
      return comparison_.binary(bytes);
    }
    std::string text = random_sddl(random, conditions_);
    // 4.17 takes nearly anything between two semicolons: what it makes of broken text teaches
    // nothing.
    if (conditions_ && random.one_in(3)) text = mutate(random, std::move(text));
    Verdict verdict = comparison_.sddl(text);
    if (!verdict.finding.empty() && shrunk_++ < Report::kKept)
      verdict = comparison_.sddl(shrink(comparison_, text));
    return verdict;
  }

 private:
  const Comparison& comparison_;
  bool conditions_;
  std::size_t shrunk_ = 0;
};

void note(Report& report, const std::string& kind, const Verdict& verdict, std::uint64_t seed) {
  Report::Kind& counts = report.kinds[kind];
  ++counts.inputs;
  if (verdict.agreed && verdict.finding.empty()) {
    ++counts.agreed;
  } else if (verdict.finding.empty()) {
    ++counts.explained;
    for (const auto& id : verdict.explained) ++report.used[id];
  } else if (report.unexplained++ < Report::kKept) {
    report.findings.push_back(kind + ", seed " + std::to_string(seed) + "\n" + verdict.finding);
  }
}

}  // namespace

Result<Report> run(const Settings& settings) {
  WFP_TRY(const auto samba, test::Samba::load(settings.peer, domain()));
  const std::string version = samba.knows_conditions() ? "4.22" : "4.17";
  WFP_TRY(const auto explanations, Explanations::load(settings.explained, version));
  const Comparison comparison(samba, explanations);
  Runner runner(comparison, samba.knows_conditions());
  const std::vector<std::string> kinds =
      settings.kind.empty() ? std::vector<std::string>{"sddl", "print", "binary", "check"}
                            : std::vector<std::string>{settings.kind};

  Report report;
  if (!settings.ask.empty()) {
    note(report, "sddl", comparison.sddl(settings.ask), 0);
    return report;
  }
  const auto start = std::chrono::steady_clock::now();
  const bool timed = settings.time.count() != 0;
  const std::uint64_t limit = settings.inputs != 0 ? settings.inputs
                              : timed              ? ~std::uint64_t{0}
                                                   : 100'000;
  for (std::uint64_t i = 0; i < limit; ++i) {
    if (timed && i % 256 == 0 && std::chrono::steady_clock::now() - start >= settings.time) break;
    Random random(settings.seed + i);
    const std::string& kind = kinds[i % kinds.size()];
    note(report, kind, runner.one(kind, random), settings.seed + i);
  }
  report.minutes =
      std::chrono::duration<double, std::ratio<60>>(std::chrono::steady_clock::now() - start)
          .count();
  return report;
}

std::string to_string(const Report& report) {
  std::string text;
  for (const auto& finding : report.findings) text += "UNEXPLAINED " + finding + "\n";
  char line[160];
  for (const auto& [kind, counts] : report.kinds) {
    std::snprintf(line, sizeof line, "%-7s %12llu inputs, %12llu agreed, %11llu explained\n",
                  kind.c_str(), static_cast<unsigned long long>(counts.inputs),
                  static_cast<unsigned long long>(counts.agreed),
                  static_cast<unsigned long long>(counts.explained));
    text += line;
  }
  for (const auto& [id, times] : report.used)
    text += "  " + id + " " + std::to_string(times) + "\n";
  std::snprintf(line, sizeof line, "unexplained %llu, minutes %.1f\n",
                static_cast<unsigned long long>(report.unexplained), report.minutes);
  return text + line;
}

}  // namespace wfp::differential
