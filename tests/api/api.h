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
