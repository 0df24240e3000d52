// The objects of the policy over the protocol: add, remove, get, enumerate. Each is one round trip;
// what an object looks like in the C API, the caller brings.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <span>

#include "api/client/engine.h"
#include "api/convert/room.h"

namespace wfp::api {

using PolicyKind = ipc::wire::Kind;

// By its key, or by the id that the engine gave it.
struct PolicyName {
  PolicyKind kind;
  std::variant<std::array<std::uint8_t, 16>, std::uint64_t> key_or_id;
};
void write_name(const PolicyName& name, ipc::wire::Name::Builder wire);

// Writers run on the I/O thread while the caller waits.
using WritePolicyObject = std::function<Call<void>(ipc::wire::PolicyObject::Builder)>;
using WriteSelection = std::function<Call<void>(ipc::wire::PolicyTemplate::Builder)>;
using ReadPolicyObject = std::function<Call<OwnedMemory>(ipc::wire::PolicyObject::Reader)>;

// The object's id, 0 for kinds without.
Call<std::uint64_t> add_object(const Engine& engine, const WritePolicyObject& write,
                               std::optional<std::span<const std::uint8_t>> descriptor);
Call<void> remove_object(const Engine& engine, const PolicyName& name);
Call<OwnedMemory> get_object(const Engine& engine, const PolicyName& name,
                             const ReadPolicyObject& read);

// What the HANDLE of FwpmFilterCreateEnumHandle0 and its like stands for.
class PolicyEnum final : public SessionObject {
 public:
  using Capability = ipc::wire::PolicyEnum::Client;
  // All objects of one call, in order.
  using Objects = std::vector<ipc::wire::PolicyObject::Reader>;
  using Read = std::function<Call<OwnedMemory>(const Objects&)>;

  struct Rows {
    OwnedMemory memory;  // null for none
    std::uint32_t count = 0;
  };

  static Call<std::shared_ptr<PolicyEnum>> create(const std::shared_ptr<Engine>& engine,
                                                  PolicyKind kind, const WriteSelection& write);

  // The next objects, fewer than `count` only when fewer are left. Calls on one enumeration take
  // turns.
  Call<Rows> next(std::uint32_t count, const Read& read);

  [[nodiscard]] PolicyKind kind() const { return kind_; }

  struct OnThread final : LoopObject {
    explicit OnThread(Capability from) : capability(kj::mv(from)) {}
    ~OnThread() noexcept override {}  // NOLINT: KJ's members have throwing destructors
    Capability capability;
  };
  PolicyEnum(const std::shared_ptr<Engine>& engine, PolicyKind kind, OnLoop<OnThread> on_thread)
      : SessionObject(engine), kind_(kind), on_thread_(std::move(on_thread)) {}

 private:
  PolicyKind kind_;
  std::mutex mutex_;
  OnLoop<OnThread> on_thread_;
};

}  // namespace wfp::api
