#include "compile/name_hash.h"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "base/wide.h"

namespace wfp::compile {
namespace {

// Bytes 0, 1, 2 ...: as the authors of SipHash test it.
constexpr wfp_key kCounting{0x0F0E0D0C0B0A0908, 0x0706050403020100};

std::vector<std::uint8_t> counting(std::size_t size) {
  std::vector<std::uint8_t> bytes(size);
  std::iota(bytes.begin(), bytes.end(), std::uint8_t{0});
  return bytes;
}

std::vector<std::uint8_t> wide(std::string_view path) {
  const std::wstring text = to_wide(path) + L'\0';
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  return {bytes, bytes + text.size() * sizeof(wchar_t)};
}

// The first of the published vectors of SipHash-2-4-128: a3817f04ba25a8e66df67214c7550293.
TEST(NameHash, IsSipHash) {
  EXPECT_EQ(hash_of_bytes({}, kCounting), (Key{0x930255C71472F66D, 0xE6A825BA047F81A3}));
}

TEST(NameHash, TellsLengthsApart) {
  for (std::size_t size = 0; size < 40; ++size) {
    EXPECT_NE(hash_of_bytes(counting(size), kCounting),
              hash_of_bytes(counting(size + 1), kCounting));
  }
}

TEST(NameHash, OfAWideIdIsThatOfItsPath) {
  for (const std::string path :
       {"/usr/bin/curl", "/opt/\xC3\xA4", "/opt/\xFF", "/\xF0\x9F\x98\x80"}) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(path.data());
    EXPECT_EQ(hash_of_app(wide(path), kCounting), hash_of_bytes({bytes, path.size()}, kCounting));
  }
}

TEST(NameHash, WhatIsNoPathHasNoPathsHash) {
  std::vector<std::uint8_t> id = wide("/usr/bin/curl");
  id.pop_back();
  EXPECT_NE(hash_of_app(id, kCounting), hash_of_bytes(id, kCounting));
  const std::string bare = "/usr/bin/curl";
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(bare.data());
  const std::span<const std::uint8_t> raw(bytes, bare.size());
  EXPECT_NE(hash_of_app(raw, kCounting), hash_of_app(wide(bare), kCounting));
}

}  // namespace
}  // namespace wfp::compile
