// The zoo: a socket of every kind, each told under a name that says what it is.
#pragma once

#include <memory>
#include <vector>

#include "stage.h"

namespace wfp::kernel::test {

inline constexpr int kMptcp = 262;
inline constexpr int kUdpLite = 136;

bool supports(int family, int type, int protocol);

void open_tcp(Script& script);
void open_datagrams(Script& script);
void open_raw(Script& script);
void open_mptcp(Script& script);
void open_what_is_none(Script& script);  // sockets without an address

// All of them, opened by a user with groups in a network of his own, whose inode is told as
// "network". Only root has RAW ones.
std::unique_ptr<Actor> zoo_of(uid_t uid, gid_t gid, const std::vector<gid_t>& groups);

}  // namespace wfp::kernel::test
