#include <windows.h>

#include <fwpmu.h>
#include <fwpsu.h>
#include <openwfp.h>
#include <sddl.h>
#include <unistd.h>

#include <cstring>

#include "engine.h"

namespace {

// Writes the error code, then the rows.
void write_listing(int fd) {
  HANDLE engine = nullptr;
  HANDLE enumeration = nullptr;
  OPENWFP_ENDPOINT0* rows = nullptr;
  UINT32 count = 0;

  DWORD error = FwpmEngineOpen0(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr, &engine);
  if (error == ERROR_SUCCESS)
    error = FwpsAleEndpointCreateEnumHandle0(engine, nullptr, &enumeration);
  if (error == ERROR_SUCCESS) {
    error = OpenWfpEndpointEnum0(engine, enumeration, 0xFFFFFFFF, &rows, &count, nullptr);
    FwpsAleEndpointDestroyEnumHandle0(engine, enumeration);
  }
  bool written = write(fd, &error, sizeof error) == sizeof error;
  for (UINT32 i = 0; i < count && written; ++i) {
    const FWPS_ALE_ENDPOINT_PROPERTIES0& p = rows[i].properties;
    const OwnSocket row{p.endpointId, rows[i].uid, p.localPort, p.remotePort, p.ipProtocol};
    written = write(fd, &row, sizeof row) == sizeof row;
  }
  FwpmFreeMemory0(reinterpret_cast<void**>(&rows));
  FwpmEngineClose0(engine);
}

DWORD set_dacl_here(const std::string& sddl) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  PACL dacl = nullptr;
  BOOL present = FALSE;
  BOOL defaulted = FALSE;
  if (!ConvertStringSecurityDescriptorToSecurityDescriptorA(sddl.c_str(), SDDL_REVISION_1,
                                                            &descriptor, nullptr) ||
      !GetSecurityDescriptorDacl(descriptor, &present, &dacl, &defaulted))
    return GetLastError();

  HANDLE engine = nullptr;
  DWORD error = FwpmEngineOpen0(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr, &engine);
  if (error == ERROR_SUCCESS) {
    error = FwpsAleEndpointSetSecurityInfo0(engine, DACL_SECURITY_INFORMATION, nullptr, nullptr,
                                            dacl, nullptr);
    FwpmEngineClose0(engine);
  }
  LocalFree(descriptor);
  return error;
}

}  // namespace

Listing list_as(std::uint32_t uid) {
  const std::string said = run_as(uid, write_listing);
  Listing listing;
  if (said.size() < sizeof listing.error) return {ERROR_GEN_FAILURE, {}};
  std::memcpy(&listing.error, said.data(), sizeof listing.error);
  listing.endpoints.resize((said.size() - sizeof listing.error) / sizeof(OwnSocket));
  if (!listing.endpoints.empty())
    std::memcpy(listing.endpoints.data(), said.data() + sizeof listing.error,
                listing.endpoints.size() * sizeof(OwnSocket));
  return listing;
}

std::uint32_t set_dacl(const std::string& sddl) {
  const std::string said = run_as(0, [&](int fd) {
    const DWORD error = set_dacl_here(sddl);
    if (write(fd, &error, sizeof error) != sizeof error) _exit(1);
  });
  DWORD error = ERROR_GEN_FAILURE;
  if (said.size() == sizeof error) std::memcpy(&error, said.data(), sizeof error);
  return error;
}
