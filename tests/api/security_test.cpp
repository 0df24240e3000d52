#include <cstring>
#include <vector>

#include "api/fixture.h"

namespace wfp::test {
namespace {

// O:SY G:SY D:(empty), self-relative: head 20, owner 12, group 12, dacl 8.
std::vector<std::uint8_t> descriptor_bytes() {
  std::vector<std::uint8_t> bytes = {1, 0, 0x04, 0x80, 20, 0, 0,  0, 32, 0,
                                     0, 0, 0,    0,    0,  0, 44, 0, 0,  0};
  const std::uint8_t system[] = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
  const std::uint8_t empty_acl[] = {2, 0, 8, 0, 0, 0, 0, 0};
  bytes.insert(bytes.end(), std::begin(system), std::end(system));
  bytes.insert(bytes.end(), std::begin(system), std::end(system));
  bytes.insert(bytes.end(), std::begin(empty_acl), std::end(empty_acl));
  return bytes;
}

class GetSecurity : public FakeApi {
 protected:
  std::uint32_t get() {
    return api().get_security(engine_, 7, &owner_, &group_, &dacl_, &sacl_, &descriptor_);
  }
  void TearDown() override {
    api().free(&descriptor_);
    FakeApi::TearDown();
  }

  PSID owner_ = nullptr;
  PSID group_ = nullptr;
  PACL dacl_ = nullptr;
  PACL sacl_ = reinterpret_cast<PACL>(8);
  PSECURITY_DESCRIPTOR descriptor_ = nullptr;
};
WFP_BOTH_FLAVOURS(GetSecurity);

TEST_P(GetSecurity, PartsPointIntoTheOneAllocation) {
  start({.descriptor = descriptor_bytes()});
  ASSERT_EQ(get(), 0u);
  auto* base = static_cast<std::uint8_t*>(descriptor_);
  EXPECT_EQ(owner_, base + 20);
  EXPECT_EQ(group_, base + 32);
  EXPECT_EQ(reinterpret_cast<std::uint8_t*>(dacl_), base + 44);
  EXPECT_EQ(dacl_->AceCount, 0);
  EXPECT_EQ(sacl_, nullptr) << "not asked for: NULL";
}

TEST_P(GetSecurity, NullDaclReadsBackAsNull) {
  auto bytes = descriptor_bytes();
  std::memset(bytes.data() + 16, 0, 4);  // present, offset 0
  start({.descriptor = bytes});
  dacl_ = reinterpret_cast<PACL>(8);
  ASSERT_EQ(get(), 0u);
  EXPECT_EQ(dacl_, nullptr);
}

TEST_P(GetSecurity, FourOutPointersAreOptionalTheDescriptorIsNot) {
  start({.descriptor = descriptor_bytes()});
  EXPECT_EQ(api().get_security(engine_, 7, nullptr, nullptr, nullptr, nullptr, &descriptor_), 0u);
  EXPECT_EQ(api().get_security(engine_, 7, &owner_, nullptr, nullptr, nullptr, nullptr),
            code(Status::fwp_null_pointer));
  EXPECT_EQ(owner_, nullptr);
}

TEST_P(GetSecurity, MalformedDescriptorsAreNotHandedOut) {
  const auto good = descriptor_bytes();
  std::vector<std::vector<std::uint8_t>> bad(7, good);
  bad[0].resize(19);
  bad[1][0] = 2;       // revision
  bad[2][3] = 0;       // not self-relative
  bad[3][4] = 250;     // owner beyond the end
  bad[4][21] = 16;     // too many sub-authorities
  bad[5][16] = 46;     // DACL not aligned
  bad[6][44 + 2] = 9;  // AclSize beyond the end
  for (std::size_t i = 0; i < bad.size(); ++i) {
    start({.descriptor = bad[i]});
    EXPECT_EQ(get(), code(Status::internal_error)) << i;
    EXPECT_EQ(descriptor_, nullptr);
    api().close(engine_);
  }
  engine_ = nullptr;
}

// What the engine receives of a Set, by the flavour that keeps refusals.
class SetSecurity : public FakeApi {
 protected:
  std::string sent(SECURITY_INFORMATION information, const void* owner, const void* group,
                   const void* dacl, const void* sacl) {
    if (engine_ == nullptr) start({.echo = true});
    EXPECT_EQ(api().set_security(engine_, information, static_cast<const SID*>(owner),
                                 static_cast<const SID*>(group), static_cast<const ACL*>(dacl),
                                 static_cast<const ACL*>(sacl)),
              code(Status::access_denied));
    return last_detail();
  }
  static bool has(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
  }
};
INSTANTIATE_TEST_SUITE_P(, SetSecurity, testing::Values(&kUserApi), ApiName());

TEST_P(SetSecurity, PointerWhoseBitIsNotSetIsNotFollowed) {
  const void* nowhere = reinterpret_cast<const void*>(1);
  const std::string said = sent(0x80000000, nowhere, nowhere, nowhere, nowhere);
  EXPECT_TRUE(has(
      said,
      "owner = (null = void), group = (null = void), dacl = (null = void), sacl = (null = void)"))
      << said;
}

TEST_P(SetSecurity, NullAndEmptyDaclAreDifferent) {
  const ACL empty{2, 0, sizeof(ACL), 0, 0};
  EXPECT_TRUE(has(sent(4, nullptr, nullptr, nullptr, nullptr), "dacl = (null = void)"));
  const std::string said = sent(4, nullptr, nullptr, &empty, nullptr);
  EXPECT_TRUE(has(said, R"(dacl = (bytes = "\002\000\b\000\000\000\000\000"))")) << said;
}

TEST_P(SetSecurity, OfABadSidOnlyTheHeadIsRead) {
  const std::uint8_t head[8] = {1, 200, 0, 0, 0, 0, 0, 5};  // 200 sub-authorities would lie behind
  const std::string said = sent(1, head, nullptr, nullptr, nullptr);
  EXPECT_TRUE(has(said, R"(owner = (bytes = "\001\310\000\000\000\000\000\005"))")) << said;
}

TEST_P(SetSecurity, OfABadAclOnlyTheHeadIsRead) {
  const ACL bad{2, 0, 0, 0, 0};
  EXPECT_TRUE(has(sent(8, nullptr, nullptr, nullptr, &bad),
                  R"(sacl = (bytes = "\002\000\000\000\000\000\000\000"))"));
}

TEST_P(SetSecurity, RefusalSaysWhatWasMissing) {
  sent(4, nullptr, nullptr, nullptr, nullptr);
  OPENWFP_REFUSAL0* refusal = nullptr;
  ASSERT_EQ(OpenWfpGetLastRefusal0(&refusal), 0u);
  EXPECT_EQ(refusal->status, 5u);
  EXPECT_EQ(refusal->object.type, OPENWFP_OBJECT_ENDPOINTS);
  EXPECT_EQ(refusal->missingAccess, 0x40000u);
  EXPECT_STREQ(refusal->privilege, "SeSecurityPrivilege");
  ASSERT_NE(refusal->owner, nullptr);
  EXPECT_EQ(refusal->owner->SubAuthority[0], 18u);
  api().free(reinterpret_cast<void**>(&refusal));
}

}  // namespace
}  // namespace wfp::test
