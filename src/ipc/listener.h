// The listening socket of the daemon: an AF_UNIX stream socket that anybody may connect to (0666),
// in a folder that only root may change - access is the descriptors' business, but nobody may put
// another socket in its place.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/result.h"
#include "base/unique.h"

namespace wfp::ipc {

class Listener {
 public:
  // Takes over the socket that systemd passed (LISTEN_PID, LISTEN_FDS), or makes one at `path`:
  // creates the folder (0755) when it is missing, checks that the daemon's own uid or root owns it
  // and nobody else may write there, and removes a socket that nobody listens on any more.
  // Status::fwp_in_use: somebody does.
  static Result<Listener> open(const std::string& path);

  // A connection that waits; none is Status::not_found. Sockets come non-blocking and
  // close-on-exec.
  [[nodiscard]] Result<UniqueFd> accept() const;

  [[nodiscard]] int fd() const { return socket_.get(); }
  [[nodiscard]] bool from_systemd() const { return path_.empty(); }

  Listener(Listener&&) noexcept = default;
  Listener& operator=(Listener&&) noexcept = delete;
  ~Listener();  // removes the socket's name, if it is ours still

 private:
  Listener(UniqueFd socket, std::string path, dev_t device, ino_t inode)
      : socket_(std::move(socket)), path_(std::move(path)), device_(device), inode_(inode) {}

  UniqueFd socket_;
  std::string path_;  // empty: systemd's
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

}  // namespace wfp::ipc
