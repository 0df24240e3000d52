#include "daemon/endpoint_filter.h"
#include "daemon/endpoint_server.h"
#include "daemon/session_server.h"
#include "schema/constants.h"

namespace wfp::daemon {

kj::Promise<void> SessionServer::endpointById(EndpointByIdContext context) {
  context.allowCancellation();
  if (const auto open = check_open(); !open) {
    write_failure(context.initResults().initOutcome(), open.error());
    return kj::READY_NOW;
  }
  return find_endpoint(services_, caller_, context.getParams().getId())
      .then([context](Answer<FoundEndpoint> found) mutable {
        auto results = context.initResults();
        write_outcome(results.initOutcome(), found);
        if (found) write_page(results.initPage(), listing_of(*found), 0, 1);
      });
}

kj::Promise<void> SessionServer::endpointEnum(EndpointEnumContext context) {
  context.allowCancellation();
  auto handle = std::make_shared<Charge>();
  const auto prepare = [&]() -> Answer<endpoint::Query> {
    WFP_CHECK_OK(check_open());
    WFP_TRY(endpoint::Query query, read_filter(context.getParams().getFilter()));
    WFP_CHECK_OK(services_.host.endpoints().require(caller_->token, schema::kActrlEnum));
    WFP_TRY(*handle, services_.ledger.take(caller_->uid, Quota::enumerations));
    return query;
  };
  const auto query = prepare();
  if (!query) {
    write_failure(context.initResults().initOutcome(), query.error());
    return kj::READY_NOW;
  }
  return list_endpoints(services_, caller_, *query)
      .then([this, context, handle](Answer<EndpointListing> listing) mutable {
        auto results = context.initResults();
        const auto keep = [&]() -> Answer<void> {
          if (!listing) return fail(listing.error());
          WFP_TRY(Charge memory,
                  services_.ledger.take(caller_->uid, Quota::held_bytes, listing->size_in_bytes()));
          results.setEnumeration(kj::heap<EndpointEnumServer>(
              caller_, *std::move(listing), std::move(*handle), std::move(memory)));
          return {};
        };
        write_outcome(results.initOutcome(), keep());
      });
}

}  // namespace wfp::daemon
