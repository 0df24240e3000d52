#include "api/client/access_query.h"

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

using Wire = ipc::wire::Session::AccessParams::Builder;

kj::ArrayPtr<const kj::byte> data_of(const SID* sid) {
  const auto bytes = bytes_behind(sid);
  return kj::arrayPtr(bytes.data(), bytes.size());
}

void write_token(const OPENWFP_PRINCIPAL0& from, ipc::wire::Token::Builder token) {
  token.setUser(data_of(from.user));
  auto groups = token.initGroups(from.numGroups);
  for (UINT32 i = 0; i < from.numGroups; ++i) {
    groups[i].setSid(data_of(static_cast<const SID*>(from.groups[i].Sid)));
    groups[i].setAttributes(from.groups[i].Attributes);
  }
  auto privileges = token.initPrivileges(from.numPrivileges);
  for (UINT32 i = 0; i < from.numPrivileges; ++i) {
    const LUID& luid = from.privileges[i].Luid;
    privileges[i].setLuid(std::uint64_t{static_cast<std::uint32_t>(luid.HighPart)} << 32 |
                          luid.LowPart);
    privileges[i].setAttributes(from.privileges[i].Attributes);
  }
}

void write_principal(const OPENWFP_PRINCIPAL0* principal, Wire wire) {
  if (principal == nullptr) return wire.setSelf(true);
  if (principal->user != nullptr) return write_token(*principal, wire.initPrincipal());
  auto unix_user = wire.initUnix();
  unix_user.setUid(principal->uid);
  unix_user.setGids(kj::arrayPtr(principal->gids, principal->numGids));
}

Call<void> check_principal(const OPENWFP_PRINCIPAL0* principal) {
  if (principal == nullptr) return {};
  const auto missing = [](UINT32 count, const void* array) {
    return count != 0 && array == nullptr;
  };
  bool bad = missing(principal->numGids, principal->gids) ||
             missing(principal->numGroups, principal->groups) ||
             missing(principal->numPrivileges, principal->privileges);
  for (UINT32 i = 0; !bad && i < principal->numGroups; ++i)
    bad = principal->groups[i].Sid == nullptr;
  if (bad) return fail(Refusal(Status::fwp_null_pointer));
  return {};
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
  WFP_CHECK_OK(check_principal(principal));
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
