#include "security/explain.h"

#include "security/access_prelude.h"
#include "security/ace_match.h"

namespace wfp::security {
namespace {

using Outcome = AceReport::Outcome;

// Walks the whole DACL, past the point where a check ends, and notes what each ACE does to
// `wanted`.
class Reporter {
 public:
  Reporter(const CompiledDescriptor& descriptor, const AceMatcher& matcher, AccessMask wanted,
           AccessMask required)
      : descriptor_(descriptor),
        matcher_(matcher),
        wanted_(wanted),
        required_(required),
        open_(wanted) {}

  void run(Explanation& out) {
    const std::size_t count = descriptor_.descriptor().dacl.acl()->ace_count();
    out.aces.resize(count);
    for (std::size_t i = 0; i < count; ++i) out.aces[i].index = static_cast<std::uint16_t>(i);
    if (!descriptor_.has_owner_rights() && matcher_.is_owner(Pass::normal)) {
      out.from_owner = (Right::read_control | Right::write_dac) & wanted_;
      open_ &= ~out.from_owner;
    }
    for (const CompiledAce& ace : descriptor_.dacl()) report(ace, out);
  }

 private:
  void report(const CompiledAce& ace, Explanation& out) {
    AceReport& report = out.aces[ace.index];
    report.effect = ace.effect;
    const AccessMask bits = matcher_.mask(ace) & wanted_;
    const bool typed_allow = ace.object != CompiledAce::kNone && ace.effect == AceEffect::allow;
    if (!matcher_.holds(ace, Pass::normal)) {
      report.outcome = Outcome::other_subject;
      return;
    }
    if (typed_allow) return;
    if (ace.condition != CompiledAce::kNone) {
      report.condition = matcher_.evaluate(ace);
      const bool applies = ace.effect == AceEffect::allow ? report.condition == Truth::yes
                                                          : report.condition != Truth::no;
      if (!applies) {
        report.outcome = Outcome::condition;
        return;
      }
    }
    report.outcome = bits == 0                        ? Outcome::no_bit
                     : (bits & open_) != 0 && !ended_ ? Outcome::decided
                                                      : Outcome::too_late;
    report.bits = report.outcome == Outcome::decided ? bits & open_ : bits;
    if (report.outcome == Outcome::decided) settle(ace, report.bits, out);
  }

  void settle(const CompiledAce& ace, AccessMask bits, Explanation& out) {
    open_ &= ~bits;
    const bool refuses = ace.effect == AceEffect::deny && (bits & required_) != 0;
    if (refuses || (ace.effect == AceEffect::allow && !ended_)) out.deciding_ace = ace.index;
    if (refuses) ended_ = true;
  }

  const CompiledDescriptor& descriptor_;
  const AceMatcher& matcher_;
  AccessMask wanted_, required_, open_;
  bool ended_ = false;  // a check would have stopped here
};

DecidedBy reason(const Explanation& out, const Prelude& check, bool has_dacl) {
  const AccessResult& result = out.result;
  if (!result.allowed() && check.status == Status::privilege_not_held) return DecidedBy::privilege;
  if (!result.allowed() && check.status != Status::success) return DecidedBy::label;
  if (!has_dacl && result.allowed()) return DecidedBy::no_dacl;
  if (check.desired == 0 && !check.maximum) return DecidedBy::request;
  if (result.allowed()) {
    if (out.deciding_ace) return DecidedBy::ace;
    return out.from_owner != 0 ? DecidedBy::owner : DecidedBy::privilege;
  }
  AccessMask granted = check.granted | out.from_owner;
  AccessMask denied = 0;
  for (const AceReport& ace : out.aces) {
    if (ace.outcome == Outcome::decided)
      (ace.effect == AceEffect::allow ? granted : denied) |= ace.bits;
  }
  if ((denied & check.desired) != 0) return DecidedBy::ace;
  const bool enough = granted != 0 && (check.desired & ~granted) == 0;
  return enough ? DecidedBy::restriction : DecidedBy::no_ace;
}

}  // namespace

std::string_view to_string(DecidedBy decided_by) {
  switch (decided_by) {
    case DecidedBy::request:
      return "the request";
    case DecidedBy::privilege:
      return "a privilege";
    case DecidedBy::label:
      return "the integrity label";
    case DecidedBy::no_dacl:
      return "no DACL";
    case DecidedBy::owner:
      return "ownership";
    case DecidedBy::ace:
      return "an ACE";
    case DecidedBy::no_ace:
      return "no ACE";
    case DecidedBy::restriction:
      return "the restricting SIDs";
  }
  return "?";
}

Explanation explain_access(const CompiledDescriptor& descriptor, const Token& token,
                           const AccessRequest& request) {
  AccessRequest plain = request;
  plain.object_types = {};
  Explanation out{.result = check_access(descriptor, token, plain), .deciding_ace = {}, .aces = {}};
  const Prelude check = begin_check(descriptor, token, plain);
  out.missing = out.result.allowed() ? 0 : check.desired & ~check.granted;
  if (check.status == Status::success && descriptor.has_dacl()) {
    const AceMatcher matcher(descriptor, token, plain);
    const AccessMask required = check.desired & ~check.granted;
    Reporter(descriptor, matcher, check.maximum ? check.eligible & ~check.granted : required,
             required)
        .run(out);
    AccessMask granted = out.from_owner;
    for (const AceReport& ace : out.aces) {
      if (ace.outcome == Outcome::decided && ace.effect == AceEffect::allow) granted |= ace.bits;
    }
    if (!out.result.allowed()) out.missing &= ~granted;
  }
  out.decided_by = reason(out, check, descriptor.has_dacl());
  if (out.decided_by != DecidedBy::ace) out.deciding_ace.reset();
  return out;
}

}  // namespace wfp::security
