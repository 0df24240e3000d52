#include "cli/principal.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/text.h"
#include "windows.h"

namespace wfp::cli {
namespace {

SID_AND_ATTRIBUTES enabled(const Sid& sid) {
  SID_AND_ATTRIBUTES group{};
  group.Sid = const_cast<SID*>(sid.get());
  group.Attributes = SE_GROUP_MANDATORY | SE_GROUP_ENABLED_BY_DEFAULT | SE_GROUP_ENABLED;
  return group;
}

}  // namespace

Principal::Principal() : is_me_(true), name_("you"), sid_(Sid::of_user(geteuid())) {}

Principal Principal::me() { return Principal(); }

Principal::Principal(Sid sid) : name_(name_of(sid)), sid_(std::move(sid)) {
  if (const auto uid = sid_.uid()) {
    gids_ = groups_of(*uid);
    api_.uid = *uid;
    api_.gids = gids_.data();
    api_.numGids = static_cast<UINT32>(gids_.size());
    return;
  }
  if (sid_ != Sid::everyone()) groups_.push_back(enabled(Sid::everyone()));
  if (sid_ != Sid::everyone() && sid_ != Sid::authenticated_users()) {
    groups_.push_back(enabled(Sid::authenticated_users()));
  }
  api_.user = sid_.get();
  api_.groups = groups_.data();
  api_.numGroups = static_cast<UINT32>(groups_.size());
}

std::string reason_text(const OPENWFP_ACCESS_REASON0& reason) {
  switch (reason.source) {
    case OPENWFP_ACCESS_SOURCE_ACE:
      return fmt::format("entry {}{}", reason.ace == nullptr ? "" : escaped(reason.ace),
                         reason.inherited != FALSE ? " (inherited)" : "");
    case OPENWFP_ACCESS_SOURCE_OWNER:
      return "owner";
    case OPENWFP_ACCESS_SOURCE_PRIVILEGE:
      return "privilege";
    case OPENWFP_ACCESS_SOURCE_NULL_DACL:
      return "no access list: everyone";
    case OPENWFP_ACCESS_SOURCE_ADMINISTRATOR:
      return "administrators always may";
    case OPENWFP_ACCESS_SOURCE_NONE:
      break;
  }
  return "nothing grants it";
}

}  // namespace wfp::cli
