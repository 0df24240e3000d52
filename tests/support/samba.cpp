#include "support/samba.h"

#include <dlfcn.h>
#include <glob.h>

#include <cstring>

namespace wfp::test {
namespace {

// The head of struct security_token, the same in 4.17 and 4.22.
struct TokenHead {
  std::uint32_t sid_count;
  void* sids;
};

constexpr std::size_t kDescriptorRoom =
    256;  // more than struct security_descriptor takes in any version
constexpr int kClaimsEvaluationAlways =
    2;  // 4.22: evaluate conditions; 4.17 takes no such argument

void say_nothing(void*, int, const char*) {}

}  // namespace

std::string Samba::installed() {
  glob_t found{};
  std::string library;
  if (glob("/usr/lib/*/samba/libsamba-security*.so.0", 0, nullptr, &found) == 0)
    library = found.gl_pathv[0];
  globfree(&found);
  return library;
}

Result<void> Samba::find(void* address_of_pointer, const char* name) {
  void* const symbol = dlsym(handle_, name);
  if (symbol == nullptr) return fail(Status::not_found, library_ + " lacks " + name);
  std::memcpy(address_of_pointer, &symbol, sizeof symbol);
  return {};
}

Result<void> Samba::look_up() {
  struct {
    void* to;
    const char* name;
  } const names[] = {
      {&decode_, "sddl_decode"},
      {&encode_, "sddl_encode"},
      {&check_, "se_access_check"},
      {&new_token_, "security_token_initialise"},
      {&set_privilege_, "security_token_set_privilege"},
      {&add_sid_, "add_sid_to_array"},
      {&named_, "talloc_named_const"},
      {&free_, "_talloc_free"},
      {&pull_struct_, "ndr_pull_struct_blob"},
      {&push_struct_, "ndr_push_struct_blob"},
      {&pull_descriptor_, "ndr_pull_security_descriptor"},
      {&push_descriptor_, "ndr_push_security_descriptor"},
  };
  for (const auto& each : names) WFP_CHECK_OK(find(each.to, each.name));
  knows_conditions_ = dlsym(handle_, "ace_conditions_compile_sddl") != nullptr;
  // Samba says on stderr what it refuses; that is of no use here.
  void (*set_callback)(void*, void (*)(void*, int, const char*)) = nullptr;
  if (find(&set_callback, "debug_set_callback")) set_callback(nullptr, say_nothing);
  return {};
}

Result<Samba> Samba::load(const std::string& library, const security::Sid& domain) {
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) return fail(Status::not_found, dlerror());
  Samba samba(handle, library);
  samba.domain_ = dom_sid(domain);
  WFP_CHECK_OK(samba.look_up());
  return samba;
}

Samba::DomSid Samba::dom_sid(const security::Sid& sid) {
  DomSid copy{};
  std::memcpy(copy.bytes, sid.bytes().data(), sid.size());
  return copy;
}

Samba::Descriptor Samba::pull(security::ByteView self_relative) const {
  // Only read, but the structure has no const pointer.
  const Blob blob{const_cast<std::uint8_t*>(self_relative.data()), self_relative.size()};
  void* const room = named_(nullptr, kDescriptorRoom, "descriptor");
  std::memset(room, 0, kDescriptorRoom);
  Descriptor descriptor(static_cast<RawDescriptor*>(room), Free{free_});
  if (pull_struct_(&blob, room, room, pull_descriptor_) != 0) descriptor.reset();
  return descriptor;
}

security::Bytes Samba::push(const Descriptor& descriptor) const {
  const Owned<void> context(named_(nullptr, 1, "context"), Free{free_});
  Blob blob{};
  if (push_struct_(&blob, context.get(), descriptor.get(), push_descriptor_) != 0) return {};
  return {blob.data, blob.data + blob.length};
}

Samba::Token Samba::token(std::span<const security::Sid> sids,
                          std::span<const std::uint32_t> privileges) const {
  Token token(new_token_(nullptr, kClaimsEvaluationAlways), Free{free_});
  auto* const head = reinterpret_cast<TokenHead*>(token.get());
  for (const auto& sid : sids) {
    const DomSid copy = dom_sid(sid);
    add_sid_(token.get(), &copy, &head->sids, &head->sid_count);
  }
  for (const std::uint32_t privilege : privileges)
    set_privilege_(token.get(), static_cast<int>(privilege));
  return token;
}

}  // namespace wfp::test
