// help and version.
#include <fmt/format.h>

#include <array>

#include "cli/columns.h"
#include "cli/rights.h"
#include "cli/text.h"
#include "cli/verb.h"

namespace wfp::cli {
namespace {

void help_rights(Io& io) {
  io.out += "Rights, in capital letters:\n";
  for (const Right& right : rights()) {
    if (right.is_letter())
      io.out += fmt::format("  {:<3} {:<20} {}\n", right.name, right.word, right.meaning);
  }
  io.out += "\nSingle rights, in brackets and separated by commas, as in R(CL) or (EN,RD):\n";
  for (const Right& right : rights()) {
    if (!right.is_letter())
      io.out += fmt::format("  {:<5} {:<22} {}\n", right.name, right.word, right.meaning);
  }
  io.out += "\nWords and numbers do as well: READ_CONTROL, read,enum, 0xe0.\n";
}

void help_columns(Io& io) {
  for (const Column& column : columns())
    io.out += fmt::format("  {:<9} {}\n", column.name, column.meaning);
}

void help_exit_codes(Io& io) {
  for (const ExitCodeInfo& row : exit_codes()) {
    io.out += fmt::format("  {:<4} {}\n", static_cast<int>(row.code), row.meaning);
  }
}

void help_filter(Io& io) {
  io.out +=
      "A filter is tests joined by and (or nothing), or, not, and parentheses:\n"
      "\n"
      "  FIELD = VALUE     also != < <= > >= and eq ne lt le gt ge; = may be left out: dst "
      "10.0.0.0/8\n"
      "  FIELD ~= TEXT     contains; !~ does not (app, user, service, cgroup)\n"
      "  FIELD in A,B,C    any of them; also {A, B}\n"
      "  STATE, PROTOCOL   alone: established, listening, udp\n"
      "\n"
      "  src local         own address: 10.0.0.1, 10.0.0.0/8, ::1, [::1]:80, :443\n"
      "  dst remote        the peer's; an endpoint without a peer never matches\n"
      "  sport dport       ports: 443, :443, https, >= :1024\n"
      "  proto family      tcp, udp, ...; ipv4, ipv6\n"
      "  state             established listen bound time-wait ...; all connected synchronized "
      "bucket big\n"
      "  dir               outbound inbound listening none\n"
      "  app               the program; * and ? match any; without / the last part of the path is "
      "compared\n"
      "  user uid gid      the user's name or number; numbers\n"
      "  service cgroup    as in the columns; * and ? match any\n"
      "  pid id netns      numbers; pid: one of the processes that hold it\n"
      "\n"
      "Names are written as they are shown: \\\\ for a backslash, \\xHH for a byte that is not "
      "printable.\n";
}

struct Topic {
  std::string_view name;
  void (*print)(Io& io);
};
constexpr std::array<Topic, 4> kTopics = {{{"rights", help_rights},
                                           {"filter", help_filter},
                                           {"columns", help_columns},
                                           {"exit-codes", help_exit_codes}}};

Outcome<ExitCode> help(const Verb& verb, Io& io, const Arguments& arguments) {
  std::vector<std::string> words;
  Options options;
  options.words(words, 0, 2);
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  io.start_pager();
  if (words.empty()) {
    io.out += usage();
    return ExitCode::ok;
  }
  for (const Topic& topic : kTopics) {
    if (words.front() != topic.name) continue;
    topic.print(io);
    return ExitCode::ok;
  }
  WFP_CLI_TRY(const Verb* other, take_verb(words));
  return other->run(*other, io, {"--help"});
}

Outcome<ExitCode> version(const Verb& verb, Io& io, const Arguments& arguments) {
  Options options;
  WFP_CLI_TRY(const bool go_on, parse(verb, io, options, arguments));
  if (!go_on) return ExitCode::ok;
  io.out += fmt::format("wfp {}\n", WFP_RELEASE);
  return ExitCode::ok;
}

}  // namespace

constinit const Verb kHelp{"",
                           "help",
                           "",
                           "[VERB|TOPIC]",
                           "this list; topics: rights filter columns exit-codes",
                           "  wfp help endpoint list\n  wfp help rights\n",
                           "",
                           help};

constinit const Verb kVersion{"", "version", "",     "", "the version of this program",
                              "", "",        version};

}  // namespace wfp::cli
