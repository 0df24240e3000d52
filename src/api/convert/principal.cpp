#include "api/convert/principal.h"

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

kj::ArrayPtr<const kj::byte> data_of_sid(const SID* sid) {
  const auto bytes = bytes_behind(sid);
  return kj::arrayPtr(bytes.data(), bytes.size());
}

}  // namespace

Call<void> check_principal(const OPENWFP_PRINCIPAL0& principal) {
  const auto missing = [](UINT32 count, const void* array) {
    return count != 0 && array == nullptr;
  };
  bool bad = missing(principal.numGids, principal.gids) ||
             missing(principal.numGroups, principal.groups) ||
             missing(principal.numPrivileges, principal.privileges);
  for (UINT32 i = 0; !bad && i < principal.numGroups; ++i) bad = principal.groups[i].Sid == nullptr;
  if (bad) return fail(Refusal(Status::fwp_null_pointer));
  return {};
}

void write_token(const OPENWFP_PRINCIPAL0& from, ipc::wire::Token::Builder token) {
  token.setUser(data_of_sid(from.user));
  auto groups = token.initGroups(from.numGroups);
  for (UINT32 i = 0; i < from.numGroups; ++i) {
    groups[i].setSid(data_of_sid(static_cast<const SID*>(from.groups[i].Sid)));
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

void write_unix_user(const OPENWFP_PRINCIPAL0& from, ipc::wire::UnixUser::Builder user) {
  user.setUid(from.uid);
  user.setGids(kj::arrayPtr(from.gids, from.numGids));
}

}  // namespace wfp::api
