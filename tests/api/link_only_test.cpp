#include <gtest/gtest.h>

#include <cstdint>

extern "C" {
#define WFP_LINK_ONLY(name) std::uint32_t name(void*, void*, void*, void*, void*, void*);
#include "gen/link_only.inc"
#undef WFP_LINK_ONLY
}

namespace wfp::test {
namespace {

TEST(LinkOnly, EachSaysThatItIsNotImplemented) {
  int seen = 0;
#define WFP_LINK_ONLY(name)                                                             \
  EXPECT_EQ(name(nullptr, nullptr, nullptr, nullptr, nullptr, nullptr), 120u) << #name; \
  ++seen;
#include "gen/link_only.inc"
#undef WFP_LINK_ONLY
  EXPECT_GT(seen, 0);
}

}  // namespace
}  // namespace wfp::test
