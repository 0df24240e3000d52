// ACLs as Windows' functions get them: a buffer with a header that says its size, to be filled in
// place.
#pragma once

#include <windows.h>

#include <span>

#include "base/result.h"
#include "security/acl.h"

namespace wfp::win32 {

// The bytes of the ACL behind a pointer, as its header counts them; empty for a null pointer.
security::ByteView acl_bytes(const ACL* acl);

// Borrows a well-formed ACL; `otherwise` if there is none.
Result<security::AclView> acl_at(const ACL* acl, Status otherwise = Status::invalid_acl);

// An ACL in its buffer: the ACEs, and the room behind them.
class AclBuffer {
 public:
  // invalid_acl if the buffer holds no well-formed ACL.
  static Result<AclBuffer> at(PACL acl);

  [[nodiscard]] std::size_t ace_count() const { return acl_->AceCount; }
  // Bytes of the header and the ACEs.
  [[nodiscard]] std::size_t used() const;
  [[nodiscard]] std::size_t free() const { return acl_->AclSize - used(); }
  // Where the `index`th ACE begins; with index = ace_count(), where the next would.
  [[nodiscard]] BYTE* ace(std::size_t index) const;

  // Makes room before the `index`th ACE and writes `count` ACEs there. The revision rises to
  // `revision`.
  Result<void> insert(std::size_t index, security::ByteView aces, std::size_t count, BYTE revision);
  void remove(std::size_t index);

 private:
  explicit AclBuffer(PACL acl) : acl_(acl) {}
  PACL acl_;
};

}  // namespace wfp::win32
