#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

using Text = std::string&;
using Row = const Endpoint&;
using Users = const UserNames&;
using Json = JsonMembers&;

void append_number(std::string& out, std::uint64_t value) {
  const fmt::format_int number(value);
  out.append(number.data(), number.size());
}

std::string_view text_of(const char* text) { return text == nullptr ? std::string_view{} : text; }

void text_or_dash(std::string& out, std::string_view bytes) {
  if (bytes.empty()) {
    out += '-';
  } else {
    append_escaped(out, bytes);
  }
}

void upper_or_dash(std::string& out, std::string_view word) {
  out += word.empty() ? "-" : to_upper(word);
}

void address_member(Json json, std::string_view name, const Address& address) {
  std::string& out = json.raw(name);
  out += '"';
  append_address(out, address);
  out += '"';
}

void id_or_dash(std::string& out, std::uint32_t id) {
  if (id == OPENWFP_ID_UNKNOWN) {
    out += '-';
  } else {
    append_number(out, id);
  }
}

void id_member(Json json, std::string_view name, std::uint32_t id) {
  if (id == OPENWFP_ID_UNKNOWN) {
    json.null(name);
  } else {
    json.number(name, id);
  }
}

void known_number(Json json, std::string_view name, std::uint64_t value) {
  if (value == 0) {
    json.null(name);
  } else {
    json.number(name, value);
  }
}

void append_holders(std::string& out, Row e) {
  for (std::uint32_t i = 0; i < e.numHolders; ++i) {
    if (i > 0) out += ',';
    append_number(out, e.holders[i]);
  }
}

void append_hex_text(Json json, std::string_view name, std::uint64_t value) {
  std::string& out = json.raw(name);
  out += '"';
  append_id(out, value);
  out += '"';
}

std::string_view family_of(Row e) {
  return e.properties.ipVersion == FWP_IP_VERSION_V6 ? "ipv6" : "ipv4";
}

struct FlagName {
  std::uint32_t bit;
  std::string_view name;
};
constexpr FlagName kFlags[] = {
    {OPENWFP_ENDPOINT_FLAG_MPTCP, "mptcp"},
    {OPENWFP_ENDPOINT_FLAG_FOREIGN_APP, "foreign-app"},
    {OPENWFP_ENDPOINT_FLAG_DELETED_APP, "deleted-app"},
};

void append_flags(std::string& out, Row e, std::string_view quote) {
  bool first = true;
  for (const FlagName& flag : kFlags) {
    if ((e.flags & flag.bit) == 0) continue;
    if (!first) out += ',';
    first = false;
    out.append(quote).append(flag.name).append(quote);
  }
}

