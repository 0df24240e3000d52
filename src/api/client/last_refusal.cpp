#include "api/client/last_refusal.h"

#include <algorithm>
#include <span>
#include <string_view>

#include "api/convert/object_name.h"
#include "api/convert/sid.h"

namespace wfp::api {
namespace {

constexpr std::size_t kMaxSid = 68;

// Plain memory: a thread-local object with a destructor would keep the library from being unloaded.
struct Kept {
  bool any;
  Status status;
  Object object;
  std::uint32_t missing_access;
  std::size_t owner_size;
  std::uint8_t owner[kMaxSid];
  char privilege[64];
  char detail[512];
};
static_assert(std::is_trivially_destructible_v<Kept>);
constinit thread_local Kept kept{};

template <std::size_t N>
void keep_text(std::string_view text, char (&to)[N]) {
  std::size_t length = std::min(text.size(), N - 1);
  while (length < text.size() && length > 0 && (text[length] & 0xc0) == 0x80)
    --length;  // whole characters
  std::copy_n(text.begin(), length, to);
  to[length] = '\0';
}

}  // namespace

void remember_refusal(const Refusal& refusal) noexcept {
  kept.any = true;
  kept.status = refusal.status;
  kept.object = refusal.object;
  kept.missing_access = refusal.missing_access;
  kept.owner_size = refusal.owner.size() <= kMaxSid ? refusal.owner.size() : 0;
  std::copy_n(refusal.owner.begin(), kept.owner_size, kept.owner);
  keep_text(refusal.privilege, kept.privilege);
  keep_text(refusal.detail.empty() ? status_info(refusal.status).meaning
                                   : std::string_view(refusal.detail),
            kept.detail);
}

Call<OwnedMemory> last_refusal(std::uint32_t (*code)(Status)) {
  if (!kept.any) return fail(Refusal(Status::not_found));
  const std::string_view privilege = kept.privilege;
  const std::string_view detail = kept.detail;
  BlockSize size;
  size.add<OPENWFP_REFUSAL0>();
  size.add<char>(privilege.size() + 1);
  size.add<char>(detail.size() + 1);
  size.add<std::uint8_t>(kept.owner_size);
  WFP_TRY(Block block, Block::allocate(size));
  auto* refusal = block.place<OPENWFP_REFUSAL0>();
  refusal->status = code(kept.status);
  refusal->object = windows_object(kept.object);
  refusal->missingAccess = kept.missing_access;
  refusal->privilege = block.copy_text(privilege);
  refusal->detail = block.copy_text(detail);
  refusal->owner = place_sid(std::span<const std::uint8_t>(kept.owner, kept.owner_size), block);
  return block.release();
}

}  // namespace wfp::api
