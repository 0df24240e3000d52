#include "security/acl.h"

#include <algorithm>

namespace wfp::security {
namespace {

bool needs_object_revision(AceType type) { return shape_of(type) == AceShape::object; }

Bytes ace_bytes(const Ace& ace) {
  Bytes out{static_cast<std::uint8_t>(ace.type), ace.flags, 0, 0};
  const AceShape shape = shape_of(ace.type);
  if (shape != AceShape::opaque) {
    append(out, ace.mask);
    if (shape == AceShape::object) {
      append(out,
             std::uint32_t{(ace.object_type ? 1u : 0u) | (ace.inherited_object_type ? 2u : 0u)});
      if (ace.object_type) append(out, *ace.object_type);
      if (ace.inherited_object_type) append(out, *ace.inherited_object_type);
    }
    append(out, ace.sid.bytes());
  }
  append(out, ByteView(ace.data));
  return out;
}

}  // namespace

const char* AclView::check(ByteView bytes) {
  if (bytes.size() < kHeaderSize) return "shorter than an ACL's header";
  if (bytes[0] < 2 || bytes[0] > 4) return "the ACL's revision is none of 2, 3, 4";
  const std::size_t size = load<std::uint16_t>(bytes.data() + 2);
  if (size < kHeaderSize || size > bytes.size()) return "AclSize does not fit";
  const std::size_t count = load<std::uint16_t>(bytes.data() + 4);
  std::size_t at = kHeaderSize;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t ace_size = AceView::size_at(bytes.subspan(at, size - at));
    if (ace_size == 0) return "an ACE is malformed or does not fit in the ACL";
    at += ace_size;
  }
  return nullptr;
}

Result<AclView> AclView::from_bytes(ByteView bytes) {
  if (const char* wrong = check(bytes)) return fail(Status::invalid_acl, wrong);
  return AclView(bytes.data());
}

Acl::Acl() : bytes_{kRevision, 0, AclView::kHeaderSize, 0, 0, 0, 0, 0} {}

Acl::Acl(AclView view) : bytes_(view.bytes().begin(), view.bytes().end()) {}

Result<Acl> Acl::from_bytes(ByteView bytes) { return adopt(Bytes(bytes.begin(), bytes.end())); }

Result<Acl> Acl::adopt(Bytes bytes) {
  WFP_TRY(const AclView view, AclView::from_bytes(bytes));
  if (view.bytes().size() != bytes.size()) return fail(Status::invalid_acl, "bytes follow the ACL");
  Acl acl;
  acl.bytes_ = std::move(bytes);
  return acl;
}

Result<void> Acl::append(const Ace& ace) {
  if (ace.data.size() % 4 != 0)
    return fail(Status::invalid_parameter, "the ACE's data is no multiple of 4 bytes");
  if (shape_of(ace.type) != AceShape::object && (ace.object_type || ace.inherited_object_type)) {
    return fail(Status::invalid_parameter, "this ACE type holds no object types");
  }
  if (ace.data.size() > kMaxSize) return fail(Status::invalid_acl, "the ACL would exceed 64 KiB");
  Bytes bytes = ace_bytes(ace);
  if (bytes.size() > kMaxSize) return fail(Status::invalid_acl, "the ACL would exceed 64 KiB");
  store(bytes.data() + 2, static_cast<std::uint16_t>(bytes.size()));
  return append_bytes(bytes);
}

Result<void> Acl::append(AceView ace) { return append_bytes(ace.bytes()); }

// Slack, if any, is dropped: it stood behind the last ACE.
Result<void> Acl::append_bytes(ByteView ace) {
  std::size_t end = AclView::kHeaderSize;
  for (const AceView each : aces()) end += each.size();
  if (end + ace.size() > kMaxSize) return fail(Status::invalid_acl, "the ACL would exceed 64 KiB");
  const Bytes copy(ace.begin(), ace.end());  // `ace` may stand in this very ACL
  bytes_.resize(end);
  security::append(bytes_, ByteView(copy));
  store(bytes_.data() + 2, static_cast<std::uint16_t>(bytes_.size()));
  store(bytes_.data() + 4, static_cast<std::uint16_t>(ace_count() + 1));
  if (needs_object_revision(static_cast<AceType>(copy[0]))) bytes_[0] = kObjectRevision;
  return {};
}

}  // namespace wfp::security
