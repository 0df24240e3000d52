// Both flavours of the C API behind one table, so that a test is written once and run on each.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>

#include "base/status.h"
#include "ipc/capnp.h"

// Keep below: Windows' headers come after Cap'n Proto's.
#include "fwpmtypes.h"
#include "fwpstypes.h"
#include "openwfp.h"

namespace wfp::test {

// The functions that every kind of object has.
template <class Object, class Template, class Change, class Subscribed, class Id>
struct KindApi {
  std::uint32_t (*add)(HANDLE engine, const Object*, PSECURITY_DESCRIPTOR, Id*);
  std::uint32_t (*remove)(HANDLE engine, const GUID*);
  std::uint32_t (*get)(HANDLE engine, const GUID*, Object**);
  std::uint32_t (*create_enum)(HANDLE engine, const Template*, HANDLE*);
  std::uint32_t (*enumerate)(HANDLE engine, HANDLE, UINT32, Object***, UINT32*);
  std::uint32_t (*destroy_enum)(HANDLE engine, HANDLE);
  std::uint32_t (*subscribe)(HANDLE engine, const Subscribed*, void (*)(void*, const Change*),
                             void*, HANDLE*);
  std::uint32_t (*unsubscribe)(HANDLE engine, HANDLE);
  std::uint32_t (*subscriptions)(HANDLE engine, Subscribed***, UINT32*);
  std::uint32_t (*get_security)(HANDLE, const GUID*, SECURITY_INFORMATION, PSID*, PSID*, PACL*,
                                PACL*, PSECURITY_DESCRIPTOR*);
  std::uint32_t (*set_security)(HANDLE, const GUID*, SECURITY_INFORMATION, const SID*, const SID*,
                                const ACL*, const ACL*);
};

// Results are the bits of what the function returned.
struct Api {
  const char* name;
  bool kernel;
  std::uint32_t (*open_with)(const wchar_t* server, UINT32 service, void* identity,
                             const FWPM_SESSION0*, HANDLE*);
  std::uint32_t (*close)(HANDLE engine);
  void (*free)(void** memory);
  std::uint32_t (*get_by_id)(HANDLE engine, UINT64 id, FWPS_ALE_ENDPOINT_PROPERTIES0**);
  std::uint32_t (*create_enum)(HANDLE engine, const FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0*, HANDLE*);
  std::uint32_t (*enumerate)(HANDLE engine, HANDLE handle, UINT32 count,
                             FWPS_ALE_ENDPOINT_PROPERTIES0***, UINT32*);
  std::uint32_t (*destroy_enum)(HANDLE engine, HANDLE handle);
  std::uint32_t (*get_security)(HANDLE, SECURITY_INFORMATION, PSID*, PSID*, PACL*, PACL*,
                                PSECURITY_DESCRIPTOR*);
  std::uint32_t (*set_security)(HANDLE, SECURITY_INFORMATION, const SID*, const SID*, const ACL*,
                                const ACL*);
  std::uint32_t (*get_engine_security)(HANDLE, SECURITY_INFORMATION, PSID*, PSID*, PACL*, PACL*,
                                       PSECURITY_DESCRIPTOR*);
  std::uint32_t (*set_engine_security)(HANDLE, SECURITY_INFORMATION, const SID*, const SID*,
                                       const ACL*, const ACL*);
  std::uint32_t (*create_session_enum)(HANDLE engine, const FWPM_SESSION_ENUM_TEMPLATE0*, HANDLE*);
  std::uint32_t (*enumerate_sessions)(HANDLE engine, HANDLE handle, UINT32 count, FWPM_SESSION0***,
                                      UINT32*);
  std::uint32_t (*destroy_session_enum)(HANDLE engine, HANDLE handle);
  std::uint32_t (*begin)(HANDLE engine, UINT32 flags);
  std::uint32_t (*commit)(HANDLE engine);
  std::uint32_t (*abort)(HANDLE engine);
  std::uint32_t (*open_token)(HANDLE engine, LUID id, DWORD access, HANDLE* token);

  KindApi<FWPM_PROVIDER0, FWPM_PROVIDER_ENUM_TEMPLATE0, FWPM_PROVIDER_CHANGE0,
          FWPM_PROVIDER_SUBSCRIPTION0, UINT64>
      provider;
  KindApi<FWPM_PROVIDER_CONTEXT0, FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0,
          FWPM_PROVIDER_CONTEXT_CHANGE0, FWPM_PROVIDER_CONTEXT_SUBSCRIPTION0, UINT64>
      context;
  KindApi<FWPM_SUBLAYER0, FWPM_SUBLAYER_ENUM_TEMPLATE0, FWPM_SUBLAYER_CHANGE0,
          FWPM_SUBLAYER_SUBSCRIPTION0, UINT64>
      sublayer;
  KindApi<FWPM_CALLOUT0, FWPM_CALLOUT_ENUM_TEMPLATE0, FWPM_CALLOUT_CHANGE0,
          FWPM_CALLOUT_SUBSCRIPTION0, UINT64>
      callout;
  KindApi<FWPM_FILTER0, FWPM_FILTER_ENUM_TEMPLATE0, FWPM_FILTER_CHANGE0, FWPM_FILTER_SUBSCRIPTION0,
          UINT64>
      filter;
  std::uint32_t (*remove_filter_by_id)(HANDLE engine, UINT64 id);
  std::uint32_t (*filter_by_id)(HANDLE engine, UINT64 id, FWPM_FILTER0**);
  std::uint32_t (*layer_by_id)(HANDLE engine, UINT16 id, FWPM_LAYER0**);
  std::uint32_t (*layer_by_key)(HANDLE engine, const GUID*, FWPM_LAYER0**);
  std::uint32_t (*create_layer_enum)(HANDLE engine, const FWPM_LAYER_ENUM_TEMPLATE0*, HANDLE*);
  std::uint32_t (*enumerate_layers)(HANDLE engine, HANDLE, UINT32, FWPM_LAYER0***, UINT32*);
  std::uint32_t (*get_option)(HANDLE engine, FWPM_ENGINE_OPTION, FWP_VALUE0**);
  std::uint32_t (*set_option)(HANDLE engine, FWPM_ENGINE_OPTION, const FWP_VALUE0*);

  // What this flavour returns for a status.
  [[nodiscard]] std::uint32_t code(Status status) const {
    return kernel ? static_cast<std::uint32_t>(status_info(status).status)
                  : status_info(status).win32;
  }

  // FwpmEngineOpen0 as every program calls it.
  std::uint32_t open(HANDLE* engine, const FWPM_SESSION0* session = nullptr) const {
    return open_with(nullptr, 0xffffffff, nullptr, session, engine);
  }
};

extern const Api kUserApi;
extern const Api kKernelApi;

// Googletest prints it, and names the test after it.
inline void PrintTo(const Api* api, std::ostream* out) { *out << api->name; }
struct ApiName {
  template <class Info>
  std::string operator()(const Info& info) const {
    return info.param->name;
  }
};

}  // namespace wfp::test
