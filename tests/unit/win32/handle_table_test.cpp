#include <sys/wait.h>
#include <unistd.h>
#include <wdm.h>

#include <thread>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

// Whether the handle still answers.
bool is_open(HANDLE handle) {
  DWORD size = 0;
  SetLastError(ERROR_SUCCESS);
  GetTokenInformation(handle, TokenUser, nullptr, 0, &size);
  return GetLastError() == ERROR_INSUFFICIENT_BUFFER;
}

HANDLE open() {
  HANDLE handle = nullptr;
  EXPECT_TRUE(OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &handle)) << GetLastError();
  return handle;
}

TEST(HandleTable, ClosedTwiceIsInvalid) {
  const HANDLE handle = open();
  EXPECT_TRUE(CloseHandle(handle));
  EXPECT_FALSE(CloseHandle(handle));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST(HandleTable, MadeUpHandleIsInvalid) {
  char place = 0;
  for (HANDLE handle : {HANDLE{nullptr}, reinterpret_cast<HANDLE>(4), reinterpret_cast<HANDLE>(-3),
                        HANDLE{&place}}) {
    SetLastError(ERROR_SUCCESS);
    EXPECT_FALSE(CloseHandle(handle));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
    DWORD size = 0;
    EXPECT_FALSE(GetTokenInformation(handle, TokenUser, nullptr, 0, &size));
    EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
  }
}

TEST(HandleTable, ClosingPseudoHandlesHasNoEffect) {
  EXPECT_TRUE(CloseHandle(GetCurrentProcess()));
  EXPECT_TRUE(CloseHandle(GetCurrentThread()));
}

TEST(HandleTable, ZwCloseAnswersWithNtstatus) {
  const HANDLE handle = open();
  EXPECT_EQ(ZwClose(handle), STATUS_SUCCESS);
  EXPECT_EQ(ZwClose(handle), STATUS_INVALID_HANDLE);
}

TEST(HandleTable, HandlesAreNotReusedSoon) {
  const HANDLE first = open();
  CloseHandle(first);
  for (int i = 0; i < 100; ++i) {
    const HANDLE next = open();
    EXPECT_NE(next, first);
    CloseHandle(next);
  }
}

TEST(HandleTable, ForkedChildHasNoneOfItsParents) {
  const HANDLE handle = open();
  const pid_t child = ::fork();
  if (child == 0) {
    const bool inherited = is_open(handle);
    HANDLE own = nullptr;
    const bool works = OpenProcessToken(GetCurrentProcess(), TOKEN_QUERY, &own) && is_open(own);
    ::_exit(inherited ? 1 : works ? 0 : 2);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(is_open(handle));
  CloseHandle(handle);
}

TEST(HandleTable, ForkWhileOtherThreadsUseItLeavesTheChildWorking) {
  std::jthread busy([](const std::stop_token& stop) {
    while (!stop.stop_requested()) CloseHandle(open());
  });
  for (int i = 0; i < 20; ++i) {
    const pid_t child = ::fork();
    if (child == 0) {
      ::alarm(20);
      ::_exit(CloseHandle(reinterpret_cast<HANDLE>(4)) ? 1 : 0);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
  }
}

TEST(HandleTable, ServesManyThreads) {
  std::vector<std::jthread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int round = 0; round < 200; ++round) {
        const HANDLE handle = open();
        EXPECT_TRUE(is_open(handle));
        EXPECT_TRUE(CloseHandle(handle));
        EXPECT_FALSE(is_open(handle));
      }
    });
  }
}

TEST(LastError, IsTheThreadsOwn) {
  SetLastError(1234);
  std::jthread([] {
    EXPECT_EQ(GetLastError(), DWORD{ERROR_SUCCESS});
    SetLastError(99);
  }).join();
  EXPECT_EQ(GetLastError(), 1234u);
}

}  // namespace
}  // namespace wfp::win32::test
