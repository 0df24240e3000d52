// Access checks on a tree of object types (AccessCheckByType and ...ResultList). Internal to this
// folder.
//
// A right granted on a node is granted on all below it, and on the node above once all its children
// have it. A right denied on a node is denied on all below it and on every node above it.
#pragma once

#include <span>

#include "security/access_prelude.h"
#include "security/ace_match.h"

namespace wfp::security {

inline constexpr std::uint16_t kMaxObjectTypeLevel = 4;

// First level 0, exactly one root, each level at most one more than the one before, none above
// kMaxObjectTypeLevel.
bool has_valid_shape(std::span<const ObjectType> types);

// The DACL part for a list of valid shape. `nodes` is empty or as long as the list. Returns what
// the root got.
AccessResult decide_by_type(const CompiledDescriptor& descriptor, const AceMatcher& matcher,
                            const Token& token, const AccessRequest& request, const Prelude& check,
                            std::span<AccessResult> nodes);

}  // namespace wfp::security
