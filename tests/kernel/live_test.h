// LiveTest: a test case with an EndpointSource on the running kernel, or a skip that names the
// missing right.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "kernel/endpoint_source.h"

namespace wfp::kernel::test {

class LiveTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (::geteuid() != 0) GTEST_SKIP() << "needs root: it makes namespaces and becomes other users";
    auto source = EndpointSource::open();
    if (!source && source.error().status == Status::access_denied)
      GTEST_SKIP() << source.error().what;
    ASSERT_TRUE(source) << source.error().what;
    source_ = std::move(*source);
  }

  // A snapshot taken now; nullptr (and a failure) if there is none.
  std::shared_ptr<const endpoint::Snapshot> look() {
    auto snapshot = source_->snapshot();
    EXPECT_TRUE(snapshot) << snapshot.error().what;
    return snapshot ? *snapshot : nullptr;
  }

  std::unique_ptr<EndpointSource> source_;
};

}  // namespace wfp::kernel::test
