// EndpointEnum: an enumeration of endpoints, what the HANDLE of FwpsAleEndpointCreateEnumHandle0
// stands for.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>

#include "api/client/engine.h"
#include "api/convert/endpoints.h"

namespace wfp::api {

class EndpointEnum final : public SessionObject {
 public:
  using WriteFilter = std::function<void(ipc::wire::EndpointFilter::Builder)>;
  using Capability = ipc::wire::EndpointEnum::Client;

  // The engine takes its snapshot now. An empty function: everything.
  static Call<std::shared_ptr<EndpointEnum>> create(const std::shared_ptr<Engine>& engine,
                                                    const WriteFilter& write_filter);

  // The next rows, fewer than `count` only when fewer are left. Calls on one enumeration take
  // turns.
  Call<Rows> next(std::uint32_t count, RowForm form);

  struct OnThread final : LoopObject {
    explicit OnThread(Capability from) : capability(kj::mv(from)) {}
    ~OnThread() noexcept override {}  // NOLINT: KJ's members have throwing destructors
    Capability capability;
  };
  EndpointEnum(const std::shared_ptr<Engine>& engine, OnLoop<OnThread> on_thread)
      : SessionObject(engine), on_thread_(std::move(on_thread)) {}

 private:
  std::mutex mutex_;
  OnLoop<OnThread> on_thread_;
};

// One endpoint. Status::fwp_not_found for one that does not exist or may not be seen.
Call<Rows> endpoint_by_id(const Engine& engine, std::uint64_t id, RowForm form);

}  // namespace wfp::api
