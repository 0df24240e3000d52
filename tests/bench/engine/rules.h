// Rules that nft and WFP can both say: outgoing TCP of a user, to a subnet, to a range of ports;
// the first that matches decides.
#pragma once

#include <cstdint>
#include <vector>

namespace wfp::bench {

struct Rule {
  std::uint32_t user;
  std::uint32_t address;  // host order
  unsigned prefix;
  std::uint16_t low_port;
  std::uint16_t high_port;
  bool permits;

  [[nodiscard]] std::uint32_t mask() const { return ~std::uint32_t{0} << (32 - prefix); }
};

// Subnets of /16 to /32, one port or 1024 of them; always the same.
inline std::vector<Rule> rules(std::uint32_t count) {
  std::uint64_t state = 1;
  const auto pick = [&](std::uint32_t below) {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return static_cast<std::uint32_t>(state >> 33) % below;
  };
  std::vector<Rule> made;
  for (std::uint32_t i = 0; i < count; ++i) {
    Rule rule{1000 + pick(200), 0, 16 + pick(17), 0, 0, pick(3) == 0};
    rule.address = (0x0A000000 | pick(1 << 24)) & rule.mask();
    rule.low_port = static_cast<std::uint16_t>(1 + pick(60'000));
    rule.high_port = static_cast<std::uint16_t>(rule.low_port + (pick(2) == 0 ? 0 : 1023));
    made.push_back(rule);
  }
  return made;
}

}  // namespace wfp::bench
