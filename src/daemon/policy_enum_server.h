// PolicyEnumServer: an enumeration of objects of one kind, as they were when it was made.
#pragma once

#include <variant>
#include <vector>

#include "daemon/caller.h"
#include "daemon/quotas.h"
#include "daemon/wire_object.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

using PolicyRow = std::variant<engine::ObjectRef, const schema::LayerInfo*>;

void write_row(ipc::wire::PolicyObject::Builder builder, const PolicyRow& row);
// What a handle to these rows keeps from being freed, roughly.
std::uint64_t size_in_bytes(const std::vector<PolicyRow>& rows);

class PolicyEnumServer final : public ipc::wire::PolicyEnum::Server {
 public:
  PolicyEnumServer(CallerPtr caller, std::vector<PolicyRow> rows, Charge handle, Charge memory)
      : caller_(std::move(caller)),
        rows_(std::move(rows)),
        handle_(std::move(handle)),
        memory_(std::move(memory)) {}

  kj::Promise<void> next(NextContext context) override;

 private:
  CallerPtr caller_;
  std::vector<PolicyRow> rows_;
  std::size_t position_ = 0;
  Charge handle_;
  Charge memory_;
};

}  // namespace wfp::daemon
