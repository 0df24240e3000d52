// The credentials behind a localTokenModifiedId, as the engine tells them.
#pragma once

#include <cstdint>
#include <vector>

#include "api/client/engine.h"

namespace wfp::api {

using SidBytes = std::vector<std::uint8_t>;

struct TokenFacts {
  struct Group {
    SidBytes sid;
    std::uint32_t attributes;
  };
  struct Privilege {
    std::uint64_t luid;
    std::uint32_t attributes;
  };

  SidBytes user;
  std::uint32_t user_attributes = 0;
  std::vector<Group> groups;
  std::vector<Privilege> privileges;
  SidBytes primary_group;  // empty: unknown
  SidBytes integrity;      // empty: medium
  std::uint64_t modified_id = 0;
};

// Needs SeDebugPrivilege: Status::privilege_not_held. Status::internal_error for SIDs that are
// none.
Call<TokenFacts> open_token(const Engine& engine, std::uint64_t modified_id,
                            std::uint32_t desired_access);

}  // namespace wfp::api
