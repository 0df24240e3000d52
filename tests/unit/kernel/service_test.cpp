#include "kernel/service.h"

#include <gtest/gtest.h>

namespace wfp::kernel {
namespace {

CgroupFacts owned_by_root(std::string_view path) { return {path, 3, 0, true}; }

TEST(Service, IsTheFirstUnitBelowTheSystemSlice) {
  EXPECT_EQ(service_of(owned_by_root("/system.slice/ssh.service")), "ssh");
  EXPECT_EQ(service_of(owned_by_root("/system.slice/system-getty.slice/getty@tty1.service")),
            "getty@tty1");
  EXPECT_EQ(service_of(owned_by_root("/system.slice/a.service/b.service")), "a");
}

TEST(Service, IsNoneElsewhere) {
  EXPECT_EQ(service_of(owned_by_root("/")), "");
  EXPECT_EQ(service_of(owned_by_root("/system.slice")), "");
  EXPECT_EQ(service_of(owned_by_root("/system.slices/x.service")), "");
  EXPECT_EQ(service_of(
                owned_by_root("/user.slice/user-1000.slice/user@1000.service/app.slice/x.service")),
            "");
  EXPECT_EQ(service_of(owned_by_root("/machine.slice/m.service")), "");
  EXPECT_EQ(service_of(owned_by_root("/a/system.slice/x.service")), "");
  EXPECT_EQ(service_of(owned_by_root("/system.slice/dir/x.service")), "");
  EXPECT_EQ(service_of(owned_by_root("/system.slice/x.scope")), "");
  EXPECT_EQ(service_of(owned_by_root("/system.slice/.service")), "");
}

TEST(Service, IsNoneWhereAnyDirectoryIsNotRoots) {
  EXPECT_EQ(service_of({"/system.slice/ssh.service", 2, 1, true}), "");
  EXPECT_EQ(service_of({"/system.slice/ssh.service/x", 3, 4, true}), "");
}

TEST(Service, IsNoneWhereThePathIsNotWhole) {
  EXPECT_EQ(service_of({"/system.slice/ssh.service", 40, 0, false}), "");
}

TEST(Service, SliceIsConfigurable) {
  EXPECT_EQ(service_of(owned_by_root("/box/system.slice/x.service"), "/box/system.slice"), "x");
  EXPECT_EQ(service_of(owned_by_root("/x.service"), ""), "");
}

}  // namespace
}  // namespace wfp::kernel
