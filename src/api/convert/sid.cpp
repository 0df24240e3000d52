#include "api/convert/sid.h"

namespace wfp::api {
namespace {

constexpr std::size_t kSidHead = 8;
constexpr std::size_t kAclHead = 8;
constexpr std::size_t kMostSubAuthorities = 15;

}  // namespace

std::size_t sid_length(std::span<const std::uint8_t> bytes) {
  if (bytes.size() < kSidHead || bytes[0] != 1 || bytes[1] > kMostSubAuthorities) return 0;
  const std::size_t length = kSidHead + 4 * std::size_t{bytes[1]};
  return bytes.size() < length ? 0 : length;
}

std::span<const std::uint8_t> bytes_behind(const SID* sid) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(sid);
  const std::size_t count = sid->SubAuthorityCount;
  return {bytes, count > kMostSubAuthorities ? kSidHead : kSidHead + 4 * count};
}

std::span<const std::uint8_t> bytes_behind(const ACL* acl) {
  return {reinterpret_cast<const std::uint8_t*>(acl),
          std::max<std::size_t>(acl->AclSize, kAclHead)};
}

}  // namespace wfp::api
