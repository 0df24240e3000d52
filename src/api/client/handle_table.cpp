#include "api/client/handle_table.h"

namespace wfp::api {
namespace {

// 0 | library:7 | generation:24 | process:10 | index + 1:20 | 00, as Windows' handles are multiples
// of four.
static_assert(sizeof(HandleValue) == 8, "handles are 64 bits wide");
constexpr unsigned kIndexShift = 2;
constexpr unsigned kProcessShift = 22;
constexpr unsigned kGenerationShift = 32;
constexpr unsigned kLibraryShift = 56;
constexpr std::uint32_t kGenerationMask = 0xffffff;
constexpr std::size_t kMaxIndex = 0xfffff - 1;

}  // namespace

HandleValue HandleTable::value_of(std::size_t index) const {
  return HandleValue{library_} << kLibraryShift |
         HandleValue{slots_[index].generation} << kGenerationShift |
         HandleValue{process_} << kProcessShift |
         static_cast<HandleValue>(index + 1) << kIndexShift;
}

const HandleTable::Slot* HandleTable::find(HandleValue handle) const {
  const std::size_t number = (handle & ((1u << kProcessShift) - 1)) >> kIndexShift;
  if (number == 0 || number > slots_.size() || value_of(number - 1) != handle) return nullptr;
  const Slot& slot = slots_[number - 1];
  return slot.object == nullptr ? nullptr : &slot;
}

Call<HandleValue> HandleTable::add(std::shared_ptr<HandleObject> object) {
  const std::lock_guard lock(mutex_);
  std::size_t index;
  if (free_.empty()) {
    index = slots_.size();
    if (index > kMaxIndex)
      return fail(Refusal(Status::insufficient_resources, "too many open handles"));
    free_.reserve(index + 1);  // so that remove() cannot fail
    slots_.emplace_back();
  } else {
    index = free_.back();
    free_.pop_back();
  }
  Slot& slot = slots_[index];
  slot.generation = (slot.generation + 1) & kGenerationMask;
  slot.object = std::move(object);
  return value_of(index);
}

}  // namespace wfp::api
