// Group lists of every length a kernel allows arrive whole.
#include <grp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <numeric>

#include "live_test.h"
#include "stage.h"

namespace wfp::kernel::test {
namespace {

class Groups : public LiveTest {
 protected:
  static std::vector<gid_t> list_of(std::size_t count, gid_t first) {
    std::vector<gid_t> groups(count);
    std::iota(groups.begin(), groups.end(), first);
    return groups;
  }
};

TEST_F(Groups, OfAnyLengthAreWhole) {
  const std::vector<std::size_t> lengths = {0, 1, 31, 32, 33, 255, 256, 257, 1000, 65535, 65536};
  Actor actor([&](Script& script) {
    own_network(script);
    for (const std::size_t length : lengths) {
      const auto groups = list_of(length, 70000 + static_cast<gid_t>(length));
      script.check(::setgroups(groups.size(), groups.data()) == 0, "setgroups");
      script.tell(std::to_string(length), bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
    }
  });
  ASSERT_TRUE(actor.wait()) << actor.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  for (const std::size_t length : lengths) {
    const auto* row = snapshot->find(actor.cookie(std::to_string(length)));
    ASSERT_TRUE(row) << length;
    const auto* set = snapshot->credential_set(*row);
    ASSERT_TRUE(set) << length;
    EXPECT_TRUE(set->groups_known) << length;
    EXPECT_EQ(set->groups, list_of(length, 70000 + static_cast<gid_t>(length))) << length;
  }
}

TEST_F(Groups, ThatDoNotFitAPassAreUnknownAndHurtOnlyLongLists) {
  Actor hostile([](Script& script) {
    own_network(script);
    for (gid_t i = 0; i < 20; ++i) {  // 20 lists of 65,536: more than a pass carries
      const auto groups = list_of(65536, 100000 + i);
      script.check(::setgroups(groups.size(), groups.data()) == 0, "setgroups");
      script.tell("long", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
    }
  });
  ASSERT_TRUE(hostile.wait()) << hostile.error();
  Actor ordinary([](Script& script) {
    own_network(script);
    become(script, 61001, 61002, list_of(32, 5));
    script.tell("short", bind_loopback(script, AF_INET, SOCK_DGRAM, 0));
  });
  ASSERT_TRUE(ordinary.wait()) << ordinary.error();
  const auto snapshot = look();
  ASSERT_TRUE(snapshot);
  std::size_t unknown = 0;
  for (const Truth& truth : hostile.sockets()) {
    const auto* row = snapshot->find(truth.cookie);
    ASSERT_TRUE(row);
    const auto* set = snapshot->credential_set(*row);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->groups.size(), set->groups_known ? 65536u : 0u);
    unknown += set->groups_known ? 0 : 1;
  }
  EXPECT_EQ(unknown, 4u);  // 16 fit
  const auto* row = snapshot->find(ordinary.cookie("short"));
  ASSERT_TRUE(row && snapshot->credential_set(*row));
  EXPECT_EQ(snapshot->credential_set(*row)->groups.size(), 32u);
  EXPECT_FALSE(snapshot->report.limits.empty());
}

}  // namespace
}  // namespace wfp::kernel::test
