// What a check costs, counted in instructions and not in time: a child does it under single step.
#include <gtest/gtest.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

#include "security/access_check.h"
#include "security/sddl.h"

namespace wfp::security {
namespace {

const Sid kDomain(5, {21, 1004336348, 1177238915, 682003330});

Token token_of(std::uint32_t sids) {
  TokenData data{.user = *kDomain.child(1)};
  for (std::uint32_t i = 1; i < sids; ++i) data.groups.push_back({*kDomain.child(1 + i)});
  return Token::create(std::move(data)).value();
}

// Allows strangers, each by an ACE of his own.
CompiledDescriptor descriptor_of(std::uint32_t aces) {
  SecurityDescriptor descriptor;
  Acl acl;
  for (std::uint32_t i = 0; i < aces; ++i)
    EXPECT_TRUE(acl.append(Ace{.mask = 1, .sid = *kDomain.child(500000 + i)}));
  descriptor.dacl = acl;
  return CompiledDescriptor(descriptor);
}

// Between the two stops the child does one check; 0 if it cannot be traced.
long instructions_of_check(const CompiledDescriptor& descriptor, const Token& token) {
  const pid_t child = fork();
  if (child == 0) {
    if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(2);
    raise(SIGSTOP);
    const bool allowed = is_allowed(descriptor, token, 1, {});
    raise(SIGUSR1);
    _exit(allowed ? 1 : 0);
  }
  int status = 0;
  long steps = 0;
  waitpid(child, &status, 0);
  while (WIFSTOPPED(status) && WSTOPSIG(status) != SIGUSR1) {
    if (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) != 0) break;
    waitpid(child, &status, 0);
    ++steps;
  }
  if (!WIFSTOPPED(status)) return 0;
  kill(child, SIGKILL);
  waitpid(child, &status, 0);
  return steps;
}

TEST(CheckCost, GrowsWithTheAcesAndNotWithTheToken) {
#if defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the thread sanitizer counts its own work";
#endif
  const CompiledDescriptor few = descriptor_of(20), many = descriptor_of(200);
  const Token small = token_of(5), large = token_of(20000);
  const long few_small = instructions_of_check(few, small);
  if (few_small == 0) GTEST_SKIP() << "this process may not trace its child";
  const long many_small = instructions_of_check(many, small);
  const long few_large = instructions_of_check(few, large);
  const long many_large = instructions_of_check(many, large);
  // 4,000 times the SIDs: but for chance in the table, the same. 10 times the ACEs: at most 10
  // times, and more.
  EXPECT_LT(few_large, 2 * few_small);
  EXPECT_LT(many_large, 2 * many_small);
  EXPECT_GT(many_small - few_small, 180);
  EXPECT_LT(many_large, 20 * few_large);
}

// What somebody could do who reads sid_hash.cpp and knows the seed: the first two sub-authorities
// undo what the authority has put into the hash, so that it is 0 there, and the next two decide it
// alone.
Sid crafted(std::uint64_t authority, std::uint64_t seed) {
  const Sid head = *Sid::from_parts(authority, std::array<std::uint32_t, 4>{});
  __extension__ using Wide = unsigned __int128;
  const Wide product =
      static_cast<Wide>(load<std::uint64_t>(head.bytes().data()) ^ seed) * 0x9E3779B97F4A7C15;
  const auto undo = static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
  const std::array<std::uint32_t, 4> parts{static_cast<std::uint32_t>(undo),
                                           static_cast<std::uint32_t>(undo >> 32), 7, 8};
  return *Sid::from_parts(authority, parts);
}

TEST(CheckCost, CraftedCollisionGrantsNothing) {
  constexpr std::uint64_t kSeed = 42;
  const SidHash known(kSeed);
  const Sid mallory = crafted(7, kSeed), alice = crafted(8, kSeed);
  ASSERT_NE(mallory, alice);
  ASSERT_EQ(known(mallory), known(alice));
  SecurityDescriptor descriptor;
  Acl acl;
  ASSERT_TRUE(acl.append(Ace{.mask = 1, .sid = alice}));
  descriptor.dacl = acl;
  const CompiledDescriptor compiled(descriptor, known);
  EXPECT_TRUE(is_allowed(compiled, *Token::create({.user = alice}, known), 1, {}));
  EXPECT_FALSE(is_allowed(compiled, *Token::create({.user = mallory}, known), 1, {}));
}

}  // namespace
}  // namespace wfp::security
