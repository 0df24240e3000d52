// CredentialTable: gives each distinct set of credentials its localTokenModifiedId and keeps it as
// long as a pass meets the set or a snapshot that did is alive. Ids are small, ascending and never
// given twice.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_set>

#include "endpoint/endpoint.h"

namespace wfp::kernel {

class CredentialTable {
 public:
  using Shared = std::shared_ptr<const endpoint::CredentialSet>;

  // The set equal to `set` in all but the id.
  Shared intern(endpoint::CredentialSet set);

  // nullptr if no set has it.
  [[nodiscard]] Shared find(std::uint64_t id) const;

  // Forgets what nobody but the table holds.
  void drop_unused();

  [[nodiscard]] std::size_t size() const { return sets_.size(); }

 private:
  struct Hash {
    std::size_t operator()(const Shared& set) const;
  };
  struct SameContent {
    bool operator()(const Shared& a, const Shared& b) const;
  };

  std::unordered_set<Shared, Hash, SameContent> sets_;
  std::uint64_t last_id_ = 0;
};

}  // namespace wfp::kernel
