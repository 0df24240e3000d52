// A run: many random inputs, both engines, one report.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "compare.h"

namespace wfp::differential {

struct Settings {
  std::chrono::seconds time{0};  // 0: no limit
  std::uint64_t inputs = 0;      // 0: no limit, with a time; else 100,000
  std::uint64_t seed = 1;
  std::string kind{};                     // empty: every kind in turn
  std::string peer{};                     // the library
  std::string explained = WFP_EXPLAINED;  // the table
  std::string ask{};                      // not empty: this text alone
};

struct Report {
  static constexpr std::size_t kKept = 40;
  struct Kind {
    std::uint64_t inputs = 0, agreed = 0, explained = 0;
  };
  std::map<std::string, Kind> kinds{};
  std::map<std::string, std::uint64_t> used{};  // explanations, by id
  std::uint64_t unexplained = 0;
  std::vector<std::string> findings{};  // the first kKept
  double minutes = 0;
};

Result<Report> run(const Settings& settings);
std::string to_string(const Report& report);

}  // namespace wfp::differential
