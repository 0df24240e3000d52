#include "generate.h"

namespace wfp::differential {
namespace {

constexpr const char* kAliases[] = {
    "AA", "AC", "AN", "AO", "AP", "AS", "AU", "BA", "BG", "BO", "BU", "CA", "CD", "CG",
    "CN", "CO", "CY", "DA", "DC", "DD", "DG", "DU", "EA", "ED", "EK", "ER", "ES", "HA",
    "HI", "HO", "IS", "IU", "KA", "LA", "LG", "LS", "LU", "LW", "ME", "MP", "MS", "MU",
    "NO", "NS", "NU", "OW", "PA", "PO", "PS", "PU", "RA", "RC", "RD", "RE", "RM", "RO",
    "RS", "RU", "SA", "SH", "SI", "SO", "SS", "SU", "SY", "UD", "WD", "WR", "BR", "XX"};
constexpr const char* kUsualAliases[] = {"BA", "SY", "WD", "AU", "BU", "CO",
                                         "DA", "DU", "LA", "OW", "IU"};
constexpr const char* kRights[] = {"CC", "DC", "LC", "SW", "RP", "WP", "DT", "LO", "CR",
                                   "SD", "RC", "WD", "WO", "GA", "GX", "GW", "GR", "FA",
                                   "FR", "FW", "FX", "KA", "KR", "KW", "KX"};
constexpr const char* kFlags[] = {"OI", "CI", "NP", "IO", "ID"};
constexpr const char* kDaclTypes[] = {"A", "A", "A", "D", "OA", "OD"};
constexpr const char* kSaclTypes[] = {"AU", "AU", "OU", "AL", "OL", "ML"};
constexpr const char* kAclFlags[] = {"P", "AI", "AR", "PAI", "ARAI", "PARAI"};
constexpr const char* kAttributes[] = {"@USER.Title", "@RESOURCE.app", "Plain", "@DEVICE.Level",
                                       "@User.a%0020b"};
constexpr const char* kComparisons[] = {
    " == ", "!=", " < ", " >= ", " Contains ", " Any_of ", " Not_Contains "};
constexpr const char* kLiterals[] = {
    "1",     "-5",     "0x1F",          "017",     "\"text\"",
    "\"\"",  "{1, 2}", "{\"a\",\"b\"}", "SID(BA)", "{SID(WD), SID(S-1-5-18)}",
    "#0a1b", "+3"};
constexpr const char* kAttributeLists[] = {"\"app\",TS,0x2,\"/usr/bin/x\"",
                                           "\"port\",TI,0,22,80",
                                           "\"p\",TU,0,1",
                                           "\"u\",TD,0,SID(BA)",
                                           "\"x\",TX,0,0a0b",
                                           "\"b\",TB,0,1",
                                           "\"n\",TI,0"};

std::string hexadecimal(std::uint64_t value) {
  char text[24];
  std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
  return text;
}

class Writer {
 public:
  Writer(Random& random, bool conditions)
      : random_(random), conditions_(conditions), odd_(random.one_in(6)) {}

  std::string descriptor() {
    std::string sections[] = {"O:" + sid(), "G:" + sid(), "D:" + acl(false), "S:" + acl(true)};
    if (random_.one_in(12)) std::swap(sections[random_.below(4)], sections[random_.below(4)]);
    std::string text = blank();
    for (const auto& section : sections) {
      if (!random_.one_in(3)) text += section;
    }
    return text;
  }

 private:
  // The unusual is rare: else nearly every text would hold something that one engine refuses.
  bool odd(std::size_t n) { return odd_ && random_.one_in(n); }
  std::string blank() { return odd(12) ? " " : ""; }

  std::string sid() {
    if (random_.one_in(3)) return cased(random_.pick(kUsualAliases));
    if (random_.one_in(10)) return cased(random_.pick(kAliases));
    return numeric_sid();
  }

  std::string numeric_sid() {
    if (!random_.one_in(4))
      return "S-1-5-21-" + part() + '-' + part() + '-' + part() + '-' + part();
    std::string text = "S-1-" + (odd(4) ? hexadecimal(random_.next() >> (16 + random_.below(40)))
                                        : std::to_string(random_.below(20)));
    for (std::size_t i = random_.below(odd(4) ? 17 : 8) + 1; i > 0; --i) text += '-' + part();
    return text;
  }

