// The main job, end to end, on this machine's real endpoints: list them as root; as an ordinary
// user only one's own; then set the descriptor with FwpsAleEndpointSetSecurityInfo0, and see what
// was granted granted and what was denied denied, also after the daemon was killed with SIGKILL and
// started again.
//
// The rows of the sockets it opens itself are checked; the exit code is 1 if one is missing,
// invented or visible to somebody who may not see it.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>

#include "daemon.h"
#include "engine.h"
#include "people.h"

namespace {

int differences = 0;

void say(const std::string& text) { std::printf("\n== %s\n", text.c_str()); }

void check(bool good, const std::string& what) {
  std::printf("   %s  %s\n", good ? "ok " : "BAD", what.c_str());
  if (!good) ++differences;
}

// Every socket of `visible` is in the listing with the right owner and ports, and no endpoint of
// `hidden` is.
void check_listing(const Person& viewer, const std::vector<const Person*>& visible,
                   const std::vector<const Person*>& hidden) {
  const Listing listing = list_as(viewer.uid());
  check(listing.error == 0, viewer.name() + " may list endpoints");
  const auto shown = [&](const OwnSocket& socket) {
    return std::ranges::any_of(listing.endpoints, [&](const OwnSocket& row) {
      return row.id == socket.id && row.uid == socket.uid && row.local_port == socket.local_port &&
             row.remote_port == socket.remote_port && row.protocol == socket.protocol;
    });
  };
  for (const Person* person : visible) {
    check(std::ranges::all_of(person->sockets(), shown),
          viewer.name() + " sees the " + std::to_string(person->sockets().size()) +
              " endpoints of " + person->name());
  }
  for (const Person* person : hidden) {
    check(std::ranges::none_of(listing.endpoints,
                               [&](const OwnSocket& row) { return row.uid == person->uid(); }),
          viewer.name() + " sees none of " + person->name());
  }
  std::set<std::uint64_t> ids;
  for (const OwnSocket& row : listing.endpoints) ids.insert(row.id);
  check(ids.size() == listing.endpoints.size(), "no endpoint is listed twice");
}

void check_denied(const Person& person) {
  check(list_as(person.uid()).error == 5, person.name() + " is denied: ERROR_ACCESS_DENIED (5)");
  std::uint32_t status = 0;
  const std::string said = run_as(person.uid(), [](int fd) {
    const std::uint32_t answer = kernel_mode_enumeration();
    if (write(fd, &answer, sizeof answer) != sizeof answer) _exit(1);
  });
  if (said.size() == sizeof status)
    std::copy(said.begin(), said.end(), reinterpret_cast<char*>(&status));
  check(status == 0xC0000022, person.name() + " is denied: STATUS_ACCESS_DENIED (0xC0000022)");
}

// Authenticated users may enumerate and everybody sees his own endpoints, as by default; besides,
// `reader` sees those of `subject`, by a condition on the endpoint's user, and `outsider` may not
// even ask.
std::string policy(const Person& reader, const Person& subject, const Person& outsider) {
  return "D:(D;;0x20;;;" + outsider.sid() + ")(A;;0x20;;;AU)(A;OICIIO;GR;;;CO)" +  //
         "(XA;OICIIO;GR;;;" + reader.sid() + ";(@RESOURCE.user == SID(" + subject.sid() + ")))";
}

}  // namespace

int main(int argc, char** argv) {
  if (getuid() != 0)
    return std::fprintf(stderr, "quickstart: run me as root, I act as several users\n"), 1;
  const std::string bin =
      argc > 1 ? argv[1] : std::filesystem::read_symlink("/proc/self/exe").parent_path().string();
  const std::string wfp = bin + "/wfp";

  Daemon daemon(bin);
  const Person root_like("root", 0);
  const Person alice("alice", 21001);
  const Person bob("bob", 21002);
  const Person carol("carol", 21003);

  say("this machine's endpoints, as root: wfp ls");
  check(show_as(0, {wfp, "ls"}) == 0, "wfp ls");
  check_listing(root_like, {&root_like, &alice, &bob, &carol}, {});

  say("as alice (uid 21001), an ordinary user: wfp ls");
  check(show_as(alice.uid(), {wfp, "ls"}) == 0, "wfp ls");
  check_listing(alice, {&alice}, {&root_like, &bob, &carol});

  const std::string sddl = policy(alice, bob, carol);
  say("FwpsAleEndpointSetSecurityInfo0(DACL): alice may see bob's, carol may see nothing\n   " +
      sddl);
  check(set_dacl(sddl) == 0, "the descriptor is set");
  check_listing(alice, {&alice, &bob}, {&root_like, &carol});
  check_denied(carol);
  show_as(alice.uid(), {wfp, "ls"});
  show_as(carol.uid(), {wfp, "ls"});

  say("kill -9 of the daemon, and a new one");
  daemon.kill_hard();
  daemon.start();
  check_listing(alice, {&alice, &bob}, {&root_like, &carol});
  check_denied(carol);
  check_listing(bob, {&bob}, {&root_like, &alice, &carol});

  say(differences == 0 ? "everything as it must be" : std::to_string(differences) + " differences");
  return differences == 0 ? 0 : 1;
}
