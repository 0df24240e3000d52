#include "api/client/token.h"

#include <algorithm>

#include "api/convert/sid.h"

namespace wfp::api {
namespace {

SidBytes bytes_of(capnp::Data::Reader data) { return {data.begin(), data.end()}; }

bool is_sid(const SidBytes& sid) { return sid_length(sid) != 0; }

Call<TokenFacts> read_token(ipc::wire::Token::Reader token) {
  TokenFacts facts;
  facts.user = bytes_of(token.getUser());
  facts.user_attributes = token.getUserAttributes();
  for (const auto group : token.getGroups()) {
    facts.groups.push_back({bytes_of(group.getSid()), group.getAttributes()});
  }
  for (const auto privilege : token.getPrivileges()) {
    facts.privileges.push_back({privilege.getLuid(), privilege.getAttributes()});
  }
  facts.primary_group = bytes_of(token.getPrimaryGroup());
  facts.integrity = bytes_of(token.getIntegrity());
  facts.modified_id = token.getModifiedId();

  const auto optional_sid = [](const SidBytes& sid) { return sid.empty() || is_sid(sid); };
  if (!is_sid(facts.user) || !std::ranges::all_of(facts.groups, is_sid, &TokenFacts::Group::sid) ||
      !optional_sid(facts.primary_group) || !optional_sid(facts.integrity)) {
    return fail(Refusal(Status::internal_error, "the engine sent a malformed token"));
  }
  return facts;
}

}  // namespace

Call<TokenFacts> open_token(const Engine& engine, std::uint64_t modified_id,
                            std::uint32_t desired_access) {
  return engine.run<TokenFacts>([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.openTokenRequest();
    request.setModifiedId(modified_id);
    request.setDesiredAccess(desired_access);
    return request.send().then([](auto&& response) -> Call<TokenFacts> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return read_token(response.getToken());
    });
  });
}

}  // namespace wfp::api
