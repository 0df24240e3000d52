// Net events: enumeration, subscription, security.
#include "api/client/net_event_enum.h"
#include "api/convert/net_event.h"
#include "api/edge/policy.h"
#include "api/edge/security.h"

namespace wfp::api {
namespace {

template <class T, int version>
Call<void> enumerate_events(HANDLE handle, HANDLE enum_handle, UINT32 requested, T*** entries,
                            UINT32* returned) {
  if (entries != nullptr) *entries = nullptr;
  if (returned != nullptr) *returned = 0;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_TRY(const auto enumeration, object_of<NetEventEnum>(engine, enum_handle));
  WFP_CHECK_OK(require(entries, returned));
  const auto read_one = [](NetEventWire wire, T& to, Room& room) -> Call<void> {
    read_event(wire, to, room);
    return {};
  };
  const auto read = [&](const NetEventEnum::Events& events) {
    return build([&](Room& room) { return place_rows<T>(events, room, read_one); });
  };
  constexpr NetEventEnum::Keep keep = [](NetEventWire wire) { return can_tell(version, wire); };
  return hand_out(enumeration->next(requested, keep, read), entries, returned);
}

// A callback of version n is told FWPM_NET_EVENT<n + 1>.
template <int version, class Event>
Call<void> subscribe_events(HANDLE handle, const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                            void (*callback)(void*, const Event*), void* context,
                            HANDLE* events_handle) {
  if (events_handle != nullptr) *events_handle = nullptr;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(subscription, callback, events_handle));
  if (subscription->flags != 0) return fail(Refusal(Status::fwp_invalid_flags));
  const auto read = [](NetEventWire wire) -> Call<OwnedMemory> {
    if (!can_tell(version, wire)) return OwnedMemory();
    return build([&](Room& room) -> Call<void> {
      read_event(wire, *room.place<Event>(), room);
      return {};
    });
  };
  WFP_TRY(
      auto subscribed,
      Subscription::to_events(
          engine, [&](auto wire) { return write_wanted(subscription->enumTemplate, wire); }, read,
          [callback, context](const void* event) {
            callback(context, static_cast<const Event*>(event));
          }));
  WFP_TRY(const auto process, Process::get());
  WFP_TRY(*events_handle, give_handle(*process, std::move(subscribed)));
  return {};
}

Call<void> event_subscriptions_of(HANDLE handle, FWPM_NET_EVENT_SUBSCRIPTION0*** entries,
                                  UINT32* count) {
  using T = FWPM_NET_EVENT_SUBSCRIPTION0;
  if (entries != nullptr) *entries = nullptr;
  if (count != nullptr) *count = 0;
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(entries, count));
  const auto read_one = [](ipc::wire::NetEventSubscription::Reader wire, T& to,
                           Room& room) -> Call<void> {
    to.sessionKey = guid_of(wire.getSessionKey());
    WFP_TRY(to.enumTemplate, read_wanted(wire.getWanted(), room));
    return {};
  };
  const auto read = [&](auto list) {
    return build([&](Room& room) { return place_rows<T>(list, room, read_one); });
  };
  return hand_out(event_subscriptions(*engine, read), entries, count);
}

constexpr Object kNetEvents{ObjectType::net_events, 0, {}};

}  // namespace
}  // namespace wfp::api

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmNetEventCreateEnumHandle0(
    HANDLE engineHandle, const FWPM_NET_EVENT_ENUM_TEMPLATE0* enumTemplate, HANDLE* enumHandle) {
  return answer([&]() -> Call<void> {
    if (enumHandle != nullptr) *enumHandle = nullptr;
    WFP_TRY(const auto engine, engine_of(engineHandle));
    WFP_CHECK_OK(require(enumHandle));
    WFP_TRY(auto enumeration, NetEventEnum::create(engine, [&](auto wire) {
              return write_wanted(enumTemplate, wire);
            }));
    WFP_TRY(const auto process, Process::get());
    WFP_TRY(*enumHandle, give_handle(*process, std::move(enumeration)));
    return {};
  });
}

