// What the programs of this bench do as clients of the engine, through the Windows API.
#pragma once

#include <windows.h>

#include <fwpmu.h>

#include <cstdint>
#include <string>

#include "rules.h"

namespace wfp::bench {

// Ends the program with a line that says which call failed and how.
void check(DWORD result, const char* call);

double now_ms();

// A session. Flags: FWPM_SESSION_FLAG_DYNAMIC or 0.
class Engine {
 public:
  explicit Engine(UINT32 flags = 0);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine() { FwpmEngineClose0(handle_); }
  [[nodiscard]] HANDLE get() const { return handle_; }

 private:
  HANDLE handle_ = nullptr;
};

// A rule as a filter of the sublayer, or of the layer's default one. Keeps what the filter points
// to.
class RuleFilter {
 public:
  RuleFilter(const Rule& rule, UINT64 weight, const GUID* sublayer);
  RuleFilter(const RuleFilter&) = delete;
  RuleFilter& operator=(const RuleFilter&) = delete;
  ~RuleFilter();
  FWPM_FILTER0 filter{};

 private:
  FWPM_FILTER_CONDITION0 conditions_[4]{};
  FWP_BYTE_BLOB descriptor_{};
  FWP_V4_ADDR_AND_MASK net_{};
  FWP_RANGE0 ports_{};
  UINT64 weight_;
};

}  // namespace wfp::bench
