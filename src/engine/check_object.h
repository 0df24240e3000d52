// What Add demands of an object, in the order in which it is checked.
//
//   check_form     what the object says by itself: names, flags, reserved members, weight, action,
//   sizes check_links    what it refers to: layer, sublayer, provider, context, callout,
//   conditions; fills in the defaults check_lifetime that nothing it refers to lives shorter
//
// check_form looks at no policy, so that its errors tell a caller nothing about objects he may not
// see.
#pragma once

#include <cstddef>
#include <functional>

#include "base/result.h"
#include "engine/object.h"
#include "engine/snapshot.h"

namespace wfp::engine {

// How much one object and one engine may hold.
struct Limits {
  std::size_t conditions_per_filter = 4096;
  std::size_t bytes_per_object = 1 << 20;    // of names, data and values
  std::size_t objects_per_kind = 1'000'000;  // callouts: 100,000 as on Windows
  std::size_t callouts = 100'000;
  std::size_t sublayers = 0xFFFF;
  std::size_t waiting_sessions = 4096;
  std::size_t subscriptions_per_session = 64;
  std::size_t audit_records = 65'536;  // kept until they are taken; later ones are counted only
  std::size_t audit_records_per_transaction = 262'144;  // no record of a change is ever dropped
};

// Errors: fwp_null_display_name, fwp_invalid_flags, fwp_reserved, fwp_invalid_weight,
// invalid_parameter (a text holds a NUL; too large), not_supported (a context of another type).
Result<void> check_form(const Provider& provider, const Limits& limits);
Result<void> check_form(const ProviderContext& context, const Limits& limits);
Result<void> check_form(const Sublayer& sublayer, const Limits& limits);
Result<void> check_form(const Callout& callout, const Limits& limits);
Result<void> check_form(const Filter& filter, const Limits& limits);

// Whether the caller may know of an object: what he may not see does not exist for him.
using Visible = std::function<bool(const ObjectName& object)>;

// Errors: the *_not_found of what is missing, and for a filter those of check_condition(),
// fwp_invalid_action_type, fwp_action_incompatible_with_layer,
// fwp_action_incompatible_with_sublayer, fwp_incompatible_layer,
// fwp_context_incompatible_with_callout, fwp_provider_context_mismatch, invalid_security_descr.
Result<void> check_links(const Provider& provider, const Snapshot& snapshot,
                         const Visible& visible);
Result<void> check_links(const ProviderContext& context, const Snapshot& snapshot,
                         const Visible& visible);
Result<void> check_links(const Sublayer& sublayer, const Snapshot& snapshot,
                         const Visible& visible);
Result<void> check_links(const Callout& callout, const Snapshot& snapshot, const Visible& visible);
Result<void> check_links(Filter& filter, const Snapshot& snapshot, const Visible& visible);

// The life an object asks for by its flags. A dynamic session adds nothing but dynamic objects.
// Errors: fwp_invalid_flags (persistent and boot-time), fwp_lifetime_mismatch (persistent in a
// dynamic session).
template <class T>
Result<Lifetime> lifetime_of_flags(const T& object, bool dynamic_session);

// Errors: fwp_lifetime_mismatch.
template <class T>
Result<void> check_lifetime(const T& object, Lifetime lifetime, const Guid& session,
                            const Snapshot& snapshot);

}  // namespace wfp::engine
