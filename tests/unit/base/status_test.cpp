#include "base/status.h"

#include <gtest/gtest.h>

#include <cerrno>

namespace wfp {
namespace {

TEST(Status, FwpCodesKeepTheirSuffixInBothFlavours) {
  const StatusInfo& row = status_info(Status::fwp_not_found);
  EXPECT_EQ(static_cast<std::uint32_t>(row.status), 0xC0220008u);
  EXPECT_EQ(row.win32, 0x80320008u);
  EXPECT_EQ(row.win32_name, "FWP_E_NOT_FOUND");
}

TEST(Status, WindowsCodesMapBothWays) {
  EXPECT_EQ(status_info(Status::access_denied).win32, 5u);
  EXPECT_EQ(status_info_of_win32(5).status, Status::access_denied);
  EXPECT_EQ(status_info_of_win32(0).status, Status::success);
}

TEST(Status, UnknownCodesAreNeverSuccess) {
  EXPECT_EQ(status_info(static_cast<Status>(0x12345678)).status, Status::internal_error);
  EXPECT_EQ(status_info_of_win32(0xdeadbeef).status, Status::internal_error);
  EXPECT_EQ(status_from_errno(9999), Status::unsuccessful);
}

TEST(Status, ErrnoEnters) {
  EXPECT_EQ(status_from_errno(0), Status::success);
  EXPECT_EQ(status_from_errno(EACCES), Status::access_denied);
}

}  // namespace
}  // namespace wfp
