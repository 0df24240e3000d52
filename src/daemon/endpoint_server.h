// Endpoints for one caller: looked up, listed and asked about, each on a pass over the kernel's
// sockets begun after the call arrived.
#pragma once

#include <functional>

#include "daemon/access_query.h"
#include "daemon/caller.h"
#include "daemon/endpoint_page.h"
#include "daemon/services.h"
#include "ipc/capnp.h"

namespace wfp::daemon {

// An enumeration handle.
class EndpointEnumServer final : public ipc::wire::EndpointEnum::Server {
 public:
  EndpointEnumServer(CallerPtr caller, EndpointListing listing, Charge handle, Charge memory)
      : caller_(std::move(caller)),
        listing_(std::move(listing)),
        handle_(std::move(handle)),
        memory_(std::move(memory)) {}

  kj::Promise<void> next(NextContext context) override;

 private:
  CallerPtr caller_;
  EndpointListing listing_;
  std::size_t position_ = 0;
  Charge handle_;
  Charge memory_;
};

// What matches and the caller may see.
kj::Promise<Answer<EndpointListing>> list_endpoints(Services& services, CallerPtr caller,
                                                    endpoint::Query query);

// One endpoint with the rules that guard it.
struct FoundEndpoint {
  SnapshotPtr snapshot;
  const endpoint::Endpoint* row;
  security::CompiledDescriptor rules;
  security::AttributeSet attributes;
};

// fwp_not_found for one that does not exist and for one that the caller may not see.
kj::Promise<Answer<FoundEndpoint>> find_endpoint(Services& services, CallerPtr caller,
                                                 std::uint64_t id);

// FoundEndpoint as a listing of one row.
EndpointListing listing_of(const FoundEndpoint& found);

}  // namespace wfp::daemon
