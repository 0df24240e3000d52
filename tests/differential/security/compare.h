// Comparison: asks both engines the same and says whether they agree, or why not.
#pragma once

#include <string>
#include <vector>

#include "explain.h"
#include "generate.h"
#include "support/samba.h"

namespace wfp::differential {

struct Verdict {
  bool agreed = true;                    // without any explanation
  std::vector<std::string> explained{};  // by these rows, if not agreed
  std::string finding{};                 // what is unexplained; empty if nothing is
};

class Comparison {
 public:
  Comparison(const test::Samba& samba, const Explanations& explanations)
      : samba_(samba), explanations_(explanations) {}

  // Text to descriptor.
  [[nodiscard]] Verdict sddl(const std::string& text) const;
  // Descriptor to text.
  [[nodiscard]] Verdict print(const security::SecurityDescriptor& descriptor) const;
  // Bytes to descriptor.
  [[nodiscard]] Verdict binary(security::ByteView bytes) const;
  // Granted or denied, and which rights.
  [[nodiscard]] Verdict check(const Question& question) const;

 private:
  [[nodiscard]] std::string samba_reads(const std::string& sddl) const;
  [[nodiscard]] std::string samba_reads_bytes(security::ByteView bytes) const;
  const test::Samba& samba_;
  const Explanations& explanations_;
};

}  // namespace wfp::differential
