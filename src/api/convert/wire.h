// The small parts that Windows' structures and the protocol's have in common: GUIDs, texts, blobs.
#pragma once

#include <cstring>
#include <string>

#include "api/convert/room.h"
#include "api/windows.h"
#include "base/wide.h"
#include "ipc/capnp.h"

namespace wfp::api {

inline kj::ArrayPtr<const kj::byte> data_of(std::span<const std::uint8_t> bytes) {
  return kj::arrayPtr(bytes.data(), bytes.size());
}
inline kj::ArrayPtr<const kj::byte> data_of(const GUID& guid) {
  return kj::arrayPtr(reinterpret_cast<const kj::byte*>(&guid), sizeof guid);
}

// All zero where the engine sent no GUID.
inline GUID guid_of(capnp::Data::Reader data) {
  GUID guid{};
  if (data.size() == sizeof guid) std::memcpy(&guid, data.begin(), sizeof guid);
  return guid;
}

// Null where there is none.
inline GUID* place_guid(capnp::Data::Reader data, Room& room) {
  if (data.size() != sizeof(GUID)) return nullptr;
  auto* guid = room.place<GUID>();
  *guid = guid_of(data);
  return guid;
}

// The number in an enumerator's place. A caller may have put any there; as an enumerator it could
// not be looked at.
template <class Enum>
std::uint32_t number_of(const Enum& value) {
  std::uint32_t number = 0;
  static_assert(sizeof value == sizeof number);
  std::memcpy(&number, &value, sizeof number);
  return number;
}

// For strings of the C API that must be what its texts are.
inline Call<std::string> bytes_of_text(const wchar_t* text) {
  auto bytes = from_wide(text);
  if (!bytes) return fail(Refusal(Status::fwp_invalid_parameter, std::move(bytes).error().what));
  return *std::move(bytes);
}

inline std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

inline wchar_t* place_wide(capnp::Text::Reader text, Room& room) {
  const std::wstring wide = to_wide(view_of(text));
  return room.copy_text(std::wstring_view(wide));
}
inline char* place_text(capnp::Text::Reader text, Room& room) {
  return room.copy_text(view_of(text));
}

inline FWP_BYTE_BLOB place_blob(capnp::Data::Reader data, Room& room) {
  if (data.size() == 0) return {0, nullptr};
  return {static_cast<UINT32>(data.size()), room.copy(std::span(data.begin(), data.size()))};
}

inline Refusal malformed_answer() {
  return Refusal(Status::internal_error, "the engine sent a malformed answer");
}

}  // namespace wfp::api
