// The SIDs that Windows itself names (table spec/sids.tsv): constants, SDDL aliases, account names.
//
//   well_known(WellKnownSid::builtin_administrators)    // S-1-5-32-544, "BA",
//   "BUILTIN\Administrators"
#pragma once

#include <span>
#include <string_view>

#include "security/sid.h"

namespace wfp::security {

enum class WellKnownSid {
#define WFP_SID(name, base, alias, account, ...) name,
#include "gen/sid_table.inc"
#undef WFP_SID
};

// What a SID of the table starts with: nothing, or a SID that only the caller knows (SidContext).
enum class SidBase { absolute, machine, domain, root };

struct WellKnownSidInfo {
  WellKnownSid id;
  SidBase base;
  std::string_view alias;    // two letters of SDDL, or empty
  std::string_view account;  // e.g. "NT AUTHORITY\SYSTEM"
  Sid sid;                   // absolute: the SID; else S-1-5-<the relative identifier>
};

std::span<const WellKnownSidInfo> well_known_sids();
const WellKnownSidInfo& well_known_info(WellKnownSid id);

// The SID of an absolute row; of a relative one, S-1-0-0, which matches nobody: use resolve().
const Sid& well_known(WellKnownSid id);

// The SID a row stands for in `context`; fails when the context lacks the base.
Result<Sid> resolve(const WellKnownSidInfo& info, const SidContext& context);

// The row of a two-letter alias in any case, or nullptr.
const WellKnownSidInfo* find_alias(std::string_view alias);

// The alias that stands for `sid` in `context`, or empty. Allocates nothing.
std::string_view alias_of(SidView sid, const SidContext& context);

// The row whose account name is `sid`'s, or nullptr. Absolute rows only.
const WellKnownSidInfo* find_well_known(SidView sid);

}  // namespace wfp::security
