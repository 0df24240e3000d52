// measure BIN [ROUNDS]: a listing with all facts through the C API, and `wfp ls --json` as a whole
// process, against `ss -tanup`, at 1k, 10k and 50k sockets over 50 processes. Variants take turns
// within each round; the figures are medians. Each timed listing through the API must show a socket
// that was opened just before it.
#include <windows.h>

#include <fwpmu.h>
#include <fwpsu.h>
#include <netinet/in.h>
#include <openwfp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <string>
#include <vector>

#include "quickstart/daemon.h"
#include "world.h"

namespace {

[[noreturn]] void die(const std::string& what) {
  std::fprintf(stderr, "measure: %s\n", what.c_str());
  std::exit(1);
}

double milliseconds(const std::function<void()>& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// A whole process with its output to /dev/null.
void run(const std::vector<std::string>& command) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (!std::freopen("/dev/null", "w", stdout)) _exit(127);
    execvp(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) die(command[0] + " failed");
}

// A bound UDP socket that did not exist before, and its endpoint id.
class FreshSocket {
 public:
  FreshSocket() : fd_(socket(AF_INET, SOCK_DGRAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof id_;
    if (bind(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        getsockopt(fd_, SOL_SOCKET, SO_COOKIE, &id_, &size) != 0)
      die("cannot open a fresh socket");
  }
  FreshSocket(const FreshSocket&) = delete;
  FreshSocket& operator=(const FreshSocket&) = delete;
  ~FreshSocket() { close(fd_); }
  UINT64 id() const { return id_; }

 private:
  int fd_;
  UINT64 id_ = 0;
};

// The listing that is measured. Returns the number of endpoints.
UINT32 list(HANDLE engine, UINT64 must_show) {
  HANDLE enumeration = nullptr;
  OPENWFP_ENDPOINT0* rows = nullptr;
  UINT32 count = 0;
  if (FwpsAleEndpointCreateEnumHandle0(engine, nullptr, &enumeration) != ERROR_SUCCESS ||
      OpenWfpEndpointEnum0(engine, enumeration, 0xFFFFFFFF, &rows, &count, nullptr) !=
          ERROR_SUCCESS)
    die("the listing failed");
  FwpsAleEndpointDestroyEnumHandle0(engine, enumeration);
  if (std::none_of(rows, rows + count, [&](const OPENWFP_ENDPOINT0& row) {
        return row.properties.endpointId == must_show && row.uid == getuid() &&
               row.appPathLength > 0;
      }))
    die("a socket opened before the listing is not in it");
  FwpmFreeMemory0(reinterpret_cast<void**>(&rows));
  return count;
}

void measure(int sockets, int rounds, const std::string& wfp, HANDLE engine) {
  const World world(sockets, 50);
  std::vector<double> api, ss, json;
  for (int round = 0; round < rounds; ++round) {
    const FreshSocket fresh;
    UINT32 count = 0;
    api.push_back(milliseconds([&] { count = list(engine, fresh.id()); }));
    ss.push_back(milliseconds([] { run({"ss", "-tanup"}); }));
    json.push_back(milliseconds([&] { run({wfp, "ls", "--json"}); }));
    if (count < static_cast<UINT32>(sockets))
      die("the listing shows fewer endpoints than there are");
  }
  const std::string size = std::to_string(sockets / 1000) + "k";
  std::printf("%s sockets: api %.1f ms, wfp ls --json %.1f ms, ss -tanup %.1f ms (medians of %d)\n",
              size.c_str(), median(api), median(json), median(ss), rounds);
  std::printf("ratio list_vs_ss_%s %.2f\n", size.c_str(), median(ss) / median(api));
  std::printf("ratio ls_json_vs_ss_%s %.2f\n", size.c_str(), median(ss) / median(json));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) die("usage: measure BIN [ROUNDS]");
  const std::string bin = argv[1];
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 9;
  enter_own_network();
  Daemon daemon(bin);
  HANDLE engine = nullptr;
  if (FwpmEngineOpen0(nullptr, RPC_C_AUTHN_WINNT, nullptr, nullptr, &engine) != ERROR_SUCCESS)
    die("no engine");
  for (const int sockets : {1'000, 10'000, 50'000}) measure(sockets, rounds, bin + "/wfp", engine);
  FwpmEngineClose0(engine);
}
