#include "security/sid.h"

#include <algorithm>

namespace wfp::security {
std::size_t SidView::size_at(ByteView bytes) {
  if (bytes.size() < 8 || bytes[0] != 1 || bytes[1] > Sid::kMaxSubAuthorities) return 0;
  const std::size_t size = 8 + 4 * std::size_t{bytes[1]};
  return size <= bytes.size() ? size : 0;
}

std::uint64_t SidView::authority() const {
  std::uint64_t value = 0;
  for (int i = 2; i < 8; ++i) value = value << 8 | bytes_[i];
  return value;
}

Sid::Sid(SidView view) { std::ranges::copy(view.bytes(), bytes_.begin()); }

Result<Sid> Sid::from_bytes(ByteView bytes) {
  const std::size_t size = SidView::size_at(bytes);
  if (size == 0)
    return fail(Status::invalid_sid, "not a SID: revision, sub-authority count or length is wrong");
  if (size != bytes.size()) return fail(Status::invalid_sid, "bytes follow the SID");
  return Sid(SidView(bytes.data()));
}

Result<Sid> Sid::from_parts(std::uint64_t authority,
                            std::span<const std::uint32_t> sub_authorities) {
  if (authority > kMaxAuthority) return fail(Status::invalid_sid, "the authority exceeds 48 bits");
  if (sub_authorities.size() > kMaxSubAuthorities)
    return fail(Status::invalid_sid, "more than 15 sub-authorities");
  Sid sid(authority, {});
  sid.bytes_[1] = static_cast<std::uint8_t>(sub_authorities.size());
  for (std::size_t i = 0; i < sub_authorities.size(); ++i)
    store(sid.bytes_.data() + 8 + 4 * i, sub_authorities[i]);
  return sid;
}

Result<Sid> Sid::child(std::uint32_t relative_id) const {
  const std::size_t count = sub_authority_count();
  if (count == kMaxSubAuthorities) return fail(Status::invalid_sid, "more than 15 sub-authorities");
  Sid sid = *this;
  sid.bytes_[1] = static_cast<std::uint8_t>(count + 1);
  store(sid.bytes_.data() + 8 + 4 * count, relative_id);
  return sid;
}

std::strong_ordering operator<=>(const Sid& a, const Sid& b) {
  const auto left = a.bytes(), right = b.bytes();
  return std::lexicographical_compare_three_way(left.begin(), left.end(), right.begin(),
                                                right.end());
}

}  // namespace wfp::security
