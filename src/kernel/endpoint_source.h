// EndpointSource: asks the running kernel for the endpoint table. Loads its programs once; each
// snapshot is a fresh pass over the kernel's own structures, without a look into /proc.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "endpoint/snapshot.h"

namespace wfp::kernel {

struct EndpointSourceOptions {
  std::string system_slice = "/system.slice";  // cgroup below which system services run
  bool other_namespaces =
      true;  // read the socket tables of other network namespaces, where allowed
};

// Where a pass spent its time.
struct PassTimes {
  std::chrono::nanoseconds files{};    // reading the descriptors of all tasks
  std::chrono::nanoseconds waiting{};  // for the socket tables, read beside
  std::chrono::nanoseconds all{};      // with the join
};

class EndpointSource {
 public:
  // Needs CAP_BPF, CAP_PERFMON and CAP_NET_ADMIN; Status::access_denied names what is missing.
  static Result<std::unique_ptr<EndpointSource>> open(EndpointSourceOptions options = {});
  ~EndpointSource();

  // A pass begun after the call. Safe from several threads: those who wait share the next pass.
  Result<std::shared_ptr<const endpoint::Snapshot>> snapshot();

  // The set that has this id in some snapshot still in use, or nullptr.
  [[nodiscard]] std::shared_ptr<const endpoint::CredentialSet> credential_set(
      std::uint64_t id) const;

  [[nodiscard]] PassTimes last_times() const;

 private:
  struct State;
  explicit EndpointSource(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace wfp::kernel
