#include "win32/acl_access.h"

#include <algorithm>
#include <cstring>

namespace wfp::win32 {
namespace {

std::size_t ace_size(const BYTE* ace) { return security::load<std::uint16_t>(ace + 2); }

}  // namespace

security::ByteView acl_bytes(const ACL* acl) {
  if (acl == nullptr) return {};
  return {reinterpret_cast<const std::uint8_t*>(acl),
          std::max<std::size_t>(acl->AclSize, sizeof(ACL))};
}

Result<security::AclView> acl_at(const ACL* acl, Status otherwise) {
  const auto bytes = acl_bytes(acl);
  if (bytes.empty() || security::AclView::check(bytes) != nullptr) return fail(otherwise);
  return security::AclView(bytes.data());
}

Result<AclBuffer> AclBuffer::at(PACL acl) {
  WFP_TRY(const auto view, acl_at(acl));
  static_cast<void>(view);
  return AclBuffer(acl);
}

BYTE* AclBuffer::ace(std::size_t index) const {
  BYTE* at = reinterpret_cast<BYTE*>(acl_) + sizeof(ACL);
  for (std::size_t i = 0; i < index; ++i) at += ace_size(at);
  return at;
}

std::size_t AclBuffer::used() const {
  return static_cast<std::size_t>(ace(ace_count()) - reinterpret_cast<BYTE*>(acl_));
}

Result<void> AclBuffer::insert(std::size_t index, security::ByteView aces, std::size_t count,
                               BYTE revision) {
  if (aces.size() > free() || acl_->AceCount + count > 0xFFFF)
    return fail(Status::allotted_space_exceeded);
  BYTE* const end = ace(ace_count());
  BYTE* const at = ace(index);
  std::memmove(at + aces.size(), at, static_cast<std::size_t>(end - at));
  if (!aces.empty()) std::memcpy(at, aces.data(), aces.size());
  acl_->AceCount = static_cast<WORD>(acl_->AceCount + count);
  acl_->AclRevision = std::max(acl_->AclRevision, revision);
  return {};
}

void AclBuffer::remove(std::size_t index) {
  BYTE* const end = ace(ace_count());
  BYTE* const at = ace(index);
  const std::size_t size = ace_size(at);
  std::memmove(at, at + size, static_cast<std::size_t>(end - at) - size);
  std::memset(end - size, 0, size);
  --acl_->AceCount;
}

}  // namespace wfp::win32