  std::string part() {
    if (odd(15)) return hexadecimal(random_.word());
    if (odd(20)) return "0" + std::to_string(random_.below(100));
    if (odd(30)) return std::to_string(random_.next());
    return std::to_string(random_.one_in(3) ? random_.below(1000) : random_.word());
  }

  std::string rights() {
    std::string text;
    switch (random_.below(4)) {
      case 0:
        return hexadecimal(random_.one_in(2) ? random_.word() & 0x1f01ff : random_.word());
      case 1:
        if (odd(2)) return std::to_string(random_.word());
        if (odd(4)) return "0" + std::to_string(random_.below(777));
        if (odd(6)) return "-" + std::to_string(random_.below(5));
        return "FA";
      default:
        for (std::size_t i = random_.below(4) + 1; i > 0; --i)
          text += blank() + cased(random_.pick(kRights));
        return text;
    }
  }

  std::string cased(std::string text) {
    if (!odd(12)) return text;
    for (char& c : text) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
    return text;
  }

  std::string guid() {
    if (random_.one_in(4)) return {};
    char text[40];
    std::snprintf(text, sizeof text, "%08x-%04x-%04x-%04x-%04x%08x", random_.word(),
                  random_.word() >> 16, random_.word() >> 16, random_.word() >> 16,
                  random_.word() >> 16, random_.word());
    return text;
  }

  std::string condition() {
    std::string left = random_.pick(kAttributes);
    std::string text = '(' + left + random_.pick(kComparisons) + random_.pick(kLiterals) + ')';
    if (random_.one_in(5)) text = "(Exists " + left + ")";
    if (random_.one_in(5)) text = "(Member_of {SID(BA), SID(BU)})";
    if (random_.one_in(3))
      text = '(' + text + (random_.one_in(2) ? " && " : " || ") + condition() + ')';
    if (random_.one_in(6)) text = "(!" + text + ')';
    return text;
  }

  std::string ace(bool sacl) {
    std::string type = sacl ? random_.pick(kSaclTypes) : random_.pick(kDaclTypes);
    std::string tail;
    if (conditions_ && random_.one_in(2)) {
      type = sacl ? (random_.one_in(2) ? "XU" : "RA") : (random_.one_in(2) ? "XA" : "XD");
      tail = ';' +
             (type == "RA" ? '(' + std::string(random_.pick(kAttributeLists)) + ')' : condition());
    }
    const bool object = type[0] == 'O';
    std::string flags;
    for (std::size_t i = random_.below(3); i > 0; --i) flags += cased(random_.pick(kFlags));
    if (sacl && type != "ML" && type != "RA") flags += random_.one_in(2) ? "SA" : "FA";
    std::string text = '(' + blank() + cased(type) + ';' + blank() + flags + ';' + blank();
    text += type == "RA" ? "" : type == "ML" ? "NW" : rights();
    text += ';' + (object ? guid() : "") + ';' + (object ? guid() : "") + ';' + blank();
    text += (type == "ML" ? "HI" : type == "RA" ? "WD" : sid()) + tail + ')';
    return text;
  }

  std::string acl(bool sacl) {
    if (odd(10)) return "NO_ACCESS_CONTROL";
    std::string text = blank();
    if (random_.one_in(3)) text += random_.pick(kAclFlags);
    for (std::size_t i = random_.below(5); i > 0; --i) text += ace(sacl) + blank();
    return text;
  }

  Random& random_;
  bool conditions_;
  bool odd_;
};

constexpr std::string_view kCharacters = "OGDSPAI:;()-0x19FfaZ \"%{}@#&|!";

}  // namespace

std::string random_sddl(Random& random, bool conditions) {
  return Writer(random, conditions).descriptor();
}

std::string mutate(Random& random, std::string text) {
  for (std::size_t i = random.below(3) + 1; i > 0 && !text.empty(); --i) {
    const std::size_t at = random.below(text.size());
    switch (random.below(5)) {
      case 0:
        text[at] = random.pick(kCharacters);
        break;
      case 1:
        text.erase(at, random.below(3) + 1);
        break;
      case 2:
        text.insert(at, 1, random.pick(kCharacters));
        break;
      case 3:
        text.insert(at, text.substr(random.below(text.size()), random.below(12)));
        break;
      default:
        text.erase(at, random.below(30));
        break;
    }
  }
  return text;
}

}  // namespace wfp::differential
