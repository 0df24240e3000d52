// The program that a caller executes after connecting: installed setuid root by the test, it speaks
// over the connection it inherits. Exit code: 0 the engine took it for the user who connected, 1 it
// granted what only root may do, 2 this program is not root, 3 the engine did not answer.
#include <unistd.h>

#include <cstdlib>

#include "support/engine_client.h"

int main(int argc, char** argv) {
  using namespace wfp;
  using test::EngineClient;
  if (argc != 2 || ::geteuid() != 0) return 2;
  try {
    EngineClient client(std::atoi(argv[1]));
    if (client.hello() != Status::success || client.open() != Status::success) return 3;
    const Status set = client.set(EngineClient::Target::endpoints, "D:(A;;GA;;;WD)");
    return set == Status::access_denied ? 0 : 1;
  } catch (...) {
    return 3;
  }
}
