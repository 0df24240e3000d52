#include "support/samba.h"

#include <dlfcn.h>

#include <cstdio>
#include <cstring>

namespace wfp::test {
namespace {

// The head of Samba's struct security_token.
struct TokenHead {
  std::uint32_t count;
  void* sids;
};
constexpr std::size_t kDescriptorRoom = 256;  // more than its struct security_descriptor takes

template <class Function>
bool find_symbol(void* library, const char* name, Function& function) {
  void* symbol = dlsym(library, name);
  if (symbol == nullptr) symbol = dlsym(RTLD_DEFAULT, name);
  if (symbol == nullptr) std::fprintf(stderr, "samba: the peer has no %s\n", name);
  std::memcpy(&function, &symbol, sizeof symbol);
  return symbol != nullptr;
}

}  // namespace

std::unique_ptr<Samba> Samba::load(const char* library) {
  void* handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL);
  if (handle == nullptr) {
    std::fprintf(stderr, "samba: %s\n", dlerror());
    return nullptr;
  }
  auto samba = std::make_unique<Samba>();
  return samba->find(handle) ? std::move(samba) : nullptr;
}

bool Samba::find(void* library) {
  const bool found = find_symbol(library, "sddl_decode", decode_) &&
                     find_symbol(library, "sddl_encode", encode_) &&
                     find_symbol(library, "se_access_check", check_) &&
                     find_symbol(library, "security_token_initialise", make_token_) &&
                     find_symbol(library, "add_sid_to_array", add_sid_) &&
                     find_symbol(library, "string_to_sid", read_sid_) &&
                     find_symbol(library, "talloc_named_const", new_) &&
                     find_symbol(library, "_talloc_free", free_) &&
                     find_symbol(library, "ndr_pull_struct_blob", pull_) &&
                     find_symbol(library, "ndr_pull_security_descriptor", pull_descriptor_) &&
                     find_symbol(library, "ndr_push_struct_blob", push_) &&
                     find_symbol(library, "ndr_push_security_descriptor", push_descriptor_);
  return found && read_sid_(domain_, "S-1-5-21-1-2-3");
}

void* Samba::parse_bytes(std::span<const std::uint8_t> bytes) const {
  const Blob blob{const_cast<std::uint8_t*>(bytes.data()), bytes.size()};
  void* descriptor = new_(nullptr, kDescriptorRoom, "descriptor");
  std::memset(descriptor, 0, kDescriptorRoom);
  if (pull_(&blob, descriptor, descriptor, pull_descriptor_) == 0) return descriptor;
  free(descriptor);
  return nullptr;
}

std::vector<std::uint8_t> Samba::to_bytes(void* descriptor) const {
  Blob blob{nullptr, 0};
  void* context = new_(nullptr, 1, "bytes");
  std::vector<std::uint8_t> bytes;
  if (push_(&blob, context, descriptor, push_descriptor_) == 0)
    bytes.assign(blob.data, blob.data + blob.length);
  free(context);
  return bytes;
}

void* Samba::make_token(const std::vector<std::string>& sids) const {
  auto* token = static_cast<TokenHead*>(make_token_(nullptr, 2));
  for (const std::string& text : sids) {
    std::uint8_t sid[128] = {};
    if (!read_sid_(sid, text.c_str())) return nullptr;
    add_sid_(token, sid, &token->sids, &token->count);
  }
  return token;
}

}  // namespace wfp::test
