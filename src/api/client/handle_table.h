// The handles a library gives out: opaque numbers, checked at each use.
//
// A number names a slot, the slot's generation, the process and the library that made it, so that a
// closed handle, a made-up one, one inherited over fork(2) and one of the other library are all
// found out. No valid handle is 0 or all ones.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "api/client/refusal.h"

namespace wfp::api {

// The value of a HANDLE.
using HandleValue = std::uintptr_t;

// What a handle stands for. Usable from several threads at once; destroyed when the handle is
// closed and the last call that uses it has returned.
class HandleObject {
 public:
  HandleObject() = default;
  HandleObject(const HandleObject&) = delete;
  HandleObject& operator=(const HandleObject&) = delete;
  virtual ~HandleObject() = default;
};

class HandleTable {
 public:
  // `library` tells this table's handles from those of another library (7 bits), `process` from
  // those of a table that a forked child inherited (10 bits count).
  HandleTable(std::uint8_t library, std::uint32_t process)
      : library_(library), process_(process & 0x3ff) {}

  // Status::insufficient_resources when a million handles are open.
  [[nodiscard]] Call<HandleValue> add(std::shared_ptr<HandleObject> object);

  // The object, or Status::invalid_handle if there is none or it is not a T.
  template <class T>
  [[nodiscard]] Call<std::shared_ptr<T>> get(HandleValue handle) const;

  // The same, and the handle is closed.
  template <class T>
  [[nodiscard]] Call<std::shared_ptr<T>> remove(HandleValue handle);

  // Closes the handles of all Ts that satisfy the predicate.
  template <class T, class Predicate>
  void remove_all(Predicate predicate);

 private:
  struct Slot {
    std::uint32_t generation = 0;  // 24 bits
    std::shared_ptr<HandleObject> object;
  };

  [[nodiscard]] HandleValue value_of(std::size_t index) const;
  [[nodiscard]] const Slot* find(HandleValue handle) const;

  std::uint8_t library_;
  std::uint32_t process_;
  mutable std::mutex mutex_;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_;
};

template <class T>
Call<std::shared_ptr<T>> HandleTable::get(HandleValue handle) const {
  const std::lock_guard lock(mutex_);
  const Slot* slot = find(handle);
  auto object = slot == nullptr ? nullptr : std::dynamic_pointer_cast<T>(slot->object);
  if (object == nullptr) return fail(Refusal(Status::invalid_handle));
  return object;
}

template <class T>
Call<std::shared_ptr<T>> HandleTable::remove(HandleValue handle) {
  const std::lock_guard lock(mutex_);
  const Slot* slot = find(handle);
  auto object = slot == nullptr ? nullptr : std::dynamic_pointer_cast<T>(slot->object);
  if (object == nullptr) return fail(Refusal(Status::invalid_handle));
  const auto index = static_cast<std::uint32_t>(slot - slots_.data());
  free_.push_back(index);
  slots_[index].object.reset();
  return object;
}

template <class T, class Predicate>
void HandleTable::remove_all(Predicate predicate) {
  std::vector<std::shared_ptr<HandleObject>> closed;  // destroyed without the lock
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    const T* object = dynamic_cast<const T*>(slots_[i].object.get());
    if (object == nullptr || !predicate(*object)) continue;
    closed.push_back(std::move(slots_[i].object));
    free_.push_back(static_cast<std::uint32_t>(i));
  }
}

}  // namespace wfp::api
