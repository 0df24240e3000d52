// FakeEngine: an engine in a process of its own that does what a test tells it, so that what the
// real one never does can be seen to be survived. It says what it received in the sentence of a
// refusal.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

#include "support/temp_dir.h"

namespace wfp::test {

enum class Misbehaviour : std::uint8_t {
  none,
  never_greets,     // hello waits for ever
  never_answers,    // endpointById waits for ever
  dies,             // the process ends on the second page
  hangs_up,         // closes each connection at once
  bad_app_index,    // a row names an application that the page has not
  bad_holders,      // a row names holders beyond the table
  too_many_rows,    // more than were asked for
  empty_with_more,  // no rows, but more to come
  bad_descriptor,   // an offset out of the descriptor
  throws,           // an RPC exception
};

struct Behaviour {
  Misbehaviour misbehaviour = Misbehaviour::none;
  std::uint32_t rows = 3;
  std::uint32_t page_cap = 100'000;        // rows per page
  bool echo = false;                       // refuses Set and CreateEnumHandle, saying what came
  std::vector<std::uint8_t> descriptor{};  // what Get answers
  uid_t listener = 0;                      // the effective uid that calls listen(2); needs root
};

class FakeEngine {
 public:
  explicit FakeEngine(const Behaviour& behaviour = {});
  ~FakeEngine();
  FakeEngine(const FakeEngine&) = delete;
  FakeEngine& operator=(const FakeEngine&) = delete;

  // SIGKILL, and gone.
  void kill();

  [[nodiscard]] std::string socket_path() const { return dir_.path() + "/engine.sock"; }

 private:
  TempDir dir_;
  pid_t pid_ = -1;
};

// What the i-th row of a fake engine holds.
inline constexpr std::uint64_t kFirstId = 0x1000;
inline std::string fake_app(std::uint32_t row) { return "/usr/bin/app" + std::to_string(row % 50); }

}  // namespace wfp::test
