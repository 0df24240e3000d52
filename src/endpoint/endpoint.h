// Endpoint: one network endpoint of the machine - an Internet socket that has an address, or what
// is left of one.
//
// An Endpoint is a row of plain numbers; what many rows share (executables, credential sets,
// cgroups, namespaces) stands once in the Snapshot it belongs to and is named by an Index into that
// Snapshot's tables. So 50,000 rows build and copy as one block of memory.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace wfp::endpoint {

using Index = std::uint32_t;
inline constexpr Index kNone = 0xffffffff;

enum class IpVersion : std::uint8_t { v4 = 0, v6 = 1 };  // the numbers of FWP_IP_VERSION

// In network byte order; an IPv4 address is the first four bytes, the others are zero.
using Address = std::array<std::uint8_t, 16>;

// What the socket is at. Protocols without connections know `bound` and `established` (it has a
// peer) alone.
enum class State : std::uint8_t {
  bound,
  listening,
  syn_sent,
  syn_received,
  established,
  fin_wait_1,
  fin_wait_2,
  close_wait,
  closing,
  last_ack,
  time_wait,
};

// Who began: `none` for what has no peer, or where the kernel keeps no trace (TIME_WAIT).
enum class Direction : std::uint8_t { none, outbound, inbound, listening };

enum class SocketType : std::uint8_t { other, stream, datagram, raw };

// How the application is known.
enum class Attribution : std::uint8_t {
  none,     // it is not: nobody holds the socket, or only processes of another user than made it
  holder,   // the earliest process that holds it and runs as the user who made it
  creator,  // the process that made it, seen making it
};

// The image of a process.
struct Application {
  std::string
      id;  // what filters, conditions and listings say: the host path, or "ns:<namespace>:<path>"
  std::string path;  // as the kernel names it from the root of its mount namespace
  std::uint64_t inode = 0;
  std::uint32_t device = 0;           // major << 20 | minor
  std::uint32_t generation = 0;       // of the inode, where the file system keeps one
  std::uint32_t mount_namespace = 0;  // inode number; 0 = of none (memfd)
  bool host = false;                  // `id` is a path of the daemon's own mount namespace
  bool deleted = false;               // the file's name is gone; `id` is the name it had

  bool operator==(const Application&) const = default;
};

// Credentials as a file keeps them from its making: the effective ids, all groups, effective
// capabilities.
struct CredentialSet {
  std::uint64_t id =
      0;  // localTokenModifiedId: of this exact set, never reused while the daemon runs
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  std::vector<std::uint32_t> groups;  // supplementary, as the kernel orders them (ascending)
  std::uint64_t capabilities = 0;
  std::uint32_t user_namespace = 0;  // inode number
  bool foreign = false;              // not the daemon's user namespace
  bool groups_known = true;          // false: more lists than a pass carries; `groups` is empty

  bool operator==(const CredentialSet&) const = default;
};

// A directory of the cgroup2 hierarchy.
struct Cgroup {
  std::uint64_t id = 0;
  std::string path;     // from the root: "/system.slice/ssh.service"
  std::string service;  // "ssh" where it is one of the system's, else empty

  bool operator==(const Cgroup&) const = default;
};

struct NetworkNamespace {
  std::uint64_t cookie = 0;  // never reused until reboot
  std::uint32_t inode = 0;   // what "net:[4026531840]" says
  bool own = false;          // the daemon's

  bool operator==(const NetworkNamespace&) const = default;
};

// A process that holds a descriptor of some endpoint.
struct Process {
  std::uint32_t pid = 0;  // thread group id
  std::uint32_t euid = 0;
  std::uint64_t start_ns = 0;  // CLOCK_BOOTTIME
  Index application = kNone;

  bool operator==(const Process&) const = default;
};

struct Endpoint {
  std::uint64_t id = 0;  // the socket's cookie: never reused until reboot
  Address local{};
  Address remote{};
  std::uint16_t local_port = 0;   // host order; RAW has none, ICMP's is its identifier
  std::uint16_t remote_port = 0;  // host order; 0 = no peer
  IpVersion ip_version = IpVersion::v4;
  std::uint8_t protocol = 0;  // IPPROTO number; MPTCP is TCP
  SocketType type = SocketType::other;
  State state = State::bound;
  Direction direction = Direction::none;
  Attribution attribution = Attribution::none;
  bool multipath = false;     // an MPTCP socket, its sub-flows folded into it
  Index owner = kNone;        // process: the one `attribution` speaks of
  Index credentials = kNone;  // of the file's making; none where there is no file
  Index cgroup = kNone;       // the socket's own, fixed at its making
  Index network_namespace = kNone;
  Index first_holder = 0;  // holders are Snapshot::holders[first_holder ...], ordered by start
  std::uint32_t holder_count = 0;
};

}  // namespace wfp::endpoint