WFP_EXPORT NativeStatus FwpmNetEventDestroyEnumHandle0(HANDLE engineHandle, HANDLE enumHandle) {
  return answer([&] { return destroy_object<NetEventEnum>(engineHandle, enumHandle); });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT0*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT0, 0>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum1(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT1*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT1, 1>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum2(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT2*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT2, 2>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum3(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT3*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT3, 3>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum4(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT4*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT4, 4>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventEnum5(HANDLE engineHandle, HANDLE enumHandle,
                                          UINT32 numEntriesRequested, FWPM_NET_EVENT5*** entries,
                                          UINT32* numEntriesReturned) {
  return answer([&] {
    return enumerate_events<FWPM_NET_EVENT5, 5>(engineHandle, enumHandle, numEntriesRequested,
                                                entries, numEntriesReturned);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscribe0(HANDLE engineHandle,
                                               const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                                               FWPM_NET_EVENT_CALLBACK0 callback, void* context,
                                               HANDLE* eventsHandle) {
  return answer([&] {
    return subscribe_events<1>(engineHandle, subscription, callback, context, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscribe1(HANDLE engineHandle,
                                               const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                                               FWPM_NET_EVENT_CALLBACK1 callback, void* context,
                                               HANDLE* eventsHandle) {
  return answer([&] {
    return subscribe_events<2>(engineHandle, subscription, callback, context, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscribe2(HANDLE engineHandle,
                                               const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                                               FWPM_NET_EVENT_CALLBACK2 callback, void* context,
                                               HANDLE* eventsHandle) {
  return answer([&] {
    return subscribe_events<3>(engineHandle, subscription, callback, context, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscribe3(HANDLE engineHandle,
                                               const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                                               FWPM_NET_EVENT_CALLBACK3 callback, void* context,
                                               HANDLE* eventsHandle) {
  return answer([&] {
    return subscribe_events<4>(engineHandle, subscription, callback, context, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscribe4(HANDLE engineHandle,
                                               const FWPM_NET_EVENT_SUBSCRIPTION0* subscription,
                                               FWPM_NET_EVENT_CALLBACK4 callback, void* context,
                                               HANDLE* eventsHandle) {
  return answer([&] {
    return subscribe_events<5>(engineHandle, subscription, callback, context, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventUnsubscribe0(HANDLE engineHandle, HANDLE eventsHandle) {
  return answer([&] {
    return destroy_of_kind<Subscription>(engineHandle, PolicyKind::NET_EVENT, eventsHandle);
  });
}

WFP_EXPORT NativeStatus FwpmNetEventSubscriptionsGet0(HANDLE engineHandle,
                                                      FWPM_NET_EVENT_SUBSCRIPTION0*** entries,
                                                      UINT32* numEntries) {
  return answer([&] { return event_subscriptions_of(engineHandle, entries, numEntries); });
}

WFP_EXPORT NativeStatus FwpmNetEventsGetSecurityInfo0(HANDLE engineHandle,
                                                      SECURITY_INFORMATION securityInfo,
                                                      PSID* sidOwner, PSID* sidGroup, PACL* dacl,
                                                      PACL* sacl,
                                                      PSECURITY_DESCRIPTOR* securityDescriptor) {
  return answer([&] {
    return get_security_info(engineHandle, kNetEvents, securityInfo,
                             {sidOwner, sidGroup, dacl, sacl, securityDescriptor});
  });
}

WFP_EXPORT NativeStatus FwpmNetEventsSetSecurityInfo0(HANDLE engineHandle,
                                                      SECURITY_INFORMATION securityInfo,
                                                      const SID* sidOwner, const SID* sidGroup,
                                                      const ACL* dacl, const ACL* sacl) {
  return answer([&] {
    return set_security_info(engineHandle, kNetEvents,
                             {securityInfo, sidOwner, sidGroup, dacl, sacl});
  });
}
