// A library that is unloaded leaves nothing behind: no thread, no mapping, no memory. Not linked to
// the libraries.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "api/fake_engine.h"

// Keep below.
#include "windows.h"

namespace wfp::test {
namespace {

using OpenFunction = DWORD (*)(const wchar_t*, UINT32, void*, const void*, HANDLE*);
using CloseFunction = DWORD (*)(HANDLE);

std::ptrdiff_t threads() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/task"),
                       std::filesystem::directory_iterator());
}

bool is_mapped(const std::string& name) {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    if (line.find(name) != std::string::npos) return true;
  }
  return false;
}

// Loads the library, opens a session with it, and unloads it with the handle closed or not.
void use(const char* path, const std::string& prefix, bool close) {
  void* library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(library, nullptr) << dlerror();
  auto open = reinterpret_cast<OpenFunction>(dlsym(library, (prefix + "FwpmEngineOpen0").c_str()));
  auto close_engine =
      reinterpret_cast<CloseFunction>(dlsym(library, (prefix + "FwpmEngineClose0").c_str()));
  ASSERT_NE(open, nullptr);
  HANDLE engine = nullptr;
  EXPECT_EQ(open(nullptr, 0xffffffff, nullptr, nullptr, &engine), 0u);
  EXPECT_EQ(close_engine(reinterpret_cast<HANDLE>(8)) == 0, false)
      << "leaves a refusal in the thread";
  if (close) {
    EXPECT_EQ(close_engine(engine), 0u);
  }
  EXPECT_EQ(dlclose(library), 0);
}

class Unload : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, Unload, testing::Values("User", "Kernel"),
                         [](const auto& flavour) { return std::string(flavour.param); });

TEST_P(Unload, LeavesNeitherThreadNorMapping) {
  const bool user = GetParam() == std::string("User");
  const FakeEngine engine;
  setenv("OPENWFP_SOCKET", engine.socket_path().c_str(), 1);
  for (int round = 0; round < 10; ++round) {
    use(user ? WFP_USER_LIBRARY : WFP_KERNEL_LIBRARY, user ? "" : "wfpk_", round % 2 == 0);
    EXPECT_EQ(threads(), 1);
    EXPECT_FALSE(is_mapped(user ? "libfwpuclnt" : "libfwpkclnt"));
  }
}

}  // namespace
}  // namespace wfp::test
