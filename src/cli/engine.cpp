#include "cli/engine.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "cli/sid.h"
#include "cli/text.h"
#include "fwpmu.h"
#include "fwpsu.h"

namespace wfp::cli {
namespace {

constexpr UINT32 kEverything = 0xffffffff;  // rows in one call

template <class T>
Owned<T> owned(T* memory) {
  return Owned<T>(memory);
}

Owned<OPENWFP_REFUSAL0> last_refusal() {
  OPENWFP_REFUSAL0* refusal = nullptr;
  if (OpenWfpGetLastRefusal0(&refusal) != ERROR_SUCCESS) return nullptr;
  return owned(refusal);
}

std::string my_name() { return escaped(name_of_user(geteuid())); }

Failure unreachable(std::uint32_t code, const OPENWFP_REFUSAL0* refusal) {
  const bool told = refusal != nullptr && refusal->detail != nullptr && *refusal->detail != '\0';
  return {ExitCode::unreachable,
          told ? escaped(refusal->detail)
               : fmt::format("the engine is not reachable ({})", escaped(socket_path())),
          {"start it: sudo systemctl start wfpd     see: wfp doctor"},
          symbolic(code)};
}

std::string missing_what(const OPENWFP_REFUSAL0& refusal) {
  if (refusal.privilege != nullptr && *refusal.privilege != '\0') {
    return fmt::format("the privilege {}", escaped(refusal.privilege));
  }
  return refusal.missingAccess == 0 ? "more rights" : name_rights(refusal.missingAccess);
}

std::string capability_hint(std::string_view privilege) {
  if (privilege == "SeSecurityPrivilege")
    return "it comes with the capability CAP_AUDIT_CONTROL: try sudo";
  if (privilege == "SeTakeOwnershipPrivilege")
    return "it comes with the capability CAP_CHOWN: try sudo";
  if (privilege == "SeRestorePrivilege")
    return "it comes with the capability CAP_DAC_OVERRIDE: try sudo";
  if (privilege == "SeDebugPrivilege")
    return "it comes with the capability CAP_SYS_PTRACE: try sudo";
  return "try sudo";
}

}  // namespace

void ApiMemory::operator()(void* memory) const { FwpmFreeMemory0(&memory); }

std::string socket_path() {
  const char* path = secure_getenv("OPENWFP_SOCKET");
  return path != nullptr ? path : "/run/openwfp/wfpd.sock";
}

Outcome<Engine> Engine::open() {
  FWPM_SESSION0 session{};
  wchar_t name[] = L"wfp";
  session.displayData.name = name;
  HANDLE handle = nullptr;
  const DWORD code = FwpmEngineOpen0(nullptr, RPC_C_AUTHN_DEFAULT, nullptr, &session, &handle);
  if (code != ERROR_SUCCESS) return Engine(nullptr).failed(code, nullptr);
  return Engine(handle);
}

Engine::Engine(Engine&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Engine::~Engine() {
  if (handle_ != nullptr) FwpmEngineClose0(handle_);
}

std::unexpected<Failure> Engine::failed(std::uint32_t code, const Object* object) const {
  const auto refusal = last_refusal();
  const bool about_this = refusal != nullptr && refusal->status == code;
  const ExitCode exit = exit_code_of(code);
  if (exit == ExitCode::unreachable)
    return fail(unreachable(code, about_this ? refusal.get() : nullptr));
  Failure failure{exit, std::string(meaning_of(code)), {}, symbolic(code)};
  const bool detailed = about_this && refusal->detail != nullptr && *refusal->detail != '\0';
  if (exit == ExitCode::not_found && object != nullptr) {
    failure.what = fmt::format("there is no {}, or you may not see it", object->name());
    failure.notes = {"see: wfp ls"};
    return fail(std::move(failure));
  }
  if (!about_this || (code != ERROR_ACCESS_DENIED && code != ERROR_PRIVILEGE_NOT_HELD)) {
    if (failure.what.empty()) failure.what = "the engine answered " + failure.code;
    if (detailed) failure.notes.push_back(escaped(refusal->detail));
    return fail(std::move(failure));
  }
  const bool named = refusal->object.type != OPENWFP_OBJECT_NONE;
  const Object where = named               ? object_from(refusal->object)
                       : object != nullptr ? *object
                                           : Object{Object::Kind::engine, 0, {}};
  failure = denial(where, missing_what(*refusal), refusal->owner);
  failure.code = symbolic(code);
  if (refusal->privilege != nullptr && *refusal->privilege != '\0') {
    failure.notes.push_back(capability_hint(refusal->privilege));
  } else if (detailed && refusal->detail != meaning_of(code)) {
    failure.notes.push_back(escaped(refusal->detail));
  }
  const bool may_ask = (refusal->missingAccess & READ_CONTROL) == 0;
  failure.notes.push_back(
      fmt::format("see: wfp access {}{}", may_ask ? "who " : "me", may_ask ? where.name() : ""));
  return fail(std::move(failure));
}

Failure Engine::denial(const Object& object, const std::string& needs, const SID* owner) const {
  Failure failure{
      ExitCode::access_denied,
      fmt::format("access denied: you ({}) need {} on the {}", my_name(), needs, object.name()),
      {},
      symbolic(ERROR_ACCESS_DENIED)};
  const OPENWFP_OBJECT0 api = object.api();
  std::string note =
      fmt::format("owner: {}", owner != nullptr ? name_of(Sid(owner)) : "not told to you");
  OPENWFP_ACCESS0* mine = nullptr;
  if (handle_ != nullptr &&
      OpenWfpAccessQuery0(handle_, &api, nullptr, MAXIMUM_ALLOWED, &mine) == ERROR_SUCCESS) {
    note += "     your rights: " + format_rights(owned(mine)->granted);
  }
  failure.notes.push_back(std::move(note));
  return failure;
}

Outcome<Listing> Engine::endpoints() const {
  const Object container{Object::Kind::endpoints, 0, {}};
  HANDLE enumeration = nullptr;
  DWORD code = FwpsAleEndpointCreateEnumHandle0(handle_, nullptr, &enumeration);
  if (code != ERROR_SUCCESS) return failed(code, &container);
  Endpoint* entries = nullptr;
  UINT32 count = 0;
  BOOL hidden = FALSE;
  code = OpenWfpEndpointEnum0(handle_, enumeration, kEverything, &entries, &count, &hidden);
  FwpsAleEndpointDestroyEnumHandle0(handle_, enumeration);
  if (code != ERROR_SUCCESS) return failed(code, &container);
  Listing listing;
  listing.others_hidden = hidden != FALSE;
  listing.rows.reserve(count);
  for (UINT32 i = 0; i < count; ++i) listing.rows.push_back(entries + i);
  listing.pages.push_back(owned(entries));
  return listing;
}

Outcome<Owned<Endpoint>> Engine::endpoint(std::uint64_t id) const {
  Endpoint* found = nullptr;
  const DWORD code = OpenWfpEndpointGetById0(handle_, id, &found);
  const Object object{Object::Kind::endpoint, id, {}};
  if (code != ERROR_SUCCESS) return failed(code, &object);
  return owned(found);
}

Outcome<Descriptor> Engine::descriptor(const Object& object, SecurityBits parts) const {
  const OPENWFP_OBJECT0 api = object.api();
  PSECURITY_DESCRIPTOR raw = nullptr;
  const DWORD code =
      OpenWfpGetSecurityInfo0(handle_, &api, parts, nullptr, nullptr, nullptr, nullptr, &raw);
  if (code != ERROR_SUCCESS) return failed(code, &object);
  const auto memory = owned(raw);
  return Descriptor::from(raw);
}

Outcome<void> Engine::set_descriptor(const Object& object, SecurityBits parts,
                                     const Descriptor& descriptor) const {
  const OPENWFP_OBJECT0 api = object.api();
  const std::string dacl = descriptor.dacl.list.bytes(), sacl = descriptor.sacl.list.bytes();
  const auto acl = [](const AclPart& part, const std::string& bytes) {
    return part.state == AclPart::State::list ? reinterpret_cast<const ACL*>(bytes.data())
                                              : nullptr;
  };
  const auto sid = [](const std::optional<Sid>& part) { return part ? part->get() : nullptr; };
  const DWORD code =
      OpenWfpSetSecurityInfo0(handle_, &api, parts, sid(descriptor.owner), sid(descriptor.group),
                              acl(descriptor.dacl, dacl), acl(descriptor.sacl, sacl));
  if (code != ERROR_SUCCESS) return failed(code, &object);
  return {};
}

Outcome<void> Engine::reset(const Object& object, bool windows_default) const {
  const OPENWFP_OBJECT0 api = object.api();
  const DWORD code =
      OpenWfpResetSecurity0(handle_, &api, windows_default ? OPENWFP_RESET_WINDOWS_DEFAULT : 0u);
  if (code != ERROR_SUCCESS) return failed(code, &object);
  return {};
}

Outcome<Owned<OPENWFP_ACCESS0>> Engine::access(const Object& object,
                                               const OPENWFP_PRINCIPAL0* principal,
                                               AccessMask desired) const {
  const OPENWFP_OBJECT0 api = object.api();
  OPENWFP_ACCESS0* access = nullptr;
  const DWORD code = OpenWfpAccessQuery0(handle_, &api, principal, desired, &access);
  if (code != ERROR_SUCCESS) return failed(code, &object);
  return owned(access);
}

Outcome<Owned<OPENWFP_STATUS0>> Engine::status() const {
  OPENWFP_STATUS0* status = nullptr;
  const DWORD code = OpenWfpStatusGet0(handle_, &status);
  if (code != ERROR_SUCCESS) return failed(code, nullptr);
  return owned(status);
}

}  // namespace wfp::cli
