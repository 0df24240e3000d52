// An endpoint as `wfp` shows it: the words for its protocol, state, direction, and its addresses.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "cli/address.h"
#include "openwfp.h"

namespace wfp::cli {

using Endpoint = OPENWFP_ENDPOINT0;

struct Word {
  std::uint32_t value;
  std::string_view name;   // what is shown
  std::string_view other;  // another spelling that is understood, or empty
};

std::span<const Word> states();
std::span<const Word> protocols();
std::span<const Word> directions();
std::span<const Word> attributions();

// The name of a value; empty for one without a name.
std::string_view word_for(std::span<const Word> words, std::uint32_t value);
std::optional<std::uint32_t> value_of(std::span<const Word> words, std::string_view name);

// ss's names for several states at once: "all", "connected", "synchronized", "bucket", "big". A bit
// per state value.
std::optional<std::uint32_t> state_set(std::string_view name);

Address local_address(const Endpoint& endpoint);
Address remote_address(const Endpoint& endpoint);
bool has_peer(const Endpoint& endpoint);
std::string_view app_of(const Endpoint& endpoint);  // bytes; empty = unknown

void append_protocol(std::string& out, const Endpoint& endpoint);  // "tcp", "ip-89"
void append_id(std::string& out, std::uint64_t id);                // "0x2f1"

// "0x2f1" or "753".
std::optional<std::uint64_t> parse_id(std::string_view text);

// "endpoint 0x2f1 tcp 127.0.0.1:5432", for messages.
std::string describe(const Endpoint& endpoint);

}  // namespace wfp::cli
