#include "generate.h"

namespace wfp::test {
namespace {

constexpr const char* kAliases[] = {"WD", "BA", "SY", "AU", "BU", "CO", "CG", "OW", "PS",
                                    "AN", "AO", "LA", "DA", "EA", "RC", "NU", "IU", "SU",
                                    "ME", "HI", "LW", "WR", "AC", "AA", "RM", "UD"};
constexpr const char* kRights[] = {"GA", "GR", "GW", "GX", "RC", "SD", "WD", "WO", "CC", "DC", "LC",
                                   "SW", "RP", "WP", "DT", "LO", "CR", "FA", "FR", "FW", "FX"};
constexpr const char* kFlags[] = {"OI", "CI", "NP", "IO", "ID"};
constexpr const char* kDaclTypes[] = {"A", "D", "A", "D", "OA", "OD", "XA", "XD", "ZA"};
constexpr const char* kSaclTypes[] = {"AU", "AL", "OU", "OL", "XU", "RA", "AU"};
constexpr const char* kKnownSids[] = {"WD",
                                      "AU",
                                      "BA",
                                      "BU",
                                      "S-1-5-21-1-2-3-1000",
                                      "S-1-5-21-1-2-3-1001",
                                      "S-1-5-21-1-2-3-1002",
                                      "S-1-22-1-0"};
constexpr const char* kComparisons[] = {"==", "!=",       "<",      "<=",           ">",
                                        ">=", "Contains", "Any_of", "Not_Contains", "Not_Any_of"};
constexpr const char* kMemberships[] = {"Member_of", "Not_Member_of", "Member_of_Any",
                                        "Not_Member_of_Any"};
constexpr const char* kAttributes[] = {"@User.a", "@User.Title", "@Device.b", "@Resource.c",
                                       "local"};
constexpr const char* kPieces[] = {
    " ",  "  ",    "\t",    ";",  ":",  "(",  ")",    "D:", "S:",   "P",
    "AI", "0",     "0x",    "-",  "G",  "ff", "\"",   "#",  "{",    "}",
    ",",  "%0041", "%0020", "&&", "||", "!",  "SID(", "@",  "S-1-", "BA"};

std::string hex(std::size_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%zx", value);
  return text;
}

}  // namespace

std::string Generator::sid() {
  if (!one_in(3)) return one_of(kAliases);
  std::string text = "S-1-" + std::to_string(one_in(8) ? below(1u << 20) : 5);
  for (std::size_t i = 0, count = 1 + below(one_in(20) ? 15 : 5); i < count; ++i) {
    text += '-' + (one_in(10) ? hex(below(0xFFFFFFFF))
                              : std::to_string(below(one_in(2) ? 100 : 0xFFFFFFFF)));
  }
  return text;
}

std::string Generator::rights() {
  if (one_in(4)) return hex(below(std::size_t{1} << (1 + below(32))));
  std::string text;
  for (std::size_t i = below(5); i > 0; --i) text += one_of(kRights);
  return text;
}

std::string Generator::guid() {
  if (one_in(2)) return "";
  char text[40];
  std::snprintf(text, sizeof text, "%08zx-%04zx-%04zx-%04zx-%012zx", below(0xFFFFFFFF),
                below(0xFFFF), below(0xFFFF), below(0xFFFF), below(std::size_t{1} << 48));
  return text;
}

std::string Generator::flags() {
  std::string text;
  for (const char* flag : kFlags) {
    if (one_in(4)) text += flag;
  }
  return text;
}

std::string Generator::ace(bool sacl) {
  const std::string type = sacl ? one_of(kSaclTypes) : one_of(kDaclTypes);
  if (type == "RA") return "(RA;" + flags() + ";;;;WD;" + attribute() + ")";
  std::string text =
      "(" + type + ";" + flags() + (sacl && one_in(2) ? "SA" : "") + ";" + rights() + ";";
  const bool object = type[0] == 'O' || type[0] == 'Z';
  text += object ? guid() + ";" + guid() + ";" : ";;";
  text += sid();
  if (type[0] == 'X' || type[0] == 'Z') text += ";(" + condition(3) + ")";
  return text + ")";
}

std::string Generator::acl(bool sacl) {
  std::string text = sacl ? "S:" : "D:";
  if (one_in(3)) text += "P";
  if (one_in(4)) text += "AR";
  if (one_in(3)) text += "AI";
  if (!sacl && one_in(12)) return text + "NO_ACCESS_CONTROL";
  for (std::size_t i = below(one_in(10) ? 40 : 6); i > 0; --i) text += ace(sacl);
  return text;
}

std::string Generator::descriptor() {
  std::string text;
  if (one_in(2)) text += "O:" + sid();
  if (one_in(2)) text += "G:" + sid();
  if (!one_in(6)) text += acl(false);
  if (one_in(3)) text += acl(true);
  return text;
}

std::string Generator::attribute() {
  // No TD: Samba keeps the SIDs of attributes in a form of its own.
  constexpr const char* kTypes[] = {"TI", "TU", "TS", "TX", "TB"};
  const std::string type = one_of(kTypes);
  std::string text = "(\"name" + std::to_string(below(100)) + "\"," + type + "," + hex(below(64));
  for (std::size_t i = 1 + below(3); i > 0; --i) {
    text += ',';
    if (type == "TI") text += (one_in(3) ? "-" : "") + std::to_string(below(1000000));
    if (type == "TU") text += std::to_string(below(1000000));
    if (type == "TS") text += "\"v" + std::to_string(below(1000)) + "\"";
    if (type == "TX") text += hex(0x10 + below(0xEF)).substr(2);  // '#' is for conditions there
    if (type == "TB") text += one_in(2) ? '0' : '1';
  }
  return text + ")";
}

std::string Generator::literal() {
  switch (below(4)) {
    case 0:
      return (one_in(4) ? "-" : "") + std::to_string(below(100));
    case 1:
      return "\"text" + std::to_string(below(10)) + "\"";
    case 2:
      return "SID(" + sid() + ")";
    default:
      return "#" + hex(0x1000 + below(0xEFFF)).substr(2);
  }
}

std::string Generator::member() {
  std::string text = std::string(one_of(kMemberships)) + " {";
  for (std::size_t i = 1 + below(3); i > 0; --i)
    text += "SID(" + known_sid() + ")" + (i > 1 ? ", " : "");
  return text + "}";
}

std::string Generator::relation() {
  if (one_in(2)) return member();
  if (one_in(5)) return one_of(kAttributes);
  if (one_in(6)) return std::string(one_in(2) ? "Exists " : "Not_Exists ") + one_of(kAttributes);
  std::string text = std::string(one_of(kAttributes)) + " " + one_of(kComparisons) + " ";
  if (one_in(3)) return text + "@User.b";
  if (one_in(2)) return text + literal();
  return text + "{" + literal() + ", " + literal() + "}";
}

std::string Generator::condition(int depth) {
  if (depth == 0 || one_in(2)) return relation();
  if (one_in(4)) return "!(" + condition(depth - 1) + ")";
  return "(" + condition(depth - 1) + ") " + (one_in(2) ? "&&" : "||") + " (" +
         condition(depth - 1) + ")";
}

std::string Generator::known_sid() { return one_of(kKnownSids); }

std::string Generator::checked_descriptor(bool conditions) {
  std::string text = "O:" + known_sid() + "G:BUD:";
  for (std::size_t i = below(8); i > 0; --i) {
    const bool conditional = conditions && one_in(2);
    text += std::string("(") + (conditional ? "X" : "") + (one_in(3) ? "D;" : "A;") +
            (one_in(8) ? "IO;" : ";") + hex(one_in(3) ? (below(16) << 16 | below(16)) : below(16)) +
            ";;;" + (one_in(10) ? "OW" : known_sid());
    text += conditional
                ? ";(" + member() +
                      (one_in(2) ? "" : std::string(one_in(2) ? " && " : " || ") + member()) + "))"
                : ")";
  }
  return text;
}

std::vector<std::string> Generator::token() {
  std::vector<std::string> sids;
  for (const char* sid : kKnownSids) {
    if (one_in(2)) sids.push_back(sid);
  }
  if (sids.empty()) sids.push_back("S-1-22-1-9");
  return sids;
}

std::string Generator::bent(std::string text) {
  for (std::size_t i = 1 + below(3); i > 0 && !text.empty(); --i) {
    const std::size_t at = below(text.size());
    switch (below(4)) {
      case 0:
        text.erase(at, 1 + below(3));
        break;
      case 1:
        text[at] = static_cast<char>(one_in(4) ? 1 + below(255) : ' ' + below(95));
        break;
      case 2:
        text.insert(at, one_of(kPieces));
        break;
      default:
        text.insert(at, text.substr(below(text.size()), 1 + below(6)));
    }
  }
  return text;
}

std::vector<std::uint8_t> Generator::bent(std::vector<std::uint8_t> bytes) {
  for (std::size_t i = 1 + below(3); i > 0 && !bytes.empty(); --i) {
    const std::size_t at = below(bytes.size());
    switch (below(4)) {
      case 0:
        bytes[at] = static_cast<std::uint8_t>(below(256));
        break;
      case 1:
        bytes[at] = static_cast<std::uint8_t>(bytes[at] ^ 1u << below(8));
        break;
      case 2:
        bytes.resize(below(bytes.size() + 1));
        break;
      default:
        bytes[at] = static_cast<std::uint8_t>(bytes[at] + (one_in(2) ? 4 : -4));
    }
  }
  return bytes;
}

}  // namespace wfp::test
