// The contracts of the functions that every kind of object has: Add, Delete, Get, enumeration and
// subscription. The functions themselves are in policy_*.cpp.
#pragma once

#include "api/client/subscription.h"
#include "api/convert/descriptor.h"
#include "api/convert/objects.h"
#include "api/convert/selection.h"
#include "api/convert/wire.h"
#include "api/edge/edge.h"
#include "api/edge/hand_out.h"

namespace wfp::api {

template <class T, class Id>
Call<void> add(HANDLE handle, const T* object, PSECURITY_DESCRIPTOR sd, Id* id) {
  if (id != nullptr) *id = 0;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(object));
  WFP_TRY(const auto descriptor, bytes_of_descriptor(sd));
  WFP_TRY(const std::uint64_t added,
          add_object(*engine, [&](auto wire) { return write_object(*object, wire); }, descriptor));
  if (id != nullptr) *id = static_cast<Id>(added);
  return {};
}

template <class T>
Call<void> add(HANDLE handle, const T* object, PSECURITY_DESCRIPTOR sd) {
  return add(handle, object, sd, static_cast<UINT64*>(nullptr));
}

// By `const GUID*`, or by a number.
inline Call<PolicyName> name_of(PolicyKind kind, const GUID* key) {
  WFP_CHECK_OK(require(key));
  PolicyName name{kind, std::array<std::uint8_t, 16>()};
  std::memcpy(std::get<0>(name.key_or_id).data(), key, sizeof *key);
  return name;
}
inline Call<PolicyName> name_of(PolicyKind kind, UINT64 id) { return PolicyName{kind, id}; }

template <class KeyOrId>
Call<void> remove(HANDLE handle, PolicyKind kind, KeyOrId key_or_id) {
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_TRY(const auto name, name_of(kind, key_or_id));
  return remove_object(*engine, name);
}

template <class T, class KeyOrId>
Call<void> get(HANDLE handle, PolicyKind kind, KeyOrId key_or_id, T** object) {
  if (object != nullptr) *object = nullptr;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_TRY(const auto name, name_of(kind, key_or_id));
  WFP_CHECK_OK(require(object));
  const auto read = [](PolicyWire::Reader wire) {
    return build([&](Room& room) { return read_object(wire, *room.place<T>(), room); });
  };
  return hand_out(get_object(*engine, name, read), object);
}

template <class Template>
Call<void> create_enum(HANDLE handle, PolicyKind kind, const Template* wanted,
                       HANDLE* enum_handle) {
  if (enum_handle != nullptr) *enum_handle = nullptr;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(enum_handle));
  WFP_TRY(auto enumeration, PolicyEnum::create(engine, kind, [&](auto wire) {
            return write_selection(wanted, wire);
          }));
  WFP_TRY(const auto process, Process::get());
  WFP_TRY(*enum_handle, give_handle(*process, std::move(enumeration)));
  return {};
}

// What a session gave out for one kind of objects is of no use for another.
template <class T>
Call<std::shared_ptr<T>> object_of_kind(const std::shared_ptr<Engine>& engine, PolicyKind kind,
                                        HANDLE handle) {
  WFP_TRY(auto object, object_of<T>(engine, handle));
  if (object->kind() != kind) return fail(Refusal(Status::invalid_handle));
  return object;
}

template <class T>
Call<void> destroy_of_kind(HANDLE engine_handle, PolicyKind kind, HANDLE handle) {
  WFP_TRY(const auto engine, engine_of(engine_handle));
  WFP_CHECK_OK(object_of_kind<T>(engine, kind, handle));
  return destroy_object<T>(engine_handle, handle);
}

// An array of pointers, and behind it what they point to.
template <class T, class Objects, class Read>
Call<void> place_rows(const Objects& objects, Room& room, const Read& read) {
  T** pointers = room.place<T*>(objects.size());
  std::size_t i = 0;
  for (const auto object : objects) {
    pointers[i] = room.place<T>();
    WFP_CHECK_OK(read(object, *pointers[i++], room));
  }
  return {};
}

template <class T>
Call<void> enumerate(HANDLE handle, PolicyKind kind, HANDLE enum_handle, UINT32 requested,
                     T*** entries, UINT32* returned) {
  if (entries != nullptr) *entries = nullptr;
  if (returned != nullptr) *returned = 0;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_TRY(const auto enumeration, object_of_kind<PolicyEnum>(engine, kind, enum_handle));
  WFP_CHECK_OK(require(entries, returned));
  const auto read = [](const PolicyEnum::Objects& objects) {
    return build([&](Room& room) {
      return place_rows<T>(objects, room,
                           [](auto wire, T& to, Room& in) { return read_object(wire, to, in); });
    });
  };
  return hand_out(enumeration->next(requested, read), entries, returned);
}

// Change: FWPM_..._CHANGE0. `read` fills one from the protocol's.
template <class Change, class Subscribed, class Read>
Call<void> subscribe_changes(HANDLE handle, PolicyKind kind, const Subscribed* subscription,
                             void (*callback)(void*, const Change*), void* context,
                             HANDLE* change_handle, Read read_change) {
  if (change_handle != nullptr) *change_handle = nullptr;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(subscription, callback, change_handle));
  const auto read = [read_change](ipc::wire::PolicyChange::Reader wire) {
    return build([&](Room& room) -> Call<void> {
      auto* change = room.place<Change>();
      change->changeType = static_cast<FWPM_CHANGE_TYPE>(wire.getType());
      read_change(wire, *change);
      return {};
    });
  };
  WFP_TRY(auto subscribed,
          Subscription::to_changes(
              engine, kind,
              [&](auto wire) { return write_selection(subscription->enumTemplate, wire); },
              subscription->flags, read,
              [callback, context](const void* change) {
                callback(context, static_cast<const Change*>(change));
              }));
  WFP_TRY(const auto process, Process::get());
  WFP_TRY(*change_handle, give_handle(*process, std::move(subscribed)));
  return {};
}

template <class T>
Call<void> subscriptions(HANDLE handle, PolicyKind kind, T*** entries, UINT32* count) {
  if (entries != nullptr) *entries = nullptr;
  if (count != nullptr) *count = 0;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(entries, count));
  const auto read_one = [](ipc::wire::PolicySubscription::Reader wire, T& to, Room& room) {
    to.flags = wire.getFlags();
    to.sessionKey = guid_of(wire.getSessionKey());
    return read_selection(wire.getWanted(), to.enumTemplate, room);
  };
  const auto read = [&](auto list) {
    return build([&](Room& room) { return place_rows<T>(list, room, read_one); });
  };
  return hand_out(change_subscriptions(*engine, kind, read), entries, count);
}

// The object of a ...ByKey0 function on security: NULL is the container.
inline Object securable(PolicyKind kind, const GUID* key) {
  Object object{};
  object.type = static_cast<ObjectType>(static_cast<std::uint32_t>(ObjectType::provider) +
                                        static_cast<std::uint32_t>(kind) -
                                        static_cast<std::uint32_t>(PolicyKind::PROVIDER));
  if (key != nullptr) std::memcpy(object.key.data(), key, object.key.size());
  return object;
}

}  // namespace wfp::api
