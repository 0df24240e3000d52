// A small snapshot: alice (uid 1001) runs nginx and curl, bob (1002) a shell in a container, root
// ssh; one connection is nobody's.
#pragma once

#include "endpoint/snapshot.h"

namespace wfp::endpoint::sample {

enum Row : Index { alice_nginx, alice_curl, bob_shell, root_ssh, nobodys, kRows };

inline Endpoint row(std::uint64_t id, Index process, Index credentials, std::uint16_t local,
                    std::uint16_t remote) {
  Endpoint endpoint;
  endpoint.id = id;
  endpoint.protocol = 6;
  endpoint.local = endpoint.remote = {127, 0, 0, 1};
  endpoint.local_port = local;
  endpoint.remote_port = remote;
  endpoint.state = remote ? State::established : State::listening;
  endpoint.direction = remote ? Direction::outbound : Direction::listening;
  endpoint.attribution = process == kNone ? Attribution::none : Attribution::holder;
  endpoint.owner = process;
  endpoint.credentials = credentials;
  endpoint.holder_count = 0;
  return endpoint;
}

inline Application application(const char* id, bool host) {
  Application application;
  application.id = application.path = id;
  application.host = host;
  return application;
}

inline std::shared_ptr<const CredentialSet> user(std::uint64_t id, std::uint32_t uid) {
  CredentialSet set;
  set.id = id;
  set.uid = set.gid = uid;
  return std::make_shared<const CredentialSet>(set);
}

inline Snapshot snapshot() {
  Snapshot snapshot;
  snapshot.applications = {application("/usr/sbin/nginx", true), application("/usr/bin/curl", true),
                           application("ns:4026532001:/bin/sh", false),
                           application("/usr/sbin/sshd", true)};
  snapshot.credentials = {user(1, 1001), user(2, 1002), user(3, 0)};
  snapshot.cgroups = {{7, "/system.slice/ssh.service", "ssh"}};
  snapshot.processes = {{10, 1001, 1, 0}, {11, 1001, 2, 1}, {12, 1002, 3, 2}, {13, 0, 4, 3}};
  snapshot.endpoints = {row(100, 0, 0, 443, 0), row(101, 1, 0, 40001, 443),
                        row(102, 2, 1, 40002, 25), row(103, 3, 2, 22, 0),
                        row(104, kNone, kNone, 40003, 80)};
  snapshot.endpoints[root_ssh].cgroup = 0;
  return snapshot;
}

}  // namespace wfp::endpoint::sample
