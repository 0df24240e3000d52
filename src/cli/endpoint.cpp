#include "cli/endpoint.h"

#include <netinet/in.h>

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "cli/text.h"

namespace wfp::cli {
namespace {

constexpr Word kStates[] = {
    {OPENWFP_STATE_ESTABLISHED, "established", "estab"},
    {OPENWFP_STATE_LISTEN, "listen", "listening"},
    {OPENWFP_STATE_BOUND, "bound", "unconnected"},
    {OPENWFP_STATE_SYN_SENT, "syn-sent", ""},
    {OPENWFP_STATE_SYN_RECEIVED, "syn-recv", "syn-received"},
    {OPENWFP_STATE_FIN_WAIT_1, "fin-wait-1", ""},
    {OPENWFP_STATE_FIN_WAIT_2, "fin-wait-2", ""},
    {OPENWFP_STATE_CLOSE_WAIT, "close-wait", ""},
    {OPENWFP_STATE_CLOSING, "closing", ""},
    {OPENWFP_STATE_LAST_ACK, "last-ack", ""},
    {OPENWFP_STATE_TIME_WAIT, "time-wait", ""},
};

constexpr Word kProtocols[] = {
    {IPPROTO_TCP, "tcp", ""},
    {IPPROTO_UDP, "udp", ""},
    {IPPROTO_UDPLITE, "udplite", "udp-lite"},
    {IPPROTO_ICMP, "icmp", ""},
    {IPPROTO_ICMPV6, "icmpv6", "icmp6"},
    {IPPROTO_IGMP, "igmp", ""},
    {IPPROTO_GRE, "gre", ""},
    {IPPROTO_ESP, "esp", ""},
    {IPPROTO_AH, "ah", ""},
    {IPPROTO_SCTP, "sctp", ""},
    {IPPROTO_DCCP, "dccp", ""},
    {IPPROTO_RAW, "raw", ""},
};

constexpr Word kDirections[] = {
    {OPENWFP_DIRECTION_NONE, "none", ""},
    {OPENWFP_DIRECTION_OUTBOUND, "outbound", "out"},
    {OPENWFP_DIRECTION_INBOUND, "inbound", "in"},
    {OPENWFP_DIRECTION_LISTENING, "listening", ""},
};

constexpr Word kAttributions[] = {
    {OPENWFP_ATTRIBUTION_NONE, "none", ""},
    {OPENWFP_ATTRIBUTION_CREATOR, "creator", ""},
    {OPENWFP_ATTRIBUTION_HOLDER, "holder", ""},
};

constexpr std::uint32_t bit(std::uint32_t state) { return 1u << state; }
constexpr std::uint32_t kAllStates = 0xffffffff;
constexpr std::uint32_t kConnected =
    kAllStates & ~(bit(OPENWFP_STATE_LISTEN) | bit(OPENWFP_STATE_BOUND));
constexpr std::uint32_t kBucket = bit(OPENWFP_STATE_SYN_RECEIVED) | bit(OPENWFP_STATE_TIME_WAIT);

constexpr Word kStateSets[] = {
    {kAllStates, "all", "any"},
    {kConnected, "connected", ""},
    {kConnected & ~bit(OPENWFP_STATE_SYN_SENT), "synchronized", ""},
    {kBucket, "bucket", ""},
    {kAllStates & ~kBucket, "big", ""},
};

Address address_of(FWP_IP_VERSION version, std::uint32_t v4, const std::uint8_t (&v6)[16]) {
  return version == FWP_IP_VERSION_V6 ? v6_address(v6) : v4_address(v4);
}

}  // namespace

std::span<const Word> states() { return kStates; }
std::span<const Word> protocols() { return kProtocols; }
std::span<const Word> directions() { return kDirections; }
std::span<const Word> attributions() { return kAttributions; }

std::string_view word_for(std::span<const Word> words, std::uint32_t value) {
  const auto word = std::ranges::find(words, value, &Word::value);
  return word == words.end() ? std::string_view{} : word->name;
}

std::optional<std::uint32_t> value_of(std::span<const Word> words, std::string_view name) {
  const auto is_named = [&](const Word& word) {
    return equals_ignoring_case(name, word.name) ||
           (!word.other.empty() && equals_ignoring_case(name, word.other));
  };
  const auto word = std::ranges::find_if(words, is_named);
  if (word == words.end()) return std::nullopt;
  return word->value;
}

std::optional<std::uint32_t> state_set(std::string_view name) {
  if (const auto set = value_of(kStateSets, name)) return set;
  if (const auto state = value_of(kStates, name)) return bit(*state);
  return std::nullopt;
}

Address local_address(const Endpoint& endpoint) {
  const auto& p = endpoint.properties;
  return address_of(p.ipVersion, p.localV4Address, p.localV6Address);
}

Address remote_address(const Endpoint& endpoint) {
  const auto& p = endpoint.properties;
  return address_of(p.ipVersion, p.remoteV4Address, p.remoteV6Address);
}

bool has_peer(const Endpoint& endpoint) {
  return endpoint.properties.remotePort != 0 || !remote_address(endpoint).is_any();
}

std::string_view app_of(const Endpoint& endpoint) {
  return endpoint.appPath == nullptr ? std::string_view{}
                                     : std::string_view(endpoint.appPath, endpoint.appPathLength);
}

void append_protocol(std::string& out, const Endpoint& endpoint) {
  const std::string_view name = word_for(kProtocols, endpoint.properties.ipProtocol);
  if (!name.empty()) {
    out += name;
  } else {
    out += fmt::format("ip-{}", endpoint.properties.ipProtocol);
  }
}

void append_id(std::string& out, std::uint64_t id) {
  char digits[16];
  const auto [end, error] = std::to_chars(digits, digits + sizeof digits, id, 16);
  out += "0x";
  out.append(digits, end);
}

std::optional<std::uint64_t> parse_id(std::string_view text) {
  const bool hex = text.starts_with("0x") || text.starts_with("0X");
  if (hex) text.remove_prefix(2);
  std::uint64_t id = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), id, hex ? 16 : 10);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return id;
}

std::string describe(const Endpoint& endpoint) {
  std::string text = "endpoint ";
  append_id(text, endpoint.properties.endpointId);
  text += ' ';
  append_protocol(text, endpoint);
  text += ' ';
  append_endpoint(text, local_address(endpoint), endpoint.properties.localPort);
  if (has_peer(endpoint)) {
    text += " <> ";
    append_endpoint(text, remote_address(endpoint), endpoint.properties.remotePort);
  }
  return text;
}

}  // namespace wfp::cli
