#include "kinds.h"

#include <utility>

namespace wfp::vectors {
namespace {

constexpr std::pair<std::string_view, Judge> kKinds[] = {
    {"sddl_binary", judge_sddl_binary},
    {"cond_binary", judge_cond_binary},
    {"sddl_text", judge_sddl_text},
    {"sd_format", judge_sd_format},
    {"sddl_accept", judge_sddl_accept},
    {"sddl_reject", judge_sddl_reject},
    {"sid_string", judge_sid_string},
    {"binary_validate", judge_binary_validate},
    {"access_check", judge_access_check},
    {"access_check_object", judge_access_check},
    {"access_check_spec", judge_access_check},
    {"cond_eval", judge_cond_eval},
    {"cond_access", judge_cond_access},
    {"inherit", judge_inherit},
};

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return (c | 0x20) - 'a' + 10;
}

}  // namespace

Judge judge_of(std::string_view kind) {
  for (const auto& [name, judge] : kKinds) {
    if (name == kind) return judge;
  }
  return nullptr;
}

security::Bytes from_hex(std::string_view hex) {
  security::Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(nibble(hex[i]) << 4 | nibble(hex[i + 1])));
  }
  return bytes;
}

std::string to_hex(security::ByteView bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += "0123456789abcdef"[byte >> 4];
    out += "0123456789abcdef"[byte & 15];
  }
  return out;
}

std::uint32_t mask_of(const Json& hex_string) {
  return static_cast<std::uint32_t>(std::stoul(hex_string.get<std::string>(), nullptr, 0));
}

Context::Context(const Json& line) {
  const auto given = line.find("domain_sid");
  if (given == line.end() || !given->is_string()) return;
  auto sid = security::Sid::parse(given->get<std::string>());
  if (!sid) return;
  domain = *sid;
  sids = security::SidContext::all(domain);
}

}  // namespace wfp::vectors
