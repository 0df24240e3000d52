#include "daemon/endpoint_server.h"

#include <algorithm>

#include "endpoint/access.h"
#include "endpoint/attributes.h"

namespace wfp::daemon {
namespace {

// Runs on the queries' thread.
EndpointListing narrow(const SnapshotPtr& snapshot, const EndpointRulesPtr& rules,
                       const Caller& caller, const endpoint::Query& query) {
  endpoint::Viewer viewer(rules->access, caller.token, *snapshot);
  EndpointListing listing{snapshot, endpoint::visible_rows(*snapshot, query, viewer)};
  // Never a matter of the template: else one could ask, row by row, what is hidden.
  listing.others_hidden =
      !viewer.sees_container() ||
      !std::ranges::all_of(snapshot->endpoints, [&](const auto& row) { return viewer.sees(row); });
  return listing;
}

// A pass, held against the caller's quota while he waits.
kj::Promise<Result<SnapshotPtr>> pass_for(Services& services, const Caller& caller) {
  auto charge = services.ledger.take(caller.uid, Quota::passes);
  if (!charge) return Result<SnapshotPtr>(fail(charge.error()));
  return services.passes.next().attach(*std::move(charge));
}

}  // namespace

kj::Promise<void> EndpointEnumServer::next(NextContext context) {
  context.allowCancellation();
  return caller_->stream->turn().then([this, context]() mutable {
    const std::size_t left = listing_.rows.size() - position_;
    const auto count = static_cast<std::uint32_t>(
        std::min<std::size_t>({context.getParams().getCount(), left, kPageRows}));
    write_page(context.initResults().initPage(), listing_, position_, count);
    position_ += count;
  });
}

kj::Promise<Answer<EndpointListing>> list_endpoints(Services& services, CallerPtr caller,
                                                    endpoint::Query query) {
  return pass_for(services, *caller)
      .then([&services, caller,
             query](Result<SnapshotPtr> snapshot) -> kj::Promise<Answer<EndpointListing>> {
        if (!snapshot) return Answer<EndpointListing>(fail(snapshot.error()));
        return services.queries.run([snapshot = *snapshot,
                                     rules = services.host.endpoints().current(), caller,
                                     query]() -> Answer<EndpointListing> {
          return narrow(snapshot, rules, *caller, query);
        });
      });
}

kj::Promise<Answer<FoundEndpoint>> find_endpoint(Services& services, CallerPtr caller,
                                                 std::uint64_t id) {
  return pass_for(services, *caller)
      .then([&services, caller, id](Result<SnapshotPtr> snapshot) -> Answer<FoundEndpoint> {
        if (!snapshot) return fail(snapshot.error());
        const auto& access = services.host.endpoints().current()->access;
        const endpoint::Endpoint* row = (*snapshot)->find(id);
        if (!row || !endpoint::Viewer(access, caller->token, **snapshot).sees(*row)) {
          return fail(Status::fwp_not_found, "there is no such endpoint, or you may not see it");
        }
        const auto owner = endpoint::owner_of(**snapshot, *row);
        return FoundEndpoint{*snapshot, row,
                             security::CompiledDescriptor(access.descriptor_of(owner)),
                             endpoint::attributes_of(**snapshot, *row)};
      });
}

EndpointListing listing_of(const FoundEndpoint& found) {
  const auto index = static_cast<std::uint32_t>(found.row - found.snapshot->endpoints.data());
  return {found.snapshot, {index}, false};
}

}  // namespace wfp::daemon
