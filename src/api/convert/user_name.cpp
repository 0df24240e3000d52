#include "api/convert/user_name.h"

#include <pwd.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <vector>

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

constexpr std::uint64_t kUnixAuthority = 22;
constexpr std::uint32_t kUnixUsers = 1;
constexpr std::size_t kLongestEntry = std::size_t{1} << 20;

struct ParsedSid {
  std::uint64_t authority = 0;
  std::vector<std::uint32_t> parts;
};

ParsedSid parse(std::span<const std::uint8_t> sid) {
  ParsedSid parsed;
  for (const std::uint8_t byte : sid.subspan(2, 6)) parsed.authority = parsed.authority << 8 | byte;
  parsed.parts.resize(sid[1]);
  std::memcpy(parsed.parts.data(), sid.data() + 8, 4 * parsed.parts.size());
  return parsed;
}

std::optional<std::string> name_of_uid(uid_t uid) {
  std::vector<char> buffer(1024);
  passwd entry{};
  passwd* found = nullptr;
  int error;
  while ((error = getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found)) == ERANGE &&
         buffer.size() < kLongestEntry) {
    buffer.resize(2 * buffer.size());
  }
  if (error != 0 || found == nullptr) return std::nullopt;
  return std::string(found->pw_name);
}

}  // namespace

std::string user_name(std::span<const std::uint8_t> sid) {
  if (sid_length(sid) == 0) return {};
  const ParsedSid parsed = parse(sid);
  if (parsed.authority == kUnixAuthority && parsed.parts.size() == 2 &&
      parsed.parts[0] == kUnixUsers) {
    if (auto name = name_of_uid(parsed.parts[1])) return *std::move(name);
  }
  std::string text = "S-1-" + std::to_string(parsed.authority);
  for (const std::uint32_t part : parsed.parts) text += "-" + std::to_string(part);
  return text;
}

}  // namespace wfp::api
