// openwfp_policy.h, against an engine that answers what a test knows.
#include <cstring>

#include "api/fixture.h"

// Keep below.
#include "fwpmu.h"

namespace wfp::test {
namespace {

class PolicyExtension : public testing::Test {
 protected:
  void SetUp() override {
    setenv("OPENWFP_SOCKET", fake_.socket_path().c_str(), 1);
    ASSERT_EQ(kUserApi.open(&engine_), 0u);
  }
  void TearDown() override {
    kUserApi.close(engine_);
    unsetenv("OPENWFP_SOCKET");
  }
  static std::uint32_t code(Status status) { return kUserApi.code(status); }
  template <class T>
  static void free(T*& result) {
    FwpmFreeMemory0(reinterpret_cast<void**>(&result));
  }

  FakeEngine fake_;
  HANDLE engine_ = nullptr;
};

TEST_F(PolicyExtension, DecisionComesWithItsWalk) {
  const OPENWFP_CLASSIFY_REQUEST0 request{FWPM_LAYER_ALE_AUTH_CONNECT_V4, 0, nullptr};
  OPENWFP_DECISION0* decision = nullptr;
  ASSERT_EQ(OpenWfpClassify0(engine_, &request, &decision), 0u);
  EXPECT_TRUE(decision->block);
  EXPECT_TRUE(decision->hard);
  EXPECT_FALSE(decision->enforced);
  EXPECT_EQ(decision->filterId, 9u);
  ASSERT_EQ(decision->numSubLayers, 1u);
  const OPENWFP_SUBLAYER_STEP0& step = decision->subLayers[0];
  EXPECT_STREQ(step.name, "sublayer");
  EXPECT_EQ(step.weight, 0x4000);
  EXPECT_EQ(step.effect, OPENWFP_EFFECT_DECIDED);
  ASSERT_EQ(step.numFilters, 2u);
  EXPECT_TRUE(step.filters[0].hidden);
  EXPECT_EQ(step.filters[0].owner, nullptr);
  EXPECT_EQ(step.filters[0].providerKey, nullptr);
  EXPECT_STREQ(step.filters[1].name, "filter");
  EXPECT_EQ(step.filters[1].action, static_cast<UINT32>(FWP_ACTION_BLOCK));
  EXPECT_NE(step.filters[1].owner, nullptr);
  EXPECT_NE(step.filters[1].providerKey, nullptr);
  free(decision);
}

TEST_F(PolicyExtension, ClassifyNeedsWhatItPointsTo) {
  OPENWFP_DECISION0* decision = nullptr;
  OPENWFP_CLASSIFY_REQUEST0 request{FWPM_LAYER_ALE_AUTH_CONNECT_V4, 1, nullptr};
  EXPECT_EQ(OpenWfpClassify0(engine_, &request, &decision), code(Status::fwp_null_pointer));
  OPENWFP_FIELD0 field{};
  field.source = OPENWFP_FIELD_PRINCIPAL;
  request.fields = &field;
  EXPECT_EQ(OpenWfpClassify0(engine_, &request, &decision), code(Status::fwp_null_pointer));
  const int none_of_them = 9;
  std::memcpy(&field.source, &none_of_them, sizeof field.source);
  EXPECT_EQ(OpenWfpClassify0(engine_, &request, &decision), code(Status::fwp_invalid_enumerator));
}

TEST_F(PolicyExtension, HitsStandInTheOrderOfTheIds) {
  const UINT64 ids[] = {7, 3};
  OPENWFP_FILTER_HITS0* hits = nullptr;
  ASSERT_EQ(OpenWfpFilterHitsGet0(engine_, ids, 2, &hits), 0u);
  EXPECT_EQ(hits[0].filterId, 7u);
  EXPECT_EQ(hits[1].filterId, 3u);
  EXPECT_EQ(hits[1].decided, 30u);
  free(hits);
}

TEST_F(PolicyExtension, ApplySaysWhatWasAdded) {
  wchar_t name[] = L"object";
  FWPM_PROVIDER0 provider{};
  provider.providerKey = {1, 0, 0, {}};
  provider.displayData.name = name;
  OPENWFP_EDIT0 edits[2]{};
  edits[0].type = OPENWFP_EDIT_ADD_PROVIDER;
  edits[0].provider = &provider;
  edits[1].type = OPENWFP_EDIT_DELETE_PROVIDER;
  edits[1].key = &provider.providerKey;
  OPENWFP_ADDED0* added = nullptr;
  UINT32 failed = 0;
  ASSERT_EQ(OpenWfpPolicyApply0(engine_, edits, 2, &added, &failed), 0u);
  EXPECT_EQ(failed, OPENWFP_NO_EDIT);
  EXPECT_EQ(added[0].key.Data1, 1u);
  EXPECT_EQ(added[1].key.Data1, 0u);
  free(added);
}

TEST_F(PolicyExtension, ApplySaysWhichEditFailed) {
  const GUID absent{9, 0, 0, {}};
  OPENWFP_EDIT0 edits[2]{};
  edits[0].type = OPENWFP_EDIT_DELETE_FILTER;
  edits[0].key = &absent;
  edits[1].type = OPENWFP_EDIT_ADD_FILTER;
  UINT32 failed = 0;
  EXPECT_EQ(OpenWfpPolicyApply0(engine_, edits, 2, nullptr, &failed),
            code(Status::fwp_null_pointer));
  EXPECT_EQ(failed, 1u) << "found here, before the engine is asked";
  EXPECT_EQ(OpenWfpPolicyApply0(engine_, edits, 1, nullptr, &failed), code(Status::fwp_not_found));
  EXPECT_EQ(failed, 0u);
  const int none_of_them = 77;
  std::memcpy(&edits[0].type, &none_of_them, sizeof edits[0].type);
  EXPECT_EQ(OpenWfpPolicyApply0(engine_, edits, 1, nullptr, nullptr),
            code(Status::fwp_invalid_enumerator));
}

TEST_F(PolicyExtension, AuditRecordsComeWhole) {
  OPENWFP_AUDIT_RECORD0* records = nullptr;
  UINT32 count = 0;
  UINT64 lost = 0;
  ASSERT_EQ(OpenWfpAuditEnum0(engine_, nullptr, &records, &count, &lost), 0u);
  ASSERT_EQ(count, 1u);
  EXPECT_EQ(lost, 4u);
  EXPECT_EQ(records[0].number, 5u);
  EXPECT_EQ(records[0].uid, 1000u);
  EXPECT_STREQ(records[0].program, "program");
  EXPECT_STREQ(records[0].operation, "add");
  EXPECT_EQ(records[0].object.type, OPENWFP_OBJECT_FILTER);
  EXPECT_EQ(records[0].object.key.Data1, 1u);
  EXPECT_STREQ(records[0].before, "");
  EXPECT_STREQ(records[0].after, "after");
  EXPECT_TRUE(records[0].granted);
  free(records);
}

}  // namespace
}  // namespace wfp::test
