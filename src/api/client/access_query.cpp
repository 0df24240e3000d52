#include "api/client/access_query.h"

#include "api/convert/principal.h"

namespace wfp::api {
namespace {

using Wire = ipc::wire::Session::AccessParams::Builder;

void write_principal(const OPENWFP_PRINCIPAL0* principal, Wire wire) {
  if (principal == nullptr) return wire.setSelf(true);
  if (principal->user != nullptr) return write_token(*principal, wire.initPrincipal());
  write_unix_user(*principal, wire.initUnix());
}

Call<OwnedMemory> read_answer(std::uint32_t granted,
                              capnp::List<ipc::wire::AccessReason>::Reader reasons) {
  BlockSize size;
  size.add<OPENWFP_ACCESS0>();
  size.add<OPENWFP_ACCESS_REASON0>(reasons.size());
  for (const auto reason : reasons) size.add<char>(reason.getAce().size() + 1);
  WFP_TRY(Block block, Block::allocate(size));
  auto* access = block.place<OPENWFP_ACCESS0>();
  access->granted = granted;
  access->numReasons = reasons.size();
  access->reasons = block.place<OPENWFP_ACCESS_REASON0>(reasons.size());
  for (unsigned i = 0; i < reasons.size(); ++i) {
    const auto from = reasons[i];
    OPENWFP_ACCESS_REASON0& to = access->reasons[i];
    to.rights = from.getRights();
    to.granted = from.getGranted() ? TRUE : FALSE;
    to.source = static_cast<OPENWFP_ACCESS_SOURCE>(from.getSource());
    to.inherited = from.getInherited() ? TRUE : FALSE;
    const auto ace = from.getAce();
    to.ace = ace.size() == 0 ? nullptr : block.copy_text(std::string_view(ace.begin(), ace.size()));
  }
  return block.release();
}

}  // namespace

Call<OwnedMemory> query_access(const Engine& engine, const Object& object,
                               const OPENWFP_PRINCIPAL0* principal, DWORD desired) {
  if (principal != nullptr) WFP_CHECK_OK(check_principal(*principal));
  return engine.run<OwnedMemory>([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.accessRequest();
    write_object(object, request.initObject());
    write_principal(principal, request);
    request.setDesired(desired);
    return request.send().then([](auto&& response) -> Call<OwnedMemory> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return read_answer(response.getGranted(), response.getReasons());
    });
  });
}

}  // namespace wfp::api
