// Engine: the connection to wfpd, through the public C API. Every failing call becomes a Failure
// that says what right is missing, on what, whose it is, and what to do next.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/acl.h"
#include "cli/endpoint.h"
#include "cli/failure.h"
#include "cli/object.h"
#include "cli/rights.h"
#include "openwfp.h"

namespace wfp::cli {

struct ApiMemory {
  void operator()(void* memory) const;
};
// What the C API handed out, freed as it wants to be freed.
template <class T>
using Owned = std::unique_ptr<T, ApiMemory>;

struct Listing {
  std::vector<Owned<Endpoint>> pages;  // each an array
  std::vector<const Endpoint*> rows;
  bool others_hidden = false;
};

// Which part of a descriptor somebody wants: OWNER_SECURITY_INFORMATION and kin.
using SecurityBits = std::uint32_t;

class Engine {
 public:
  static Outcome<Engine> open();
  Engine(Engine&& other) noexcept;
  Engine& operator=(Engine&& other) = delete;
  ~Engine();

  [[nodiscard]] Outcome<Listing> endpoints() const;
  [[nodiscard]] Outcome<Owned<Endpoint>> endpoint(std::uint64_t id) const;

  [[nodiscard]] Outcome<Descriptor> descriptor(const Object& object, SecurityBits parts) const;
  // The parts that the bits name.
  [[nodiscard]] Outcome<void> set_descriptor(const Object& object, SecurityBits parts,
                                             const Descriptor& descriptor) const;
  [[nodiscard]] Outcome<void> reset(const Object& object, bool windows_default) const;

  // principal null: the caller.
  [[nodiscard]] Outcome<Owned<OPENWFP_ACCESS0>> access(const Object& object,
                                                       const OPENWFP_PRINCIPAL0* principal,
                                                       AccessMask desired) const;
  [[nodiscard]] Outcome<Owned<OPENWFP_STATUS0>> status() const;

  // The failure of somebody who lacks rights; `needs` is what, "WRITE_DAC and DELETE".
  [[nodiscard]] Failure denial(const Object& object, const std::string& needs,
                               const SID* owner) const;

 private:
  explicit Engine(void* handle) : handle_(handle) {}
  [[nodiscard]] std::unexpected<Failure> failed(std::uint32_t code, const Object* object) const;

  void* handle_;
};

// Where the daemon's socket is expected.
std::string socket_path();

}  // namespace wfp::cli
