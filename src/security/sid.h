// Sid: a security identifier, the name Windows gives to a user, a group, a service or a label.
//
// "S-1-5-32-544" = revision 1, identifier authority 5, sub-authorities 32 and 544. Kept in wire
// form, by value and without allocation: revision (1 byte), count n <= 15 (1), authority (6,
// big-endian), n sub-authorities (4 each, little-endian); at most 68 bytes. SidView is the same,
// borrowed from bytes that were checked before.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "security/bytes.h"

namespace wfp::security {

class Sid;

class SidView {
 public:
  // The size in bytes of the valid SID at the start of `bytes`, 0 if there is none.
  static std::size_t size_at(ByteView bytes);

  // `bytes` start with a valid SID (size_at(bytes) != 0) and outlive the view.
  explicit SidView(const std::uint8_t* bytes) : bytes_(bytes) {}
  SidView(const Sid& sid);  // NOLINT(google-explicit-constructor): a Sid is also its view

  [[nodiscard]] ByteView bytes() const { return {bytes_, size()}; }
  [[nodiscard]] std::size_t size() const { return 8 + 4 * std::size_t{bytes_[1]}; }
  [[nodiscard]] std::uint64_t authority() const;
  [[nodiscard]] std::size_t sub_authority_count() const { return bytes_[1]; }
  [[nodiscard]] std::uint32_t sub_authority(std::size_t i) const {
    return load<std::uint32_t>(bytes_ + 8 + 4 * i);
  }

  friend bool operator==(SidView a, SidView b) {
    return a.bytes_[1] == b.bytes_[1] && std::memcmp(a.bytes_, b.bytes_, a.size()) == 0;
  }

 private:
  const std::uint8_t* bytes_;
};

// The SIDs that relative aliases stand for: LA and LG are the machine's, DA and kin the domain's,
// EA and kin the forest root's. An alias whose SID is not given is refused when read and not used
// when written.
struct SidContext;

class Sid {
 public:
  static constexpr std::size_t kMaxSubAuthorities = 15;
  static constexpr std::size_t kMaxSize = 8 + 4 * kMaxSubAuthorities;
  static constexpr std::uint64_t kMaxAuthority = 0xFFFFFFFFFFFF;

  // S-1-0-0, which no token holds: a Sid that was never set matches nobody.
  constexpr Sid() : Sid(0, {0}) {}
  explicit Sid(SidView view);
  // At most kMaxAuthority and kMaxSubAuthorities: for identifiers known at the call.
  constexpr Sid(std::uint64_t authority, std::initializer_list<std::uint32_t> sub_authorities);

  // Exactly one SID: trailing bytes are an error.
  static Result<Sid> from_bytes(ByteView bytes);
  static Result<Sid> from_parts(std::uint64_t authority,
                                std::span<const std::uint32_t> sub_authorities);
  // "S-1-5-18" or a two-letter alias, as Windows reads them (docs/security.md): parts are decimal
  // or 0x hexadecimal.
  static Result<Sid> parse(std::string_view text);
  static Result<Sid> parse(std::string_view text, const SidContext& context);

  // This SID with one more sub-authority: a domain's SID and a relative identifier. Fails when
  // there are 15.
  [[nodiscard]] Result<Sid> child(std::uint32_t relative_id) const;

  [[nodiscard]] SidView view() const { return SidView(bytes_.data()); }
  [[nodiscard]] ByteView bytes() const { return view().bytes(); }
  [[nodiscard]] std::size_t size() const { return view().size(); }
  [[nodiscard]] std::uint64_t authority() const { return view().authority(); }
  [[nodiscard]] std::size_t sub_authority_count() const { return bytes_[1]; }
  [[nodiscard]] std::uint32_t sub_authority(std::size_t i) const { return view().sub_authority(i); }

  friend bool operator==(const Sid& a, const Sid& b) { return a.view() == b.view(); }
  friend std::strong_ordering operator<=>(const Sid& a, const Sid& b);

 private:
  friend class SidView;
  std::array<std::uint8_t, kMaxSize> bytes_{};
};

constexpr Sid::Sid(std::uint64_t authority, std::initializer_list<std::uint32_t> sub_authorities) {
  bytes_[0] = 1;
  for (std::size_t i = 0; i < 6; ++i)
    bytes_[2 + i] = static_cast<std::uint8_t>(authority >> (40 - 8 * i));
  std::size_t at = 8;
  for (std::uint32_t part : sub_authorities) {
    if (bytes_[1] == kMaxSubAuthorities) break;
    ++bytes_[1];
    for (int shift = 0; shift < 32; shift += 8)
      bytes_[at++] = static_cast<std::uint8_t>(part >> shift);
  }
}

inline SidView::SidView(const Sid& sid) : bytes_(sid.bytes_.data()) {}

struct SidContext {
  const Sid* machine = nullptr;
  const Sid* domain = nullptr;
  const Sid* root = nullptr;

  static SidContext all(const Sid& sid) { return {&sid, &sid, &sid}; }
};

// "S-1-5-18"; an authority above 32 bits is written in hexadecimal (upper case, as Win32 does).
std::string to_string(SidView sid);
inline std::string to_string(const Sid& sid) { return to_string(sid.view()); }

}  // namespace wfp::security

template <>
struct std::hash<wfp::security::Sid> {
  std::size_t operator()(const wfp::security::Sid& sid) const noexcept {
    const auto bytes = sid.bytes();
    return std::hash<std::string_view>{}(
        {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
};
