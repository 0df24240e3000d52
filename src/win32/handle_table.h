// The handles of this process: opaque numbers that are checked at each use.
//
// One table serves both flavours of the client library. A number is drawn at random, so that a
// closed handle, one made up and one of another process are found out; a forked child has none of
// its parent's. The objects behind them are shared: one that a call is using outlives its handle
// until the call returns.
#pragma once

#include <windows.h>

#include <memory>
#include <mutex>
#include <unordered_map>

#include "base/result.h"

namespace wfp::win32 {

// What a handle stands for.
class HandleObject {
 public:
  HandleObject() = default;
  HandleObject(const HandleObject&) = delete;
  HandleObject& operator=(const HandleObject&) = delete;
  virtual ~HandleObject() = default;
};

class HandleTable {
 public:
  static constexpr std::size_t kMaxHandles = std::size_t{1} << 20;

  // no_memory when kMaxHandles are open or no random number is to be had.
  Result<HANDLE> add(std::shared_ptr<const HandleObject> object);

  // The object, or invalid_handle if the number is no handle or stands for no T.
  template <class T>
  Result<std::shared_ptr<const T>> get(HANDLE handle) const {
    auto object = std::dynamic_pointer_cast<const T>(find(handle));
    if (object == nullptr) return fail(Status::invalid_handle);
    return object;
  }

  Result<void> close(HANDLE handle);

  // Around fork(2): the lock is held over it, and the child forgets the handles.
  void before_fork() { mutex_.lock(); }
  void after_fork_in_parent() { mutex_.unlock(); }
  void after_fork_in_child();

 private:
  [[nodiscard]] std::shared_ptr<const HandleObject> find(HANDLE handle) const;

  mutable std::mutex mutex_;
  std::unordered_map<HANDLE, std::shared_ptr<const HandleObject>> objects_;
};

// The table of this process. A C program brings no place to keep one.
HandleTable& handle_table();

}  // namespace wfp::win32
