// The peer: Samba's security-descriptor engine, called in its own shared library.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace wfp::test {

class Samba {
 public:
  // Loads libsamba-security*.so; nullptr (and why, on stderr) if that cannot be.
  static std::unique_ptr<Samba> load(const char* library);

  // Handles are Samba's own; each is freed by free().
  void* parse(const char* sddl) const { return decode_(nullptr, sddl, domain_); }
  char* print(void* descriptor) const { return encode_(nullptr, descriptor, domain_); }
  void* parse_bytes(std::span<const std::uint8_t> bytes) const;
  // Its self-relative bytes; empty if it cannot.
  std::vector<std::uint8_t> to_bytes(void* descriptor) const;
  void* make_token(const std::vector<std::string>& sids) const;
  bool check(void* descriptor, void* token, std::uint32_t desired) const {
    std::uint32_t granted = 0;
    return check(descriptor, token, desired, granted);
  }
  bool check(void* descriptor, void* token, std::uint32_t desired, std::uint32_t& granted) const {
    return check_(descriptor, token, desired, &granted).value == 0;
  }
  void free(void* handle) const { free_(handle, "test"); }

 private:
  struct NtStatus {
    std::uint32_t value;
  };
  struct Blob {
    std::uint8_t* data;
    std::size_t length;
  };
  bool find(void* library);

  void* (*decode_)(void*, const char*, const void*) = nullptr;
  char* (*encode_)(void*, const void*, const void*) = nullptr;
  NtStatus (*check_)(const void*, const void*, std::uint32_t, std::uint32_t*) = nullptr;
  void* (*make_token_)(void*, int) = nullptr;
  int (*add_sid_)(void*, const void*, void*, void*) = nullptr;
  bool (*read_sid_)(void*, const char*) = nullptr;
  void* (*new_)(const void*, std::size_t, const char*) = nullptr;
  int (*free_)(void*, const char*) = nullptr;
  int (*pull_)(const Blob*, void*, void*, void*) = nullptr;
  int (*push_)(Blob*, void*, const void*, void*) = nullptr;
  void* pull_descriptor_ = nullptr;
  void* push_descriptor_ = nullptr;
  std::uint8_t domain_[128] = {};
};

}  // namespace wfp::test
