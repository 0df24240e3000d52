#include "daemon/lookups.h"

namespace wfp::daemon {

using security::Token;

kj::Promise<Result<Token>> Lookups::token_of(endpoint::CredentialSet credentials,
                                             std::string service) {
  if (!credentials.foreign) return identities_.token_of(credentials, service);
  auto late = timer_.afterDelay(kLookupTime).then([]() -> Result<Token> {
    return fail(Status::fwp_timeout, "the account database does not answer");
  });
  return worker_
      .run([&source = identities_, credentials = std::move(credentials),
            service = std::move(service)] { return source.token_of(credentials, service); })
      .exclusiveJoin(kj::mv(late));
}

}  // namespace wfp::daemon
