// One comparison each of the engine with Samba: by what is said (fields), never by bytes.
#pragma once

#include <string>

#include "generate.h"
#include "support/samba.h"

namespace wfp::test {

// What two engines made of one input. Equal, or different for a reason of the list in explain.h, or
// a finding.
struct Finding {
  std::string reason;  // empty: equal; "?": unexplained; else the name of an explained difference
  std::string detail;  // of an unexplained one: the input and what each made of it

  [[nodiscard]] bool equal() const { return reason.empty(); }
  [[nodiscard]] bool unexplained() const { return reason == "?"; }
};

Finding compare_text(const Samba& samba, const std::string& sddl);
Finding compare_print(const Samba& samba, const std::string& sddl);
Finding compare_bytes(const Samba& samba, const std::vector<std::uint8_t>& bytes);
Finding compare_check(const Samba& samba, Generator& generator);

}  // namespace wfp::test
