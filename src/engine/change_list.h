// ChangeList: what a transaction has done so far, without what it both added and deleted. It never
// holds more than differs from the last commit, however often the same is added and deleted.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/change.h"

namespace wfp::engine {

class ChangeList {
 public:
  void push(Change change);
  // In the order in which they happened.
  [[nodiscard]] std::vector<Change> all() const;
  [[nodiscard]] std::size_t size() const { return changes_.size(); }

 private:
  using Number = std::uint64_t;
  std::map<Number, Change> changes_;
  // The changes of objects that this transaction has added.
  std::map<ObjectName, std::vector<Number>> own_;
  Number last_ = 0;
};

}  // namespace wfp::engine
