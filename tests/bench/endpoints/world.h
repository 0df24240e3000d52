// World: a network namespace of its own with many sockets in many processes, for measuring
// listings.
#pragma once

#include <sys/types.h>

#include <vector>

// Moves the calling process into a new network namespace with loopback up and every port free for
// use.
void enter_own_network();

// `count` sockets over `processes` child processes: a fifth listens, two fifths are connected TCP
// (both ends), two fifths are UDP. They are there when the constructor returns, and gone when the
// destructor has.
class World {
 public:
  World(int count, int processes);
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World();

 private:
  std::vector<pid_t> children_;
};
