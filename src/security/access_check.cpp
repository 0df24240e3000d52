#include "security/access_check.h"

#include "security/access_prelude.h"
#include "security/ace_match.h"
#include "security/object_type_tree.h"

namespace wfp::security {
namespace {

constexpr AccessMask kOwnerImplicit = Right::read_control | Right::write_dac;

// A typed ACE, asked about without a list of types: it grants nothing, but denies as if it had no
// type.
bool is_typed_allow(const CompiledAce& ace) {
  return ace.object != CompiledAce::kNone && ace.effect == AceEffect::allow;
}

// The rights the owner has before the DACL is looked at.
AccessMask implicit_rights(const CompiledDescriptor& descriptor, const AceMatcher& matcher,
                           Pass pass) {
  return !descriptor.has_owner_rights() && matcher.is_owner(pass) ? kOwnerImplicit : 0;
}

// What the DACL grants of `wanted` in one pass. First come, first served: a right that was granted
// or denied stays so. Ends early when nothing is open, or a right of `required` is denied.
AccessMask walk_dacl(const CompiledDescriptor& descriptor, const AceMatcher& matcher, Pass pass,
                     AccessMask wanted, AccessMask required) {
  const AccessMask implicit = implicit_rights(descriptor, matcher, pass) & wanted;
  AccessMask granted = implicit;
  AccessMask open = wanted & ~granted;
  for (const CompiledAce& ace : descriptor.dacl()) {
    if (open == 0) break;
    const AccessMask bits = matcher.mask(ace) & open;
    if (bits == 0 || is_typed_allow(ace) || !matcher.applies(ace, pass)) continue;
    open &= ~bits;
    if (ace.effect == AceEffect::allow) {
      granted |= bits;
    } else if (bits & required) {
      break;
    }
  }
  return granted;
}

// Rights that a write-restricted token gets without its restricting SIDs: those of reading and
// executing.
AccessMask free_of_restriction(const Token& token, const GenericMapping& mapping) {
  return token.data().write_restricted ? mapping.read | mapping.execute : 0;
}

AccessResult finish(const Prelude& check, AccessMask granted) {
  const bool enough = (check.desired & ~granted) == 0 && granted != 0;
  if (!enough) return {};
  return {.status = Status::success,
          .granted = granted,
          .privileges_used = privileges_used(check, granted)};
}

// MAXIMUM_ALLOWED on an object without rules means everything its type knows.
AccessMask unrestricted(const Prelude& check, const GenericMapping& mapping) {
  return check.granted | check.desired | (check.maximum ? mapping.all & check.eligible : 0);
}

AccessMask decide_plain(const CompiledDescriptor& descriptor, const AceMatcher& matcher,
                        const Token& token, const Prelude& check, const GenericMapping& mapping) {
  const AccessMask required = check.desired & ~check.granted;
  const AccessMask wanted = check.maximum ? check.eligible & ~check.granted : required;
  AccessMask granted = walk_dacl(descriptor, matcher, Pass::normal, wanted, required);
  if (token.is_restricted() && granted != 0) {
    const AccessMask free = free_of_restriction(token, mapping);
    const AccessMask again = granted & ~free;
    granted = (granted & free) |
              walk_dacl(descriptor, matcher, Pass::restricted, again, required & again);
  }
  return granted | check.granted;
}

}  // namespace

AccessResult check_access(const CompiledDescriptor& descriptor, const Token& token,
                          const AccessRequest& request) {
  if (!request.object_types.empty()) return check_access_by_type(descriptor, token, request, {});
  const Prelude check = begin_check(descriptor, token, request);
  if (check.status != Status::success) return {.status = check.status};
  if (!descriptor.has_dacl()) return finish(check, unrestricted(check, request.mapping));
  const AceMatcher matcher(descriptor, token, request);
  return finish(check, decide_plain(descriptor, matcher, token, check, request.mapping));
}

Status check_api_contract(const CompiledDescriptor& descriptor, AccessMask desired) {
  if (desired & kGenericRights) return Status::generic_not_mapped;
  const auto& parts = descriptor.descriptor();
  if (!parts.owner || !parts.group) return Status::invalid_security_descr;
  return Status::success;
}

AccessResult check_access_as_api(const CompiledDescriptor& descriptor, const Token& token,
                                 const AccessRequest& request) {
  const Status contract = check_api_contract(descriptor, request.desired);
  if (contract != Status::success) return {.status = contract};
  return check_access(descriptor, token, request);
}

AccessResult check_access_by_type(const CompiledDescriptor& descriptor, const Token& token,
                                  const AccessRequest& request, std::span<AccessResult> nodes) {
  if (!has_valid_shape(request.object_types)) return {.status = Status::invalid_parameter};
  if (!nodes.empty() && nodes.size() != request.object_types.size())
    return {.status = Status::invalid_parameter};
  const Prelude check = begin_check(descriptor, token, request);
  const auto same_for_all = [&](AccessResult result) {
    for (AccessResult& node : nodes) node = result;
    return result;
  };
  if (check.status != Status::success) return same_for_all({.status = check.status});
  if (!descriptor.has_dacl())
    return same_for_all(finish(check, unrestricted(check, request.mapping)));
  const AceMatcher matcher(descriptor, token, request);
  return decide_by_type(descriptor, matcher, token, request, check, nodes);
}

bool is_allowed(const CompiledDescriptor& descriptor, const Token& token, AccessMask rights,
                const GenericMapping& mapping, const AttributeSet* resource) {
  return check_access(descriptor, token,
                      {.desired = rights, .mapping = mapping, .resource = resource})
      .allowed();
}

}  // namespace wfp::security
