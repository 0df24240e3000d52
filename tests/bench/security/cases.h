// What is measured: the same work by OpenWFP's engine and by Samba's.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "support/samba.h"

namespace wfp::bench {

struct Case {
  std::string name;
  std::function<void()> ours, theirs;
  bool same_answer;  // both said the same before anything is measured
};

// Every case but the conditional one; or that one alone, for a peer that knows conditions.
std::vector<Case> cases(const test::Samba& samba, bool conditional);

}  // namespace wfp::bench
