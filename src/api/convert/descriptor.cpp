#include "api/convert/descriptor.h"

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

// The head of a self-relative descriptor. Offsets count from its first byte, 0 = absent.
struct Head {
  std::uint8_t revision;
  std::uint8_t reserved;
  std::uint16_t control;
  std::uint32_t owner;
  std::uint32_t group;
  std::uint32_t sacl;
  std::uint32_t dacl;
};
static_assert(sizeof(Head) == 20);

class Parser {
 public:
  explicit Parser(std::span<std::uint8_t> bytes) : bytes_(bytes) {}

  PSID sid(std::uint32_t offset) {
    if (offset == 0) return nullptr;
    if (offset % 4 != 0 || offset > bytes_.size() || sid_length(bytes_.subspan(offset)) == 0)
      return refuse();
    return bytes_.data() + offset;
  }
  PACL acl(std::uint32_t offset) {
    if (offset == 0) return nullptr;
    if (offset % 4 != 0 || offset > bytes_.size() || bytes_.size() - offset < sizeof(ACL)) {
      refuse();
      return nullptr;
    }
    auto* acl = reinterpret_cast<PACL>(bytes_.data() + offset);
    if (acl->AclSize < sizeof(ACL) || acl->AclSize > bytes_.size() - offset) refuse();
    return acl;
  }
  [[nodiscard]] bool good() const { return good_; }

 private:
  PSID refuse() {
    good_ = false;
    return nullptr;
  }

  std::span<std::uint8_t> bytes_;
  bool good_ = true;
};

}  // namespace

Call<DescriptorParts> convert_descriptor(std::span<const std::uint8_t> bytes) {
  const auto malformed = [] {
    return fail(Refusal(Status::internal_error, "the engine sent a malformed security descriptor"));
  };
  Head head{};
  if (bytes.size() < sizeof head) return malformed();
  std::memcpy(&head, bytes.data(), sizeof head);
  if (head.revision != 1 || (head.control & SE_SELF_RELATIVE) == 0) return malformed();

  BlockSize size;
  size.add<std::uint8_t>(bytes.size());
  WFP_TRY(Block block, Block::allocate(size));
  Parser parser({block.copy(bytes), bytes.size()});
  DescriptorParts parts;
  parts.owner = parser.sid(head.owner);
  parts.group = parser.sid(head.group);
  parts.dacl = (head.control & SE_DACL_PRESENT) != 0 ? parser.acl(head.dacl) : nullptr;
  parts.sacl = (head.control & SE_SACL_PRESENT) != 0 ? parser.acl(head.sacl) : nullptr;
  if (!parser.good()) return malformed();
  parts.descriptor = block.release();
  return parts;
}

Call<std::optional<std::span<const std::uint8_t>>> bytes_of_descriptor(PSECURITY_DESCRIPTOR sd) {
  if (sd == nullptr) return std::nullopt;
  const auto* bytes = static_cast<const std::uint8_t*>(sd);
  Head head{};
  std::memcpy(&head, bytes, sizeof head);
  if ((head.control & SE_SELF_RELATIVE) == 0)
    return fail(Refusal(Status::descriptor_not_self_relative));
  std::size_t end = sizeof head;
  const auto reach = [&](std::uint32_t offset, std::size_t length) {
    end = std::max(end, offset + length);
  };
  for (const std::uint32_t sid : {head.owner, head.group}) {
    if (sid != 0) reach(sid, bytes_behind(reinterpret_cast<const SID*>(bytes + sid)).size());
  }
  for (const std::uint32_t acl : {head.dacl, head.sacl}) {
    if (acl != 0) reach(acl, bytes_behind(reinterpret_cast<const ACL*>(bytes + acl)).size());
  }
  return std::span(bytes, end);
}

}  // namespace wfp::api
