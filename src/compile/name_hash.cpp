#include "compile/name_hash.h"

#include <cstring>
#include <optional>
#include <string>

#include "base/wide.h"

namespace wfp::compile {
namespace {

// Sets what is no path apart from what is one.
constexpr std::uint64_t kNoPath = 0x6e6f206120706174;

// The path whose wide form, with its NUL, is `id`.
std::optional<std::string> path_of(std::span<const std::uint8_t> id) {
  if (id.size() < sizeof(wchar_t) || id.size() % sizeof(wchar_t) != 0) return std::nullopt;
  std::wstring text(id.size() / sizeof(wchar_t), L'\0');
  std::memcpy(text.data(), id.data(), id.size());
  if (text.back() != L'\0') return std::nullopt;
  text.pop_back();
  if (text.find(L'\0') != std::wstring::npos) return std::nullopt;
  auto path = from_wide(text);
  if (!path || to_wide(*path) != text) return std::nullopt;
  return *std::move(path);
}

}  // namespace

Key hash_of_bytes(std::span<const std::uint8_t> bytes, const wfp_key& hash_key) {
  wfp_sip sip;
  wfp_sip_begin(&sip, hash_key);
  std::uint64_t word = 0;
  std::size_t i = 0;
  for (const std::uint8_t byte : bytes) {
    word |= std::uint64_t{byte} << (8 * (i % 8));
    if (++i % 8 != 0) continue;
    wfp_sip_word(&sip, word);
    word = 0;
  }
  const wfp_key hash = wfp_sip_end(&sip, word | std::uint64_t{bytes.size()} << 56);
  return {hash.high, hash.low};
}

Key hash_of_app(std::span<const std::uint8_t> id, const wfp_key& hash_key) {
  if (const auto path = path_of(id)) {
    return hash_of_bytes({reinterpret_cast<const std::uint8_t*>(path->data()), path->size()},
                         hash_key);
  }
  return hash_of_bytes(id, {hash_key.high ^ kNoPath, hash_key.low});
}

}  // namespace wfp::compile
