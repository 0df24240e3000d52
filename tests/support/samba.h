// Samba: the security-descriptor engine of Samba, loaded from an installed libsamba-security at run
// time.
//
// Nothing of Samba is built, linked or copied: its functions are looked up by name, and called
// through the prototypes that its headers publish. Descriptors and tokens stay Samba's own objects,
// so that what is measured and compared is Samba and not a conversion. Works with 4.17 (Debian 12)
// and 4.22 (its backports).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "security/bytes.h"
#include "security/rights.h"
#include "security/sid.h"

namespace wfp::test {

class Samba {
 public:
  using TallocFree = int (*)(void*, const char*);
  struct Free {
    TallocFree free = nullptr;
    void operator()(void* object) const { free(object, "wfp"); }
  };
  template <class T>
  using Owned = std::unique_ptr<T, Free>;
  struct RawDescriptor;
  struct RawToken;
  using Descriptor = Owned<RawDescriptor>;
  using Token = Owned<RawToken>;
  using Text = Owned<char>;

  // The library of an installed samba-libs package, or empty.
  static std::string installed();
  // `domain` stands behind the relative aliases (LA, DA, EA ...).
  static Result<Samba> load(const std::string& library, const security::Sid& domain);

  [[nodiscard]] const std::string& library() const { return library_; }
  // 4.22 and later know conditional ACEs and resource attributes.
  [[nodiscard]] bool knows_conditions() const { return knows_conditions_; }

  // Null when Samba refuses the text.
  [[nodiscard]] Descriptor parse(const char* sddl) const {
    return {decode_(nullptr, sddl, &domain_), Free{free_}};
  }
  [[nodiscard]] Text print(const Descriptor& descriptor) const {
    return {encode_(nullptr, descriptor.get(), &domain_), Free{free_}};
  }
  // Null when Samba refuses the bytes.
  [[nodiscard]] Descriptor pull(security::ByteView self_relative) const;
  // Self-relative bytes, empty when Samba cannot write them.
  [[nodiscard]] security::Bytes push(const Descriptor& descriptor) const;

  // The first SID is the user. Privileges are given by Windows' numbers (LUIDs).
  [[nodiscard]] Token token(std::span<const security::Sid> sids,
                            std::span<const std::uint32_t> privileges = {}) const;
  // Granted? `granted` then holds the rights.
  bool check(const Descriptor& descriptor, const Token& token, std::uint32_t desired,
             std::uint32_t& granted) const {
    return check_(descriptor.get(), token.get(), desired, &granted) == 0;
  }

 private:
  struct Blob {
    std::uint8_t* data;
    std::size_t length;
  };
  // struct dom_sid is a SID in wire form at its full size, which is what a Sid holds.
  struct DomSid {
    std::uint8_t bytes[security::Sid::kMaxSize];
  };
  Samba(void* handle, std::string library) : handle_(handle), library_(std::move(library)) {}
  static DomSid dom_sid(const security::Sid& sid);
  Result<void> look_up();
  Result<void> find(void* address_of_pointer, const char* name);

  void* handle_;
  std::string library_;
  bool knows_conditions_ = false;
  DomSid domain_{};

  RawDescriptor* (*decode_)(void*, const char*, const void*) = nullptr;
  char* (*encode_)(void*, const void*, const void*) = nullptr;
  std::uint32_t (*check_)(const void*, const void*, std::uint32_t, std::uint32_t*) = nullptr;
  RawToken* (*new_token_)(void*, int) = nullptr;
  void (*set_privilege_)(void*, int) = nullptr;
  std::uint32_t (*add_sid_)(void*, const void*, void**, std::uint32_t*) = nullptr;
  void* (*named_)(const void*, std::size_t, const char*) = nullptr;
  TallocFree free_ = nullptr;
  int (*pull_struct_)(const Blob*, void*, void*, void*) = nullptr;
  int (*push_struct_)(Blob*, void*, const void*, void*) = nullptr;
  void* pull_descriptor_ = nullptr;
  void* push_descriptor_ = nullptr;
};

}  // namespace wfp::test
