// Lays a structure and the SIDs it points to into a buffer of the caller's. Without a buffer it
// only adds up what they take.
#pragma once

#include <windows.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <vector>

#include "win32/token_object.h"

namespace wfp::win32 {

class BufferLayout {
 public:
  BufferLayout(void* buffer, std::size_t fixed) : base_(static_cast<BYTE*>(buffer)), size_(fixed) {}

  PSID sid(const security::Sid& sid) {
    BYTE* const at = base_ == nullptr ? nullptr : base_ + size_;
    if (at != nullptr) std::memcpy(at, sid.bytes().data(), sid.size());
    size_ += sid.size();
    return at;
  }
  // `value` at `offset` of the structure.
  template <class T>
  void put(std::size_t offset, const T& value) {
    if (base_ != nullptr) std::memcpy(base_ + offset, &value, sizeof value);
  }
  [[nodiscard]] std::size_t size() const { return size_; }

 private:
  BYTE* base_;
  std::size_t size_;
};

// Each returns the bytes it takes.
inline std::size_t lay_user(const SidWithAttributes& user, void* buffer) {
  BufferLayout out(buffer, sizeof(TOKEN_USER));
  out.put(0, TOKEN_USER{{out.sid(user.sid), user.attributes}});
  return out.size();
}

inline std::size_t lay_groups(const std::vector<SidWithAttributes>& groups, void* buffer) {
  constexpr std::size_t first = offsetof(TOKEN_GROUPS, Groups);
  BufferLayout out(
      buffer, std::max(sizeof(TOKEN_GROUPS), first + groups.size() * sizeof(SID_AND_ATTRIBUTES)));
  out.put(0, static_cast<DWORD>(groups.size()));
  for (std::size_t i = 0; i < groups.size(); ++i) {
    out.put(first + i * sizeof(SID_AND_ATTRIBUTES),
            SID_AND_ATTRIBUTES{out.sid(groups[i].sid), groups[i].attributes});
  }
  return out.size();
}

inline std::size_t lay_privileges(const std::vector<LUID_AND_ATTRIBUTES>& privileges,
                                  void* buffer) {
  constexpr std::size_t first = offsetof(TOKEN_PRIVILEGES, Privileges);
  BufferLayout out(buffer, first + privileges.size() * sizeof(LUID_AND_ATTRIBUTES));
  out.put(0, static_cast<DWORD>(privileges.size()));
  for (std::size_t i = 0; i < privileges.size(); ++i) {
    out.put(first + i * sizeof(LUID_AND_ATTRIBUTES), privileges[i]);
  }
  return out.size();
}

template <class T>
std::size_t lay_value(const T& value, void* buffer) {
  if (buffer != nullptr) std::memcpy(buffer, &value, sizeof value);
  return sizeof value;
}

}  // namespace wfp::win32
