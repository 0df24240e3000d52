// Accounts: names for SIDs, and SIDs for names.
//
// Windows' own names come first (table spec/sids.tsv), then "NT SERVICE\x", then the users and
// groups of NSS:
//   S-1-5-18       "NT AUTHORITY\SYSTEM"
//   S-1-22-1-1000  "Unix User\alice"
//   S-1-22-2-27    "Unix Group\sudo"
#pragma once

#include <windows.h>

#include <string>
#include <string_view>

#include "base/result.h"
#include "security/sid.h"

namespace wfp::win32 {

struct Account {
  security::Sid sid;
  std::string domain;  // empty for Everyone and its like
  std::string name;
  SID_NAME_USE use = SidTypeUnknown;
};

// none_mapped if nobody has this SID.
Result<Account> account_of(security::SidView sid);

// "domain\name" or a name alone, in any case of letters where it is one of Windows'; none_mapped if
// there is none. Of a user and a group with one name the user is meant, unless the domain says Unix
// Group.
Result<Account> find_account(std::string_view name);

}  // namespace wfp::win32
