#include "cli/filter_spec.h"

#include <fmt/format.h>
#include <net/if.h>
#include <netdb.h>

#include <algorithm>
#include <set>

#include "cli/acl.h"
#include "cli/address_set.h"
#include "cli/match_descriptor.h"
#include "cli/policy_parser.h"
#include "cli/policy_value.h"
#include "cli/sid.h"
#include "cli/text.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

std::optional<std::uint16_t> service_port(std::string_view name) {
  const servent* found = getservbyname(std::string(name).c_str(), nullptr);
  if (found == nullptr) return std::nullopt;
  return static_cast<std::uint16_t>(ntohs(static_cast<std::uint16_t>(found->s_port)));
}

struct End {
  std::vector<AddressNet> some, without;
  std::vector<std::uint16_t> ports, other_ports;
};

Outcome<AddressPattern> parse_end(std::string_view option, const std::string& text) {
  auto pattern = parse_address_pattern(text, service_port);
  if (!pattern || (!pattern->address && !pattern->port)) {
    return fail(ExitCode::usage,
                fmt::format("{} '{}' is no address, network or port", option, escaped(text)),
                {"for example 192.0.2.1:443, 10.0.0.0/8, [2001:db8::]/32:53, :25"});
  }
  return *pattern;
}

// All combinations of the addresses and ports must be meant: a filter has no pairs.
Outcome<void> add_some(std::string_view option, const std::vector<std::string>& texts, End& end) {
  std::set<std::string> addresses, ports;
  for (const std::string& text : texts) {
    WFP_CLI_TRY(const AddressPattern pattern, parse_end(option, text));
    std::string address = "*";
    if (pattern.address) {
      address.clear();
      append_address(address, *pattern.address);
      address += fmt::format("/{}", pattern.prefix_length);
    }
    if (addresses.insert(address).second && pattern.address)
      end.some.push_back({*pattern.address, pattern.prefix_length});
    if (ports.insert(pattern.port ? fmt::format("{}", *pattern.port) : "*").second && pattern.port)
      end.ports.push_back(*pattern.port);
  }
  const bool mixed = (addresses.contains("*") && addresses.size() > 1) ||
                     (ports.contains("*") && ports.size() > 1);
  if (!texts.empty() && (mixed || addresses.size() * ports.size() != texts.size())) {
    return fail(
        ExitCode::usage,
        fmt::format("{}: one filter cannot hold just these pairs of address and port", option),
        {"give each pair a filter of its own"});
  }
  return {};
}

Outcome<void> add_without(std::string_view option, const std::vector<std::string>& texts,
                          End& end) {
  for (const std::string& text : texts) {
    WFP_CLI_TRY(const AddressPattern pattern, parse_end(option, text));
    if (pattern.address && pattern.port)
      return fail(ExitCode::usage, fmt::format("{} '{}': name an address or a port, not both",
                                               option, escaped(text)));
    if (pattern.address) end.without.push_back({*pattern.address, pattern.prefix_length});
    if (pattern.port) end.other_ports.push_back(*pattern.port);
  }
  return {};
}

Outcome<bool> add_end(std::string_view option, std::string_view side, const End& end,
                      const LayerWord& layer, PolicyFilter& filter) {
  if (end.some.empty() && end.without.empty() && end.ports.empty() && end.other_ports.empty())
    return true;
  if (side.empty())
    return fail(ExitCode::usage,
                fmt::format("{} means nothing at the layer {}", option, layer.name()));
  const GUID& address = field_key(side);
  const GUID& port = field_key(fmt::format("{}-port", side));
  if (!address_conditions(address, layer.family, end.some, end.without, filter.conditions))
    return false;
  if (!port_conditions(port, end.ports, end.other_ports, filter.conditions))
    return fail(ExitCode::usage, fmt::format("{}: no port remains", option));
  return true;
}

Outcome<void> add_words(std::string_view field, FWP_MATCH_TYPE match,
                        const std::vector<std::string>& words, const LayerWord& layer,
                        PolicyFilter& filter) {
  for (const std::string& word : words) {
    const FieldWord* row = find_field(field);
    const auto value = bind_value({{}, word, false, 0}, {row, layer.family, &known_people()});
    if (!value)
      return fail(ExitCode::usage, fmt::format("{} '{}': {}", field, escaped(word), value.error()));
    filter.conditions.push_back({row->key, match, **value});
  }
  return {};
}

