#include "daemon/defaults.h"

#include <string>

#include "security/sddl.h"

namespace wfp::daemon {
namespace {

// Administrators everything; Network Configuration Operators all but changing; everyone may open a
// session. For each trustee one ACE that counts here and one for what inherits. 0x307ff is
// GENERIC_READ|WRITE|EXECUTE, 0x50 OPEN|CLASSIFY.
constexpr const char* kEngineOwner = "O:SYG:SY";
constexpr const char* kEngineTrustees =
    "D:(A;;0xf07ff;;;BA)(A;OICIIO;GA;;;BA)(A;;0x307ff;;;NO)(A;OICIIO;GRGWGX;;;NO)";
constexpr const char* kEveryoneOpens = "(A;;0x50;;;WD)";

// The service accounts Windows' documentation names, which exist on Windows alone.
constexpr const char* kWindowsServices[] = {
    "S-1-5-80-3088073201-1464728630-1879813800-1107566885-823218052",   // MpsSvc
    "S-1-5-80-2006800713-1441093265-249754844-3404434343-1444102779",   // NapAgent
    "S-1-5-80-3044542841-3639452079-4096941652-1606687743-1256249853",  // PolicyAgent
    "S-1-5-80-979556362-403687129-3954533659-2335141334-1547273080",    // RpcSs
    "S-1-5-80-3139157870-2983391045-3678747466-658725712-1809340420",   // WdiServiceHost
};

// Authenticated users may enumerate (WP), and each endpoint's user may read it (LO): a user sees
// his own endpoints.
constexpr const char* kContainerOurs = "O:SYG:SYD:(A;;WP;;;AU)(A;OICIIO;LO;;;CO)";
constexpr const char* kContainerWindows = "O:SYG:SYD:";

std::string engine_sddl(DefaultKind which) {
  std::string text = std::string(kEngineOwner) + kEngineTrustees;
  if (which == DefaultKind::windows) {
    for (const std::string service : kWindowsServices) {
      text += "(A;;0x307ff;;;" + service + ")(A;OICIIO;GRGWGX;;;" + service + ")";
    }
  }
  return text + kEveryoneOpens;
}

}  // namespace

Result<security::SecurityDescriptor> default_descriptor(Object::Kind kind, DefaultKind which) {
  if (kind == Object::Kind::engine) return security::parse_sddl(engine_sddl(which));
  return security::parse_sddl(which == DefaultKind::ours ? kContainerOurs : kContainerWindows);
}

}  // namespace wfp::daemon
