// write_rules nft|wfp COUNT: the same rules as `nft -f` and as `wfp apply` read them.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "rules.h"

namespace {

std::string dotted(std::uint32_t address) {
  char text[16];
  std::snprintf(text, sizeof text, "%u.%u.%u.%u", address >> 24, address >> 16 & 255,
                address >> 8 & 255, address & 255);
  return text;
}

std::string ports(const wfp::bench::Rule& rule, const char* one, const char* many, const char* to) {
  if (rule.low_port == rule.high_port) return one + std::to_string(rule.low_port);
  return many + std::to_string(rule.low_port) + to + std::to_string(rule.high_port);
}

void write_nft(const std::vector<wfp::bench::Rule>& rules) {
  std::puts("table inet bench {\n  chain out {\n    type filter hook output priority 0;");
  for (const auto& rule : rules) {
    std::printf("    meta skuid %u ip daddr %s/%u tcp dport %s %s\n", rule.user,
                dotted(rule.address).c_str(), rule.prefix, ports(rule, "", "", "-").c_str(),
                rule.permits ? "accept" : "drop");
  }
  std::puts("  }\n}");
}

void write_wfp(const std::vector<wfp::bench::Rule>& rules) {
  std::puts("wfp-policy 1\nprovider bench { persistent }");
  std::puts("sublayer bench { provider bench; persistent; weight 0x8000 }");
  std::size_t weight = rules.size();
  for (const auto& rule : rules) {
    std::printf(
        "filter \"rule %zu\" { layer connect-v4; %s; provider bench; sublayer bench; persistent; "
        "weight exact %zu; user = S-1-22-1-%u; remote = %s/%u; %s; "
        "protocol = tcp }\n",
        weight, rule.permits ? "permit" : "block", weight, rule.user, dotted(rule.address).c_str(),
        rule.prefix, ports(rule, "remote-port = ", "remote-port in ", " to ").c_str());
    --weight;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const auto rules = wfp::bench::rules(static_cast<std::uint32_t>(std::atoi(argv[2])));
  if (std::string(argv[1]) == "nft") {
    write_nft(rules);
  } else {
    write_wfp(rules);
  }
}
