// Fwpm and Fwps functions for the security of the engine and of the endpoints.
#include "api/edge/security.h"

namespace wfp::api {
namespace {

template <class T>
void store(T* to, T value) {
  if (to != nullptr) *to = value;
}

void store_all(const SecurityOut& out, DescriptorParts parts) {
  store(out.owner, parts.owner);
  store(out.group, parts.group);
  store(out.dacl, parts.dacl);
  store(out.sacl, parts.sacl);
  store(out.descriptor, PSECURITY_DESCRIPTOR{parts.descriptor.release()});
}

constexpr Object kEngine{ObjectType::engine, 0, {}};
constexpr Object kEndpoints{ObjectType::endpoints, 0, {}};

}  // namespace

Call<void> get_security_info(HANDLE handle, const Object& object, SECURITY_INFORMATION information,
                             const SecurityOut& out) {
  store_all(out, {});
  WFP_TRY(const auto engine, engine_of(handle));
  WFP_CHECK_OK(require(out.descriptor));
  WFP_TRY(auto parts, get_security(*engine, object, information));
  store_all(out, std::move(parts));
  return {};
}

Call<void> set_security_info(HANDLE handle, const Object& object, const SecurityParts& parts) {
  WFP_TRY(const auto engine, engine_of(handle));
  return set_security(*engine, object, parts);
}

}  // namespace wfp::api

using namespace wfp::api;

WFP_EXPORT NativeStatus FwpmEngineGetSecurityInfo0(HANDLE engineHandle,
                                                   SECURITY_INFORMATION securityInfo,
                                                   PSID* sidOwner, PSID* sidGroup, PACL* dacl,
                                                   PACL* sacl,
                                                   PSECURITY_DESCRIPTOR* securityDescriptor) {
  return answer([&] {
    return get_security_info(engineHandle, kEngine, securityInfo,
                             {sidOwner, sidGroup, dacl, sacl, securityDescriptor});
  });
}

WFP_EXPORT NativeStatus FwpmEngineSetSecurityInfo0(HANDLE engineHandle,
                                                   SECURITY_INFORMATION securityInfo,
                                                   const SID* sidOwner, const SID* sidGroup,
                                                   const ACL* dacl, const ACL* sacl) {
  return answer([&] {
    return set_security_info(engineHandle, kEngine, {securityInfo, sidOwner, sidGroup, dacl, sacl});
  });
}

WFP_EXPORT NativeStatus FwpsAleEndpointGetSecurityInfo0(HANDLE engineHandle,
                                                        SECURITY_INFORMATION securityInfo,
                                                        PSID* sidOwner, PSID* sidGroup, PACL* dacl,
                                                        PACL* sacl,
                                                        PSECURITY_DESCRIPTOR* securityDescriptor) {
  return answer([&] {
    return get_security_info(engineHandle, kEndpoints, securityInfo,
                             {sidOwner, sidGroup, dacl, sacl, securityDescriptor});
  });
}

WFP_EXPORT NativeStatus FwpsAleEndpointSetSecurityInfo0(HANDLE engineHandle,
                                                        SECURITY_INFORMATION securityInfo,
                                                        const SID* sidOwner, const SID* sidGroup,
                                                        const ACL* dacl, const ACL* sacl) {
  return answer([&] {
    return set_security_info(engineHandle, kEndpoints,
                             {securityInfo, sidOwner, sidGroup, dacl, sacl});
  });
}
