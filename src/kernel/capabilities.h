// Which capabilities the daemon holds, and what each is for.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"

namespace wfp::kernel {

struct CapabilityState {
  int number;              // CAP_...
  const char* name;        // "CAP_BPF"
  const char* needed_for;  // a phrase: "to load BPF programs"
  bool required;           // the daemon cannot work without it
  bool held;               // effective now
};

// Required ones first, in a fixed order. Reads the calling thread's effective set.
Result<std::vector<CapabilityState>> capability_states();

// "CAP_BPF (to load BPF programs), CAP_NET_ADMIN (...)" of the required ones that are missing;
// empty if none is.
std::string missing_capabilities(const std::vector<CapabilityState>& states);

bool holds(const std::vector<CapabilityState>& states, int number);

}  // namespace wfp::kernel
