#include "security/access_prelude.h"

#include "security/ace_match.h"

namespace wfp::security {
namespace {

// Rights asked for that a privilege satisfies. Only explicit ones: MAXIMUM_ALLOWED draws on no
// privilege.
void use_privilege(Prelude& check, const Token& token, Privilege privilege, AccessMask rights) {
  const AccessMask satisfied = check.desired & rights & ~check.granted;
  if (satisfied == 0 || !token.has(privilege)) return;
  check.granted |= satisfied;
  check.privileges_used.add(privilege);
}

// Opening for backup: what Windows' file systems let SeBackup and SeRestore do beyond the DACL.
void use_backup_privileges(Prelude& check, const Token& token, const GenericMapping& mapping) {
  use_privilege(
      check, token, Privilege::backup,
      Right::read_control | Right::access_system_security | (mapping.read & ~kNotForAces));
  use_privilege(check, token, Privilege::restore,
                Right::write_dac | Right::write_owner | Right::access_system_security |
                    Right::delete_object | (mapping.write & ~kNotForAces));
}

// The rights that the object's label leaves to the token.
AccessMask permitted_by_label(const CompiledDescriptor& descriptor, const Token& token,
                              const GenericMapping& mapping) {
  const ObjectLabel& label = descriptor.label();
  if (!token.data().no_write_up || token.integrity_level() >= label.level) return ~AccessMask{0};
  // A bit that reading and executing share goes only when both are forbidden. Writing goes whether
  // the label forbids it or not: the token's policy says so.
  const AccessMask read = label.policy & Right::no_read_up ? 0 : mapping.read;
  const AccessMask execute = label.policy & Right::no_execute_up ? 0 : mapping.execute;
  return read | execute;
}

}  // namespace

Prelude begin_check(const CompiledDescriptor& descriptor, const Token& token,
                    const AccessRequest& request) {
  Prelude check;
  const AccessMask desired = request.mapping.map(request.desired);
  check.maximum = (desired & Right::maximum_allowed) != 0;
  check.desired = desired & ~Right::maximum_allowed;
  if (request.backup_intent) use_backup_privileges(check, token, request.mapping);
  use_privilege(check, token, Privilege::security, Right::access_system_security);
  if (check.desired & ~check.granted & Right::access_system_security) {
    check.status = Status::privilege_not_held;
    return check;
  }
  use_privilege(check, token, Privilege::take_ownership, Right::write_owner);

  AccessMask permitted = permitted_by_label(descriptor, token, request.mapping);
  if (token.has(Privilege::relabel)) {
    check.relabelled = Right::write_owner & ~permitted;
    permitted |= Right::write_owner;
  }
  check.eligible = permitted & ~kNotForAces;
  if (check.desired & ~permitted & ~Right::access_system_security)
    check.status = Status::access_denied;
  return check;
}

PrivilegeSet privileges_used(const Prelude& check, AccessMask granted) {
  PrivilegeSet used = check.privileges_used;
  if (granted & check.relabelled) used.add(Privilege::relabel);
  return used;
}

}  // namespace wfp::security
