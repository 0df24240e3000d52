// The condition that stands for endpoints in an entry of their container.
#include <fmt/format.h>

#include <charconv>

#include "cli/endpoint.h"
#include "cli/security_change.h"
#include "cli/sid.h"
#include "cli/text.h"

namespace wfp::cli {
namespace {

// "@RESOURCE.app == \"/usr/bin/node\"". SDDL has no way to write a quote or a byte that is not
// UTF-8 in a string.
Outcome<std::string> string_term(std::string_view name, std::string_view value) {
  if (value.find('"') != std::string_view::npos ||
      escaped(value).find("\\x") != std::string::npos) {
    return fail(ExitCode::failure,
                fmt::format("'{}' cannot be written in a condition: {}", escaped(value),
                            "it has a quote or odd bytes"),
                {"name the endpoint by other attributes: 'endpoint[user=...,local_port=...]'"});
  }
  return fmt::format("@RESOURCE.{} == \"{}\"", name, value);
}

std::string number_term(std::string_view name, std::uint64_t value) {
  return fmt::format("@RESOURCE.{} == {}", name, value);
}

std::string user_term(const Sid& sid) {
  return fmt::format("@RESOURCE.user == SID({})", sid.text());
}

Outcome<std::string> term(const std::string& name, const std::string& value) {
  if (name == "user") {
    WFP_CLI_TRY(const Sid sid, resolve(parse_trustee(value)));
    return user_term(sid);
  }
  if (name == "protocol") {
    const auto number = value_of(protocols(), value);
    if (number) return number_term(name, *number);
  }
  if (name == "protocol" || name == "local_port" || name == "remote_port") {
    const std::uint64_t most = name == "protocol" ? 255 : 65535;
    const auto number = parse_id(value);
    if (!number || *number > most)
      return fail(ExitCode::usage, fmt::format("{}={} is out of range", name, escaped(value)));
    return number_term(name, *number);
  }
  return string_term(name, value);
}

Outcome<std::vector<std::string>> terms_of(const Endpoint& endpoint) {
  const auto& p = endpoint.properties;
  std::vector<std::string> terms;
  if (!app_of(endpoint).empty()) {
    WFP_CLI_TRY(std::string app, string_term("app", app_of(endpoint)));
    terms.push_back(std::move(app));
  }
  if (endpoint.userSid != nullptr) terms.push_back(user_term(Sid(endpoint.userSid)));
  terms.push_back(number_term("protocol", p.ipProtocol));
  if (p.localPort != 0) terms.push_back(number_term("local_port", p.localPort));
  if (p.remotePort != 0) terms.push_back(number_term("remote_port", p.remotePort));
  return terms;
}

}  // namespace

Outcome<std::string> condition_for(const Engine& engine, const Object& object) {
  std::vector<std::string> terms;
  if (object.kind == Object::Kind::endpoint) {
    WFP_CLI_TRY(const Owned<Endpoint> endpoint, engine.endpoint(object.endpoint_id));
    WFP_CLI_TRY(terms, terms_of(*endpoint));
  }
  for (const auto& [name, value] : object.attributes) {
    WFP_CLI_TRY(std::string one, term(name, value));
    terms.push_back(std::move(one));
  }
  return terms.empty() ? std::string() : fmt::format("({})", fmt::join(terms, " && "));
}

}  // namespace wfp::cli
