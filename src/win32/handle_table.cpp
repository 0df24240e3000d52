#include "win32/handle_table.h"

#include <pthread.h>
#include <sys/random.h>

#include <cstdint>
#include <new>

namespace wfp::win32 {
namespace {

// A number that looks like a handle of Windows (a multiple of 4) and is neither null nor one of the
// pseudo handles, which are small and negative. 0 if the kernel has no random bytes for us.
std::uintptr_t draw() {
  std::uintptr_t number = 0;
  if (::getrandom(&number, sizeof number, 0) != static_cast<ssize_t>(sizeof number)) return 0;
  return number & 0x0000FFFFFFFFFFFC;
}

}  // namespace

Result<HANDLE> HandleTable::add(std::shared_ptr<const HandleObject> object) {
  const std::lock_guard lock(mutex_);
  if (objects_.size() >= kMaxHandles) return fail(Status::no_memory, "too many open handles");
  for (int attempt = 0; attempt < 64; ++attempt) {
    const auto handle = reinterpret_cast<HANDLE>(draw());
    if (handle != nullptr && objects_.try_emplace(handle, object).second) return handle;
  }
  return fail(Status::no_memory, "no random number for a handle");
}

std::shared_ptr<const HandleObject> HandleTable::find(HANDLE handle) const {
  const std::lock_guard lock(mutex_);
  const auto at = objects_.find(handle);
  return at == objects_.end() ? nullptr : at->second;
}

Result<void> HandleTable::close(HANDLE handle) {
  std::shared_ptr<const HandleObject> closed;  // destroyed without the lock
  const std::lock_guard lock(mutex_);
  const auto at = objects_.find(handle);
  if (at == objects_.end()) return fail(Status::invalid_handle);
  closed = std::move(at->second);
  objects_.erase(at);
  return {};
}

void HandleTable::after_fork_in_child() {
  objects_.clear();
  mutex_.unlock();
}

HandleTable& handle_table() {
  // Never destroyed: a thread may still close a handle while the process ends.
  alignas(HandleTable) static std::byte place[sizeof(HandleTable)];
  static HandleTable* const table = [] {
    auto* made = new (place) HandleTable;
    ::pthread_atfork([] { handle_table().before_fork(); },
                     [] { handle_table().after_fork_in_parent(); },
                     [] { handle_table().after_fork_in_child(); });
    return made;
  }();
  return *table;
}

}  // namespace wfp::win32
