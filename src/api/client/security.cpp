#include "api/client/security.h"

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

template <class T>
void write_part(bool counts, const T* part, ipc::wire::OptionalData::Builder wire) {
  if (!counts || part == nullptr) return wire.setNull();
  const auto bytes = bytes_behind(part);
  wire.setBytes(kj::arrayPtr(bytes.data(), bytes.size()));
}

}  // namespace

Call<DescriptorParts> get_security(const Engine& engine, const Object& object,
                                   SECURITY_INFORMATION information) {
  return engine.run<DescriptorParts>([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.getSecurityRequest();
    write_object(object, request.initObject());
    request.setInformation(information);
    return request.send().then([](auto&& response) -> Call<DescriptorParts> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      const capnp::Data::Reader bytes = response.getDescriptor();
      return convert_descriptor({bytes.begin(), bytes.size()});
    });
  });
}

Call<void> set_security(const Engine& engine, const Object& object, const SecurityParts& parts) {
  const auto has = [&](SECURITY_INFORMATION bit) { return (parts.information & bit) != 0; };
  return engine.run_for_outcome([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.setSecurityRequest();
    write_object(object, request.initObject());
    request.setInformation(parts.information);
    write_part(has(OWNER_SECURITY_INFORMATION), parts.owner, request.initOwner());
    write_part(has(GROUP_SECURITY_INFORMATION), parts.group, request.initGroup());
    write_part(has(DACL_SECURITY_INFORMATION), parts.dacl, request.initDacl());
    write_part(has(SACL_SECURITY_INFORMATION), parts.sacl, request.initSacl());
    return send_for_outcome(request);
  });
}

Call<void> reset_security(const Engine& engine, const Object& object, bool windows_default) {
  return engine.run_for_outcome([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.resetSecurityRequest();
    write_object(object, request.initObject());
    request.setWindowsDefault(windows_default);
    return send_for_outcome(request);
  });
}

}  // namespace wfp::api
