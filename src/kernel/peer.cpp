#include "kernel/peer.h"

#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>
#include <optional>
#include <vector>

#include "kernel/capabilities.h"
#include "kernel/iterator.h"
#include "kernel/records.h"
#include "kernel/skeleton.h"
#include "peer_iter.skel.h"

namespace wfp::kernel {
namespace {

#ifndef SO_PEERPIDFD
constexpr int SO_PEERPIDFD = 77;  // Linux 6.5; Debian 12's headers are older
#endif

constexpr std::uint32_t kArenaChunks = 65536 / WFP_ARENA_CHUNK;  // one list of the longest kind

// What the records of one pass say.
struct Found {
  std::optional<wfp_peer_record> peer;
  std::vector<endpoint::CredentialSet> credentials;
  std::vector<endpoint::Cgroup> cgroups;
};

bool take(Found& found, const wfp_record_header& header, std::span<const std::byte> bytes,
          std::span<const std::uint32_t> arena, std::string_view system_slice) {
  switch (header.kind) {
    case WFP_RECORD_PEER:
      return read_record(bytes, found.peer.emplace());
    case WFP_RECORD_CREDENTIAL: {
      auto set = credential_set_of(bytes, arena);
      if (set) found.credentials.push_back(std::move(*set));
      return set.has_value();
    }
    case WFP_RECORD_CGROUP: {
      auto cgroup = cgroup_of(bytes, system_slice);
      if (cgroup) found.cgroups.push_back(std::move(*cgroup));
      return cgroup.has_value();
    }
    default:
      return false;
  }
}

Result<ucred> peer_ids(int socket) {
  ucred ids{};
  socklen_t length = sizeof ids;
  if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &ids, &length) != 0)
    return load_failure("SO_PEERCRED");
  return ids;
}

// A pidfd of the process that connected, or none. With an older kernel it may be another's that
// took over the number: then `sure` is false.
UniqueFd open_pidfd(int socket, std::uint32_t pid, bool& sure) {
  int fd = -1;
  socklen_t length = sizeof fd;
  sure = ::getsockopt(socket, SOL_SOCKET, SO_PEERPIDFD, &fd, &length) == 0;
  if (sure) return UniqueFd(fd);
  sure = errno != ENOPROTOOPT;
  if (sure || pid == 0) return {};
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
}

}  // namespace

struct PeerReader::State {
  std::string system_slice;
  Skeleton<peer_iter, peer_iter::destroy> skeleton;
  GroupArena arena;
  BpfLink link;
  std::mutex passing;  // held during a pass; guards what follows
  PassBuffer buffer;
  std::uint64_t pass = 0;

  Result<void> load();
  Result<Found> run_pass(int socket);
};

Result<void> PeerReader::State::load() {
  silence_libbpf();
  skeleton.reset(peer_iter::open());
  if (!skeleton) return load_failure("opening the peer program");
  bpf_map__set_max_entries(skeleton->maps.group_arena, kArenaChunks);
  if (peer_iter::load(skeleton.get()) != 0)
    return load_failure("the kernel refuses the peer program");
  WFP_TRY(arena, GroupArena::map(skeleton->maps.group_arena));
  WFP_TRY(link,
          attach_iterator(skeleton->progs.peer_credentials, static_cast<unsigned>(::getpid())));
  return {};
}

Result<Found> PeerReader::State::run_pass(int socket) {
  const std::lock_guard lock(passing);
  skeleton->bss->pass = ++pass;
  skeleton->bss->next_arena_chunk = 0;
  std::memset(skeleton->bss->next_index, 0, sizeof skeleton->bss->next_index);
  skeleton->bss->wanted_fd = static_cast<std::uint32_t>(socket);
  buffer.clear();
  WFP_CHECK_OK(read_iterator(link, buffer));
  Found found;
  const bool good = for_each_record(buffer.bytes(), [&](const auto& header, auto bytes) {
    return take(found, header, bytes, arena.groups(), system_slice);
  });
  if (!good) return fail(Status::internal_error, "a record of the peer pass is malformed");
  return found;
}

Result<std::unique_ptr<PeerReader>> PeerReader::open(std::string system_slice) {
  auto state = std::make_unique<State>();
  state->system_slice = std::move(system_slice);
  WFP_TRY(const auto capabilities, capability_states());
  if (const std::string missing = missing_capabilities(capabilities); !missing.empty()) {
    return fail(Status::access_denied, "missing " + missing);
  }
  WFP_CHECK_OK(state->load());
  return std::unique_ptr<PeerReader>(new PeerReader(std::move(state)));
}

PeerReader::PeerReader(std::unique_ptr<State> state) : state_(std::move(state)) {}
PeerReader::~PeerReader() = default;

Result<Peer> PeerReader::read(int socket) {
  WFP_TRY(const ucred ids, peer_ids(socket));
  Peer peer;
  peer.pid = static_cast<std::uint32_t>(ids.pid);
  bool sure = false;
  peer.pidfd = open_pidfd(socket, peer.pid, sure);
  WFP_TRY(Found found, state_->run_pass(socket));
  if (!found.peer || found.peer->credential >= found.credentials.size()) {
    return fail(Status::access_denied, "the kernel does not say who connected");
  }
  if (found.peer->alive == 0 && !sure)
    peer.pidfd.reset();  // alive now: its number cannot have been reused
  peer.credentials = std::move(found.credentials[found.peer->credential]);
  if (peer.credentials.uid != ids.uid || peer.credentials.gid != ids.gid ||
      !peer.credentials.groups_known) {
    return fail(Status::access_denied, "the kernel's accounts of the peer differ");
  }
  if (found.peer->cgroup < found.cgroups.size())
    peer.cgroup = std::move(found.cgroups[found.peer->cgroup]);
  return peer;
}

}  // namespace wfp::kernel
