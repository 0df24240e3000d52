// What actors do: become somebody, enter an own network namespace, open sockets. All end the actor
// on failure.
#pragma once

#include <sys/socket.h>
#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "actor.h"

namespace wfp::kernel::test {

// A network namespace of its own with the loopback interface up, and ping sockets allowed to all
// groups.
void own_network(Script& script);
std::uint32_t network_inode();

// All ids, real, effective and saved.
void become(Script& script, uid_t uid, gid_t gid, const std::vector<gid_t>& groups = {});

int listen_tcp(Script& script, int family = AF_INET, int protocol = 0, std::uint16_t port = 0);
int connect_to(Script& script, int listener, int family = AF_INET, int protocol = 0);
int accept_from(Script& script, int listener);
// Bound to the loopback address; `v6 mapped` binds ::ffff:127.0.0.1.
int bind_loopback(Script& script, int family, int type, int protocol, bool mapped = false);
int open_socket(Script& script, int family, int type, int protocol);

void send_fd(Script& script, int through, int fd);
int receive_fd(Script& script, int through);

}  // namespace wfp::kernel::test
