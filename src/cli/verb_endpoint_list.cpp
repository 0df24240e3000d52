#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <optional>

#include "cli/columns.h"
#include "cli/engine.h"
#include "cli/filter.h"
#include "cli/listing.h"
#include "cli/output.h"
#include "cli/sid.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

constexpr OutputFormat kFormats[] = {OutputFormat::table, OutputFormat::wide, OutputFormat::json,
                                     OutputFormat::jsonl, OutputFormat::yaml, OutputFormat::xml};
constexpr double kShortestWatch = 0.1, kLongestWatch = 3600, kUsualWatch = 2;

struct Request {
  bool tcp = false, udp = false, listening = false, ipv4 = false, ipv6 = false;
  bool numeric = false, pids = false, all = false, wide = false, no_headers = false;
  std::string columns, sort;
  std::optional<std::string> watch;
  std::vector<std::string> words;  // the filter
};

void add_options(Options& options, Request& request, OutputOptions& output) {
  options.flag("-t,--tcp", request.tcp, "TCP only (with -u: both)");
  options.flag("-u,--udp", request.udp, "UDP only");
  options.flag("-l,--listening", request.listening,
               "what waits for peers: listening, and bound without one");
  options.flag("-4,--ipv4", request.ipv4, "IPv4 only");
  options.flag("-6,--ipv6", request.ipv6, "IPv6 only");
  options.flag("-a,--all", request.all, "everything; this is what is shown anyway");
  options.flag("-n,--numeric", request.numeric, "users as numbers");
  options.flag("-p,--processes", request.pids, "with the processes that hold each");
  options.flag("-v,--verbose", request.wide, "the same as -o wide");
  options.value("--columns", request.columns, "NAMES",
                "these columns, separated by commas: wfp help columns");
  options.value("--sort", request.sort, "NAMES", "by these columns; -NAME for descending");
  options.flag("-H,--no-headers", request.no_headers, "rows alone");
  options.optional_value("--watch", request.watch, "SECONDS",
                         "stay, and show what opens (+), closes (-), changes (~)");
  output.add_to(options);
  options.words(request.words, 0, SIZE_MAX);
}

std::optional<std::uint16_t> port_of_service(std::string_view name) {
  const servent* service = getservbyname(std::string(name).c_str(), nullptr);
  if (service == nullptr) return std::nullopt;
  return ntohs(static_cast<std::uint16_t>(service->s_port));
}

Outcome<Filter> filter_of(const Request& request) {
  const FilterNames names{[](std::string_view name) { return find_user(name); }, name_of_user,
                          port_of_service};
  WFP_CLI_TRY(Filter filter,
              Filter::parse(fmt::format("{}", fmt::join(request.words, " ")), names));
  const auto require = [&](FilterField field, std::vector<std::uint64_t> values) {
    FilterTest test{field, FilterOp::equal, {}};
    for (const std::uint64_t value : values) test.values.push_back({value, {}, {}});
    filter.require(std::move(test));
  };
  if (request.tcp && request.udp) {
    require(FilterField::protocol, {IPPROTO_TCP, IPPROTO_UDP});
  } else if (request.tcp || request.udp) {
    require(FilterField::protocol, {request.tcp ? IPPROTO_TCP : IPPROTO_UDP});
  }
  if (request.ipv4 != request.ipv6) require(FilterField::family, {request.ipv6 ? 1u : 0u});
  if (request.listening) require(FilterField::state, {*state_set("listen") | *state_set("bound")});
  return filter;
}

Outcome<ListingStyle> style_of(const Request& request, OutputFormat format) {
  ListingStyle style{format, {}, !request.no_headers};
  if (request.wide && format == OutputFormat::table) style.format = OutputFormat::wide;
  const bool people = style.format == OutputFormat::table || style.format == OutputFormat::wide;
  if (!request.columns.empty()) {
    WFP_CLI_TRY(style.columns, parse_columns(request.columns));
  } else {
    style.columns =
        default_columns(people && request.listening, style.format != OutputFormat::table);
  }
  if (request.pids && style.format == OutputFormat::table) {
    WFP_CLI_TRY(const ColumnList pids, parse_columns("pids"));
    style.columns.push_back(pids.front());
  }
  return style;
}

EndpointRows selected(const Listing& listing, const Filter& filter) {
  EndpointRows rows;
  rows.reserve(listing.rows.size());
  for (const Endpoint* endpoint : listing.rows) {
    if (filter.matches(*endpoint)) rows.push_back(endpoint);
  }
  return rows;
}

// How many are hidden is said only of an un-narrowed listing, to those who may read statistics.
std::string footer(const Engine& engine, const Listing& listing, std::size_t shown, bool narrowed) {
  std::string text = fmt::format("{} endpoint{}", shown, shown == 1 ? "" : "s");
  if (!listing.others_hidden) return text;
  const auto status = narrowed ? fail(ExitCode::failure, "") : engine.status();
  const auto seen = static_cast<std::int64_t>(listing.rows.size());
  if (status && (*status)->endpointCount > seen) {
    return fmt::format("{} · {} of others are not shown", text, (*status)->endpointCount - seen);
  }
  return text + " · others' endpoints are not shown (see: wfp access me)";
}