template <class T>
int sign(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

int address_order(const Address& a, std::uint16_t a_port, const Address& b, std::uint16_t b_port) {
  if (a.family != b.family) return sign(a.family, b.family);
  if (a.bytes != b.bytes) return sign(a.bytes, b.bytes);
  return sign(a_port, b_port);
}

// The columns, in the order of a wide table.
// name, heading, meaning, narrow, keep_tail, text, JSON members, order
constexpr Column kColumns[] = {
    {"id", "ID", "the endpoint's number, unique until reboot", true, false,
     [](Text out, Row e, Users) { append_id(out, e.properties.endpointId); },
     [](Json json, Row e, Users) { append_hex_text(json, "id", e.properties.endpointId); },
     [](Row a, Row b) { return sign(a.properties.endpointId, b.properties.endpointId); }},
    {"proto", "PROTO", "tcp, udp, ...", true, false,
     [](Text out, Row e, Users) { append_protocol(out, e); },
     [](Json json, Row e, Users) {
       std::string& out = json.raw("protocol");
       out += '"';
       append_protocol(out, e);
       out += '"';
     },
     nullptr},
    {"family", "FAMILY", "ipv4 or ipv6", false, false,
     [](Text out, Row e, Users) { out += family_of(e); },
     [](Json json, Row e, Users) { json.text("family", family_of(e)); }, nullptr},
    {"local", "LOCAL", "its own address and port", true, false,
     [](Text out, Row e, Users) { append_endpoint(out, local_address(e), e.properties.localPort); },
     [](Json json, Row e, Users) {
       address_member(json, "localAddress", local_address(e));
       json.number("localPort", e.properties.localPort);
     },
     [](Row a, Row b) {
       return address_order(local_address(a), a.properties.localPort, local_address(b),
                            b.properties.localPort);
     }},
    {"remote", "REMOTE", "the peer's address and port; none for a listener", true, false,
     [](Text out, Row e, Users) {
       if (has_peer(e)) return append_endpoint(out, remote_address(e), e.properties.remotePort);
       out += '*';
     },
     [](Json json, Row e, Users) {
       if (has_peer(e)) {
         address_member(json, "remoteAddress", remote_address(e));
         json.number("remotePort", e.properties.remotePort);
       } else {
         json.null("remoteAddress");
         json.null("remotePort");
       }
     },
     [](Row a, Row b) {
       return address_order(remote_address(a), a.properties.remotePort, remote_address(b),
                            b.properties.remotePort);
     }},
    {"state", "STATE", "established, listen, bound, ...", true, false,
     [](Text out, Row e, Users) { upper_or_dash(out, word_for(states(), e.state)); },
     [](Json json, Row e, Users) {
       const std::string_view state = word_for(states(), e.state);
       json.text("state", state.empty() ? "unknown" : state);
     },
     nullptr},
    {"dir", "DIR", "who began: outbound, inbound, listening", false, false,
     [](Text out, Row e, Users) {
       out += e.direction == OPENWFP_DIRECTION_NONE ? "-" : word_for(directions(), e.direction);
     },
     [](Json json, Row e, Users) {
       if (e.direction == OPENWFP_DIRECTION_NONE) return json.null("direction");
       json.text("direction", word_for(directions(), e.direction));
     },
     nullptr},
    {"app", "APP", "the program's path", true, true,
     [](Text out, Row e, Users) { text_or_dash(out, app_of(e)); },
     [](Json json, Row e, Users) { json.escaped_text("app", app_of(e)); },
     [](Row a, Row b) { return app_of(a).compare(app_of(b)); }},
    {"user", "USER", "whose it is", true, false,
     [](Text out, Row e, Users users) {
       const std::string& name = users.name(e.uid);
       out += name.empty() ? "-" : name;
     },
     [](Json json, Row e, Users users) {
       const std::string& name = users.name(e.uid);
       if (name.empty()) return json.null("user");
       json.text("user", name);
     },
     nullptr},
    {"uid", "UID", "the user's number", false, false,
     [](Text out, Row e, Users) { id_or_dash(out, e.uid); },
     [](Json json, Row e, Users) { id_member(json, "uid", e.uid); },
     [](Row a, Row b) { return sign(a.uid, b.uid); }},
    {"gid", "GID", "the group's number", false, false,
     [](Text out, Row e, Users) { id_or_dash(out, e.gid); },
     [](Json json, Row e, Users) { id_member(json, "gid", e.gid); },
     [](Row a, Row b) { return sign(a.gid, b.gid); }},
    {"pids", "PIDS", "processes that hold it", false, false,
     [](Text out, Row e, Users) {
       if (e.numHolders == 0) out += '-';
       append_holders(out, e);
     },
     [](Json json, Row e, Users) {
       std::string& out = json.raw("pids");
       out += '[';
       append_holders(out, e);
       out += ']';
     },
     [](Row a, Row b) {
       const auto first = [](Row e) { return e.numHolders == 0 ? 0u : e.holders[0]; };
       return sign(first(a), first(b));
     }},
    {"by", "BY", "how app and user are known: creator, holder", false, false,
     [](Text out, Row e, Users) {
       out += e.attribution == OPENWFP_ATTRIBUTION_NONE ? "-"
                                                        : word_for(attributions(), e.attribution);
     },
     [](Json json, Row e, Users) {
       if (e.attribution == OPENWFP_ATTRIBUTION_NONE) return json.null("attribution");
       json.text("attribution", word_for(attributions(), e.attribution));
     },
     nullptr},
    {"service", "SERVICE", "its system service", false, false,
     [](Text out, Row e, Users) { text_or_dash(out, text_of(e.service)); },
     [](Json json, Row e, Users) { json.escaped_text("service", text_of(e.service)); }, nullptr},
    {"cgroup", "CGROUP", "its control group", false, true,
     [](Text out, Row e, Users) { text_or_dash(out, text_of(e.cgroupPath)); },
     [](Json json, Row e, Users) { json.escaped_text("cgroup", text_of(e.cgroupPath)); }, nullptr},
    {"netns", "NETNS", "inode of its network namespace", false, false,
     [](Text out, Row e, Users) { append_number(out, e.netnsInode); },
     [](Json json, Row e, Users) { known_number(json, "netns", e.netnsInode); },
     [](Row a, Row b) { return sign(a.netnsInode, b.netnsInode); }},
    {"token", "TOKEN", "number of its set of credentials (localTokenModifiedId)", false, false,
     [](Text out, Row e, Users) { append_id(out, e.properties.localTokenModifiedId); },
     [](Json json, Row e, Users) {
       append_hex_text(json, "token", e.properties.localTokenModifiedId);
     },
     [](Row a, Row b) {
       return sign(a.properties.localTokenModifiedId, b.properties.localTokenModifiedId);
     }},
    {"file", "FILE", "device and inode of the program", false, false,
     [](Text out, Row e, Users) {
       if (e.appInode == 0) return out += '-', void();
       append_id(out, e.appDevice);
       out += '/';
       append_number(out, e.appInode);
     },
     [](Json json, Row e, Users) {
       known_number(json, "appDevice", e.appDevice);
       known_number(json, "appInode", e.appInode);
     },
     nullptr},
    {"flags", "FLAGS", "mptcp, foreign-app, deleted-app", false, false,
     [](Text out, Row e, Users) {
       const std::size_t before = out.size();
       append_flags(out, e, "");
       if (out.size() == before) out += '-';
     },
     [](Json json, Row e, Users) {
       std::string& out = json.raw("flags");
       out += '[';
       append_flags(out, e, "\"");
       out += ']';
     },
     nullptr},
};

}  // namespace

std::span<const Column> columns() { return kColumns; }

}  // namespace wfp::cli
