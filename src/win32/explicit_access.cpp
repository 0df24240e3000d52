#include "win32/explicit_access.h"

#include <algorithm>

#include "win32/edge.h"

namespace wfp::win32 {
namespace {

using security::Ace;
using security::AceType;

constexpr std::uint8_t kTravel =
    OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE | NO_PROPAGATE_INHERIT_ACE | INHERIT_ONLY_ACE;
constexpr DWORD kInheritance = kTravel | INHERITED_ACCESS_ENTRY;  // the last is informational

bool allows(AceType type) {
  switch (type) {
    case AceType::access_allowed:
    case AceType::access_allowed_object:
    case AceType::access_allowed_callback:
    case AceType::access_allowed_callback_object:
      return true;
    default:
      return false;
  }
}

bool denies(AceType type) {
  switch (type) {
    case AceType::access_denied:
    case AceType::access_denied_object:
    case AceType::access_denied_callback:
    case AceType::access_denied_callback_object:
      return true;
    default:
      return false;
  }
}

bool audits(AceType type) {
  switch (type) {
    case AceType::system_audit:
    case AceType::system_audit_object:
    case AceType::system_audit_callback:
    case AceType::system_audit_callback_object:
      return true;
    default:
      return false;
  }
}

bool is_inherited(const Ace& ace) { return (ace.flags & INHERITED_ACE) != 0; }

// Does an explicit ACE speak of the trustee, for the same types of objects?
bool is_his(const Ace& ace, const Trustee& trustee) {
  return !is_inherited(ace) && security::shape_of(ace.type) != security::AceShape::opaque &&
         ace.sid == trustee.sid && ace.object_type == trustee.object_type &&
         ace.inherited_object_type == trustee.inherited_object_type;
}

// The ACE an entry asks for.
Ace new_ace(const ExplicitAccess& entry) {
  const bool typed = entry.trustee.object_type || entry.trustee.inherited_object_type;
  Ace ace{.flags = entry.inheritance,
          .mask = entry.mask,
          .sid = entry.trustee.sid,
          .object_type = entry.trustee.object_type,
          .inherited_object_type = entry.trustee.inherited_object_type};
  switch (entry.mode) {
    case DENY_ACCESS:
      ace.type = typed ? AceType::access_denied_object : AceType::access_denied;
      break;
    case SET_AUDIT_SUCCESS:
    case SET_AUDIT_FAILURE:
      ace.type = typed ? AceType::system_audit_object : AceType::system_audit;
      ace.flags |=
          entry.mode == SET_AUDIT_SUCCESS ? SUCCESSFUL_ACCESS_ACE_FLAG : FAILED_ACCESS_ACE_FLAG;
      break;
    default:
      ace.type = typed ? AceType::access_allowed_object : AceType::access_allowed;
      break;
  }
  return ace;
}

class Merger {
 public:
  explicit Merger(security::AclView old) {
    for (const auto ace : old.aces()) aces_.push_back(ace.to_ace());
  }

  void apply(const ExplicitAccess& entry) {
    const auto his = [&](const Ace& ace) { return is_his(ace, entry.trustee); };
    switch (entry.mode) {
      case REVOKE_ACCESS:
        std::erase_if(aces_, [&](const Ace& ace) {
          return his(ace) && (allows(ace.type) || audits(ace.type));
        });
        return;
      case SET_ACCESS:
        std::erase_if(aces_, [&](const Ace& ace) {
          return his(ace) && (allows(ace.type) || denies(ace.type));
        });
        break;
      case GRANT_ACCESS:
        take_from_denials(entry);
        break;
      default:
        break;
    }
    add(new_ace(entry));
  }

  [[nodiscard]] Result<security::Acl> result() const {
    security::Acl acl;
    for (const Ace& ace : aces_) WFP_CHECK_OK(acl.append(ace));
    return acl;
  }

 private:
  void take_from_denials(const ExplicitAccess& entry) {
    for (Ace& ace : aces_) {
      if (is_his(ace, entry.trustee) && denies(ace.type)) ace.mask &= ~entry.mask;
    }
    std::erase_if(aces_, [&](const Ace& ace) {
      return is_his(ace, entry.trustee) && denies(ace.type) && ace.mask == 0;
    });
  }

  // Into an ACE that says the same of him already, or as a new one at its place.
  void add(const Ace& ace) {
    const auto same = std::ranges::find_if(aces_, [&](const Ace& other) {
      return other.type == ace.type && other.flags == ace.flags && other.sid == ace.sid &&
             other.object_type == ace.object_type &&
             other.inherited_object_type == ace.inherited_object_type;
    });
    if (same != aces_.end()) {
      same->mask |= ace.mask;
      return;
    }
    auto place = aces_.begin() +
                 static_cast<std::ptrdiff_t>(allows(ace.type) ? place_of_allowed() : new_first_);
    aces_.insert(place, ace);
    if (allows(ace.type)) {
      ++new_allowed_;
    } else {
      ++new_first_;
    }
  }

  // After the new ones that allow, before the first old one that allows or is inherited.
  [[nodiscard]] std::size_t place_of_allowed() const {
    const auto first = std::ranges::find_if(
        aces_, [](const Ace& ace) { return allows(ace.type) || is_inherited(ace); });
    const auto place = static_cast<std::size_t>(first - aces_.begin());
    return std::min(place + (place == aces_.size() ? 0 : new_allowed_), aces_.size());
  }

  std::vector<Ace> aces_;
  std::size_t new_first_ = 0;    // new ACEs at the beginning
  std::size_t new_allowed_ = 0;  // new ACEs before the old ones that allow
};

}  // namespace

template <class Width>
Result<std::vector<ExplicitAccess>> read_entries(
    std::span<const typename AclTypes<Width>::Entry> entries) {
  std::vector<ExplicitAccess> out;
  for (const auto& entry : entries) {
    const bool known =
        entry.grfAccessMode >= GRANT_ACCESS && entry.grfAccessMode <= SET_AUDIT_FAILURE;
    WFP_CHECK_OK(require(known && (entry.grfInheritance & ~kInheritance) == 0));
    WFP_TRY(Trustee trustee, trustee_of<Width>(entry.Trustee));
    out.push_back({entry.grfAccessPermissions, entry.grfAccessMode,
                   static_cast<std::uint8_t>(entry.grfInheritance & kTravel), std::move(trustee)});
  }
  return out;
}

template Result<std::vector<ExplicitAccess>> read_entries<Narrow>(
    std::span<const EXPLICIT_ACCESS_A>);
template Result<std::vector<ExplicitAccess>> read_entries<Wide>(std::span<const EXPLICIT_ACCESS_W>);

Result<security::Acl> merge(security::AclView old, std::span<const ExplicitAccess> entries) {
  Merger merger(old);
  for (const ExplicitAccess& entry : entries) merger.apply(entry);
  return merger.result();
}

}  // namespace wfp::win32