Outcome<double> seconds_of(const std::string& text) {
  if (text.empty()) return kUsualWatch;
  char* end = nullptr;
  const double seconds = std::strtod(text.c_str(), &end);
  if (*end != '\0' || !std::isfinite(seconds) || seconds < kShortestWatch ||
      seconds > kLongestWatch) {
    return fail(ExitCode::usage, fmt::format("--watch={}: from {} to {} seconds", escaped(text),
                                             kShortestWatch, kLongestWatch));
  }
  return seconds;
}

void pause(double seconds) {
  timespec rest{};
  rest.tv_sec = static_cast<time_t>(seconds);
  rest.tv_nsec = static_cast<long>((seconds - std::floor(seconds)) * 1e9);
  nanosleep(&rest, nullptr);
}

// Both lists are in ascending order of their ids.
std::vector<EndpointEvent> events_between(const EndpointRows& before, const EndpointRows& after) {
  std::vector<EndpointEvent> events;
  const auto id = [](const Endpoint* endpoint) { return endpoint->properties.endpointId; };
  std::size_t i = 0, j = 0;
  while (i < before.size() || j < after.size()) {
    if (j == after.size() || (i < before.size() && id(before[i]) < id(after[j]))) {
      events.push_back({'-', before[i++]});
    } else if (i == before.size() || id(after[j]) < id(before[i])) {
      events.push_back({'+', after[j++]});
    } else {
      if (before[i]->state != after[j]->state) events.push_back({'~', after[j]});
      ++i;
      ++j;
    }
  }
  return events;
}

Outcome<ExitCode> watch(Io& io, const Engine& engine, const Filter& filter,
                        const ListingStyle& style, double seconds, const UserNames& users) {
  const auto by_id = [](const Endpoint* a, const Endpoint* b) {
    return a->properties.endpointId < b->properties.endpointId;
  };
  Listing shown;
  EndpointRows rows;
  while (true) {
    WFP_CLI_TRY(Listing now, engine.endpoints());
    EndpointRows now_rows = selected(now, filter);
    std::ranges::sort(now_rows, by_id);
    write_events(io, style, events_between(rows, now_rows), users);
    WFP_CLI_CHECK(io.flush());
    shown = std::move(now);
    rows = std::move(now_rows);
    pause(seconds);
  }
}

Outcome<ExitCode> run(const Verb& verb, Io& io, const Arguments& arguments) {
  Request request;
  OutputOptions output(kFormats);
  Options options;
  add_options(options, request, output);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  WFP_CLI_TRY(const OutputFormat format, output.resolve(io));
  WFP_CLI_TRY(const ListingStyle style, style_of(request, format));
  WFP_CLI_TRY(const Filter filter, filter_of(request));
  const UserNames users(request.numeric ? UserNames::Lookup() : UserNames::Lookup(name_of_user));
  EndpointRows none;
  WFP_CLI_CHECK(sort_endpoints(none, request.sort,
                               users));  // a wrong name is told before anything else is done

  WFP_CLI_TRY(const Engine engine, Engine::open());
  if (request.watch) {
    if (format == OutputFormat::json || format == OutputFormat::yaml ||
        format == OutputFormat::xml) {
      return fail(ExitCode::usage, "--watch has no end, and this format is one document",
                  {"use -o jsonl"});
    }
    WFP_CLI_TRY(const double seconds, seconds_of(*request.watch));
    return watch(io, engine, filter, style, seconds, users);
  }
  WFP_CLI_TRY(const Listing listing, engine.endpoints());
  EndpointRows rows = selected(listing, filter);
  WFP_CLI_CHECK(sort_endpoints(rows, request.sort, users));
  const bool people = style.format == OutputFormat::table || style.format == OutputFormat::wide;
  if (people) io.start_pager();
  write_endpoints(io, style, rows, listing.others_hidden, users);
  if (people && style.headings) {
    const std::string line = footer(engine, listing, rows.size(), !filter.is_empty());
    if (!io.is_terminal()) {
      io.note(line);
    } else {
      io.out += line + '\n';
    }
  }
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kEndpointList{
    "endpoint",
    "list",
    "ls",
    "[FILTER...]",
    "who talks to whom: the machine's endpoints",
    "  wfp ls -l                                    what listens\n"
    "  wfp ls 'app~=node and remote in 10.0.0.0/8'  of one program, to one network\n"
    "  wfp ls state established dport = :443        as ss says it\n"
    "  wfp ls --json --columns id,app,remote        for a program\n"
    "  wfp ls --watch                               live\n",
    "You see what the access list lets you see; that others are hidden is said, not how many.\n"
    "The filter's language: wfp help filter. The columns: wfp help columns.\n",
    run};

}  // namespace wfp::cli