Outcome<void> add_people(const FilterSpec& spec, PolicyFilter& filter) {
  std::vector<Sid> sids;
  for (const std::string& name : spec.users) {
    WFP_CLI_TRY(const Sid sid, resolve(parse_trustee(name)));
    sids.push_back(sid);
  }
  for (const std::string& name : spec.groups) {
    WFP_CLI_TRY(const Sid sid, resolve({Trustee::Kind::group, name}));
    sids.push_back(sid);
  }
  std::string descriptor = sids.empty() ? "" : match_descriptor(sids);
  if (!spec.user_sddl.empty()) {
    if (!sids.empty())
      return fail(ExitCode::usage, "--sddl-user says it all: leave --user and --users out");
    descriptor = descriptor_from_sddl(spec.user_sddl);
    if (descriptor.empty()) WFP_CLI_CHECK(Descriptor::from_sddl(spec.user_sddl));
  }
  if (!descriptor.empty())
    filter.conditions.push_back({field_key("user"),
                                 FWP_MATCH_EQUAL,
                                 {FWP_SECURITY_DESCRIPTOR_TYPE, 0, 0, std::move(descriptor), {}}});
  return {};
}

Outcome<void> add_interface(const FilterSpec& spec, PolicyFilter& filter) {
  if (spec.interface.empty()) return {};
  const unsigned index = if_nametoindex(spec.interface.c_str());
  if (index == 0)
    return fail(ExitCode::not_found,
                fmt::format("there is no interface '{}'", escaped(spec.interface)),
                {"see: ip link"});
  filter.conditions.push_back(
      {field_key("interface-index"), FWP_MATCH_EQUAL, {FWP_UINT32, index, 0, {}, {}}});
  return {};
}

// Through the language of policy files, so that they mean the same.
Outcome<void> add_raw(const FilterSpec& spec, const LayerWord& layer, PolicyFilter& filter) {
  for (const std::string& text : spec.raw) {
    const std::string file = fmt::format("filter x {{ layer {}; block\n{}\n}}", layer.name(), text);
    WFP_CLI_TRY(const Policy policy, parse_policy(file, "-c"));
    for (const PolicyFilter& one : policy.filters)
      filter.conditions.insert(filter.conditions.end(), one.conditions.begin(),
                               one.conditions.end());
  }
  return {};
}

Outcome<PolicyFilter> frame(const FilterSpec& spec, const FilterLinks& links) {
  if (spec.block == spec.permit) return fail(ExitCode::usage, "give --block or --permit");
  if (spec.loopback && spec.no_loopback)
    return fail(ExitCode::usage, "--loopback and --no-loopback contradict each other");
  PolicyFilter filter;
  filter.name = spec.name;
  filter.description = spec.description;
  filter.action = spec.block ? FWP_ACTION_BLOCK : FWP_ACTION_PERMIT;
  filter.provider = links.provider;
  filter.sublayer = links.sublayer.value_or(find_builtin(BuiltinKind::sublayer, "universal")->key);
  if (spec.hard) filter.flags |= FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT;
  if (spec.persistent) filter.flags |= FWPM_FILTER_FLAG_PERSISTENT;
  if (spec.boot_time) filter.flags |= FWPM_FILTER_FLAG_BOOTTIME;
  if (!spec.weight.empty()) {
    const bool band = parse_number(spec.weight, 15).has_value() && !spec.weight.starts_with("0x");
    const auto number = parse_number(spec.weight);
    if (!number)
      return fail(
          ExitCode::usage, fmt::format("'{}' is no weight", escaped(spec.weight)),
          {"0 to 15 are bands; a hexadecimal or larger number is exact: 0x8000000000000000"});
    filter.weight = {band ? FWP_UINT8 : FWP_UINT64, *number, 0, {}, {}};
  }
  if (!spec.security.empty()) {
    WFP_CLI_CHECK(Descriptor::from_sddl(spec.security));
    filter.security = spec.security;
  }
  return filter;
}

}  // namespace

LayerEnds ends_of(const LayerWord& layer) {
  const std::string_view word = layer.word;
  if (word.starts_with("accept")) return {"local", "remote"};
  if (word.starts_with("bind") || word.starts_with("listen") || word.starts_with("release"))
    return {"local", ""};
  return {"remote", "local"};
}

