#include "daemon/access_query.h"

#include <iterator>

#include "engine/security.h"
#include "schema/constants.h"
#include "security/explain.h"
#include "security/sddl.h"

namespace wfp::daemon {
namespace {

using security::AccessMask;
using security::AceReport;
using security::Explanation;
using security::Right;
using Source = AccessReason::Source;

AccessReason reason_of_ace(const AccessQuestion& question, const AceReport& report) {
  AccessReason reason{.rights = report.bits,
                      .granted = report.effect == security::AceEffect::allow,
                      .source = Source::ace};
  const auto& acl = *question.target.rules.descriptor().dacl.acl();
  const security::AceView ace = *std::next(acl.aces().begin(), report.index);
  reason.inherited = ace.has(security::AceFlag::inherited);
  if (question.may_read_descriptor) reason.ace = security::format_ace(ace).value_or("");
  return reason;
}

// What settled each of the rights that were asked for. The first reason given for a right counts.
class Reasons {
 public:
  explicit Reasons(AccessMask asked) : open_(asked) {}

  void add(AccessReason reason) {
    reason.rights &= open_;
    if (reason.rights == 0) return;
    open_ &= ~reason.rights;
    if (reason.granted) granted_ |= reason.rights;
    reasons_.push_back(std::move(reason));
  }
  AccessReport report() && {
    add({.rights = open_, .granted = false, .source = Source::none});
    return {granted_, std::move(reasons_)};
  }

 private:
  AccessMask open_;
  AccessMask granted_ = 0;
  std::vector<AccessReason> reasons_;
};

}  // namespace

AccessReport answer_access(const AccessQuestion& question) {
  // All that could be asked for, so that a denied right does not hide how the others stand.
  const Explanation why = security::explain_access(question.target.rules, question.subject,
                                                   {.desired = Right::maximum_allowed,
                                                    .mapping = engine::kMapping,
                                                    .resource = question.target.attributes});
  const bool everything = (question.desired & Right::maximum_allowed) != 0;
  const AccessMask asked = engine::kMapping.map(question.desired & ~Right::maximum_allowed);
  Reasons reasons(everything ? asked | engine::kMapping.all : asked);
  reasons.add({.rights = why.from_owner, .granted = true, .source = Source::owner});
  for (const AceReport& ace : why.aces) {
    if (ace.outcome == AceReport::Outcome::decided) reasons.add(reason_of_ace(question, ace));
  }
  if (question.subject.has(security::Privilege::security)) {
    reasons.add(
        {.rights = Right::access_system_security, .granted = true, .source = Source::privilege});
  }
  if (question.subject.has(security::Privilege::take_ownership)) {
    reasons.add({.rights = Right::write_owner, .granted = true, .source = Source::privilege});
  }
  if (!question.target.rules.has_dacl()) {
    reasons.add({.rights = why.result.granted, .granted = true, .source = Source::null_dacl});
  }
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
