// Random policies: everything the engine can hold, odd names and values included.
#pragma once

#include <random>

#include "cli/policy.h"
#include "cli/vocabulary.h"

namespace wfp::cli {

class PolicySamples {
 public:
  explicit PolicySamples(unsigned seed) : random_(seed) {}
  Policy policy(std::size_t filters);

 private:
  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }
  bool sometimes() { return below(4) == 0; }
  GUID guid();
  std::string bytes(std::size_t most);
  std::string name();
  void common(PolicyObject& object, const Policy& policy);
  PolicyValue number_value(FWP_DATA_TYPE type);
  PolicyValue condition_value(const FieldWord& field, Family family);
  PolicyCondition condition(Family family);
  PolicyFilter filter(const Policy& policy);
  void add_twin(Policy& policy);

  std::mt19937 random_;
};

}  // namespace wfp::cli
