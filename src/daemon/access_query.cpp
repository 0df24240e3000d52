#include "daemon/access_query.h"

#include <iterator>

#include "daemon/object_type.h"
#include "schema/constants.h"
#include "security/explain.h"
#include "security/sddl.h"
#include "security/well_known.h"

namespace wfp::daemon {
namespace {

using security::AccessMask;
using security::AceReport;
using security::Explanation;
using security::Right;
using Source = AccessReason::Source;

// The rights that only or also privileges give.
constexpr AccessMask kByPrivilege = Right::access_system_security | Right::write_owner;

AccessReason reason_of_ace(const AccessQuestion& question, const AceReport& report) {
  AccessReason reason{.rights = report.bits,
                      .granted = report.effect == security::AceEffect::allow,
                      .source = Source::ace};
  const auto& acl = *question.descriptor.descriptor().dacl.acl();
  const security::AceView ace = *std::next(acl.aces().begin(), report.index);
  reason.inherited = ace.has(security::AceFlag::inherited);
  if (question.may_read_descriptor) reason.ace = security::format_ace(ace).value_or("");
  return reason;
}

// Administrators open the engine whatever its descriptor says.
bool opens_as_administrator(const AccessQuestion& question, AccessMask desired) {
  const auto& administrators = security::well_known(security::WellKnownSid::builtin_administrators);
  return question.object.kind == Object::Kind::engine && (desired & schema::kActrlOpen) != 0 &&
         question.subject.is_member(administrators);
}

class Reasons {
 public:
  void add(AccessReason reason) {
    if (reason.rights == 0) return;
    if (reason.granted) granted_ |= reason.rights;
    settled_ |= reason.rights;
    reasons_.push_back(std::move(reason));
  }
  // Of `rights`, those that no reason speaks of yet.
  void add_rest(AccessMask rights, bool granted, Source source) {
    add({.rights = rights & ~settled_, .granted = granted, .source = source});
  }
  AccessReport report() && { return {granted_, std::move(reasons_)}; }

 private:
  AccessMask granted_ = 0;
  AccessMask settled_ = 0;
  std::vector<AccessReason> reasons_;
};

}  // namespace

AccessReport answer_access(const AccessQuestion& question) {
  const Explanation why = security::explain_access(
      question.descriptor, question.subject,
      {.desired = question.desired, .mapping = kObjectMapping, .resource = question.resource});
  const bool everything = (question.desired & Right::maximum_allowed) != 0;
  const AccessMask desired = everything ? kObjectMapping.all : kObjectMapping.map(question.desired);
  // A refused check grants nothing; its parts were still settled one by one, and people want to see them.
  Reasons reasons;
  if (opens_as_administrator(question, desired)) {
    reasons.add({.rights = schema::kActrlOpen, .granted = true, .source = Source::administrator});
  }
  for (const AceReport& ace : why.aces) {
    if (ace.outcome == AceReport::Outcome::decided) reasons.add(reason_of_ace(question, ace));
  }
  reasons.add({.rights = why.from_owner, .granted = true, .source = Source::owner});
  if (!why.result.privileges_used.empty()) {
    reasons.add_rest(why.result.granted & kByPrivilege, true, Source::privilege);
  }
  if (!question.descriptor.has_dacl()) reasons.add_rest(why.result.granted, true, Source::null_dacl);
  reasons.add_rest(desired, false, Source::none);
  return std::move(reasons).report();
}

void write_access(ipc::wire::Session::AccessResults::Builder results, const AccessReport& report) {
  results.setGranted(report.granted);
  auto list = results.initReasons(static_cast<unsigned>(report.reasons.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    const AccessReason& reason = report.reasons[i];
    list[i].setRights(reason.rights);
    list[i].setGranted(reason.granted);
    list[i].setSource(static_cast<ipc::wire::AccessReason::Source>(reason.source));
    list[i].setAce(reason.ace.c_str());
    list[i].setInherited(reason.inherited);
  }
}

}  // namespace wfp::daemon
