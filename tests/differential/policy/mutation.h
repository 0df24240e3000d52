// Mutations: bugs planted in a finished image, so that the differential test can prove that it
// would find them.
#pragma once

#include <string_view>

#include "compile/image.h"

namespace wfp::compile::differential {

enum class Mutation {
  none,
  soft_blocks,                   // a lower sublayer overrides a block
  sublayers_speak_twice,         // each matching filter of a sublayer is heard
  absent_matches_all,            // a field that is not there meets every condition
  denials_allow,                 // entries that deny grant
  descriptors_run_on,            // what one descriptor said holds for the next
  intervals_are_short,           // a boundary stands one too high
  last_rule_is_lost,             // the last rule of a layer is not asked
  users_are_ignored,             // a filter for some users is one for all
  other_dimensions_are_ignored,  // of many fields only the first few are looked at
};
inline constexpr int kMutations = 9;

Image mutated(const Image& image, Mutation mutation);

}  // namespace wfp::compile::differential