Outcome<std::vector<PolicyFilter>> make_filters(const FilterSpec& spec, const FilterLinks& links) {
  WFP_CLI_TRY(const auto layers, find_layers(spec.layer));
  WFP_CLI_TRY(const PolicyFilter plain, frame(spec, links));
  End to, from;
  WFP_CLI_CHECK(add_some("--to", spec.to, to));
  WFP_CLI_CHECK(add_without("--not-to", spec.not_to, to));
  WFP_CLI_CHECK(add_some("--from", spec.from, from));
  WFP_CLI_CHECK(add_without("--not-from", spec.not_from, from));
  std::vector<PolicyFilter> filters;
  for (const LayerWord* layer : layers) {
    PolicyFilter filter = plain;
    filter.layer = layer->key;
    const LayerEnds ends = ends_of(*layer);
    WFP_CLI_TRY(const bool to_fits, add_end("--to", ends.to, to, *layer, filter));
    WFP_CLI_TRY(const bool from_fits, add_end("--from", ends.from, from, *layer, filter));
    if (!to_fits || !from_fits) continue;
    WFP_CLI_CHECK(add_words("protocol", FWP_MATCH_EQUAL, spec.protocols, *layer, filter));
    if (!links.app_id.empty())
      filter.conditions.push_back(
          {field_key("app"), FWP_MATCH_EQUAL, {FWP_BYTE_BLOB_TYPE, 0, 0, links.app_id, {}}});
    WFP_CLI_CHECK(add_people(spec, filter));
    WFP_CLI_CHECK(add_interface(spec, filter));
    if (spec.loopback || spec.no_loopback)
      WFP_CLI_CHECK(add_words("flags",
                              spec.loopback ? FWP_MATCH_FLAGS_ALL_SET : FWP_MATCH_FLAGS_NONE_SET,
                              {"loopback"}, *layer, filter));
    WFP_CLI_CHECK(add_raw(spec, *layer, filter));
    filter.key =
        derived_guid("filter " + layer->name(), filter.provider.value_or(kZeroGuid), filter.name);
    filters.push_back(std::move(filter));
  }
  if (filters.empty())
    return fail(ExitCode::usage, "no address remains: this filter would match nothing");
  return filters;
}

void FilterSpec::add_to(Options& options) {
  options.flag("--block", block, "the action");
  options.flag("--permit", permit, "the action");
  options.flag("--hard", hard, "lower sublayers cannot override it");
  options.value("--layer", layer, "NAME",
                "connect (the default), accept, listen, bind, flow; -v4 or -v6 for one version");
  options.values("--to", to, "WHERE", "destination: HOST, HOST:PORT, :PORT or NET");
  options.values("--not-to", not_to, "WHERE", "but not there: HOST, NET or :PORT");
  options.values("--from", from, "WHERE", "source");
  options.values("--not-from", not_from, "WHERE", "but not from there");
  options.value("--app", app, "PATH", "only this program");
  options.values("--user", users, "NAME", "only this user");
  options.values("--users", groups, "GROUP", "only members of this group");
  options.value("--sddl-user", user_sddl, "SDDL", "only whom this descriptor lets match (CC)");
  options.values("--proto", protocols, "NAME", "tcp, udp, icmp or a number");
  options.value("--interface", interface, "NAME", "only over this interface (its number of now)");
  options.flag("--loopback", loopback, "only traffic that stays on this machine");
  options.flag("--no-loopback", no_loopback, "only traffic that leaves it");
  options.values("-c,--condition", raw, "TEXT",
                 "any condition, as in a policy file: 'remote-port in 1000 to 2000'");
  options.value("--sublayer", sublayer, "NAME", "else universal");
  options.value("--weight", weight, "N", "0 to 15: a band; 0x...: exact");
  options.flag("--persistent", persistent, "also after a reboot");
  options.flag("--boot-time", boot_time, "only from boot until the engine runs");
  options.value("--provider", provider, "NAME", "whose it is");
  options.value("--description", description, "TEXT", "what it is for");
  options.value("--key", key, "GUID", "its key (for one version); else made of provider and name");
  options.value("--security", security, "SDDL", "its descriptor; else what is inherited");
}

}  // namespace wfp::cli
