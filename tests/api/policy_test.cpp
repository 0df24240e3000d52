// Objects of the policy between Windows' structures and the protocol, against an engine that keeps
// what it is given.
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>

#include "api/fixture.h"

// Keep below.
#include "fwpmu.h"

namespace wfp::test {
namespace {

class Policy : public FakeApi {
 protected:
  void SetUp() override { start(); }

  // As FwpmFilterAdd0's callers write it.
  static FWPM_FILTER0 filter(FWPM_FILTER_CONDITION0* conditions = nullptr, UINT32 count = 0) {
    static wchar_t name[] = L"a filter";
    FWPM_FILTER0 made{};
    made.filterKey = key(0x10);
    made.displayData.name = name;
    made.layerKey = key(0x20);
    made.subLayerKey = key(0x30);
    made.weight.type = FWP_UINT8;
    made.weight.uint8 = 7;
    made.numFilterConditions = count;
    made.filterCondition = conditions;
    made.action.type = FWP_ACTION_BLOCK;
    return made;
  }
  static GUID key(UINT32 number) { return {number, 1, 2, {3, 4, 5, 6, 7, 8, 9, 10}}; }
  static bool same(const GUID& one, const GUID& other) {
    return std::memcmp(&one, &other, sizeof one) == 0;
  }
  template <class T>
  static void free(T*& result) {
    api().free(reinterpret_cast<void**>(&result));
    EXPECT_EQ(result, nullptr);
  }

  // What comes back of a condition value.
  FWPM_FILTER0* through_engine(FWP_CONDITION_VALUE0 value) {
    FWPM_FILTER_CONDITION0 condition{};
    condition.fieldKey = key(0x40);
    condition.matchType = FWP_MATCH_NOT_EQUAL;
    condition.conditionValue = value;
    const FWPM_FILTER0 added = filter(&condition, 1);
    UINT64 id = 0;
    EXPECT_EQ(api().filter.add(engine_, &added, nullptr, &id), 0u);
    FWPM_FILTER0* got = nullptr;
    EXPECT_EQ(api().filter_by_id(engine_, id, &got), 0u);
    EXPECT_NE(got, nullptr);
    if (got == nullptr) return nullptr;
    EXPECT_EQ(got->numFilterConditions, 1u);
    EXPECT_TRUE(same(got->filterCondition[0].fieldKey, key(0x40)));
    EXPECT_EQ(got->filterCondition[0].matchType, FWP_MATCH_NOT_EQUAL);
    EXPECT_EQ(got->filterCondition[0].conditionValue.type, value.type);
    return got;
  }
};
WFP_BOTH_FLAVOURS(Policy);

TEST_P(Policy, FilterComesBackWhole) {
  GUID provider = key(0x50);
  UINT8 bytes[] = {1, 2, 3};
  FWPM_FILTER0 added = filter();
  wchar_t description[] = L"";
  added.displayData.description = description;
  added.flags = FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT;
  added.providerKey = &provider;
  added.providerData = {sizeof bytes, bytes};
  added.rawContext = 0x1122334455667788;
  UINT64 id = 0;
  ASSERT_EQ(api().filter.add(engine_, &added, nullptr, &id), 0u);
  FWPM_FILTER0* got = nullptr;
  ASSERT_EQ(api().filter.get(engine_, &added.filterKey, &got), 0u);
  EXPECT_TRUE(same(got->filterKey, added.filterKey));
  EXPECT_STREQ(got->displayData.name, L"a filter");
  EXPECT_STREQ(got->displayData.description, L"") << "empty and absent are different";
  EXPECT_EQ(got->flags, FWPM_FILTER_FLAG_CLEAR_ACTION_RIGHT);
  ASSERT_NE(got->providerKey, nullptr);
  EXPECT_TRUE(same(*got->providerKey, provider));
  ASSERT_EQ(got->providerData.size, 3u);
  EXPECT_EQ(std::memcmp(got->providerData.data, bytes, 3), 0);
  EXPECT_TRUE(same(got->layerKey, added.layerKey));
  EXPECT_TRUE(same(got->subLayerKey, added.subLayerKey));
  EXPECT_EQ(got->weight.type, FWP_UINT8);
  EXPECT_EQ(got->weight.uint8, 7);
  EXPECT_EQ(got->numFilterConditions, 0u);
  EXPECT_EQ(got->action.type, static_cast<UINT32>(FWP_ACTION_BLOCK));
  EXPECT_EQ(got->rawContext, 0x1122334455667788u);
  EXPECT_EQ(got->filterId, id);
  EXPECT_EQ(got->effectiveWeight.type, FWP_UINT64);
  EXPECT_EQ(*got->effectiveWeight.uint64, id << 8);
  free(got);
}

TEST_P(Policy, FilterContextIsAKeyOrANumberByItsFlag) {
  FWPM_FILTER0 added = filter();
  added.flags = FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT;
  added.providerContextKey = key(0x77);
  ASSERT_EQ(api().filter.add(engine_, &added, nullptr, nullptr), 0u);
  FWPM_FILTER0* got = nullptr;
  ASSERT_EQ(api().filter.get(engine_, &added.filterKey, &got), 0u);
  EXPECT_TRUE(same(got->providerContextKey, key(0x77)));
  free(got);
}

TEST_P(Policy, NumbersComeBackWithTheirBits) {
  FWP_CONDITION_VALUE0 value{};
  const auto check = [&](auto member, auto number) {
    value.*member = number;
    FWPM_FILTER0* got = through_engine(value);
    ASSERT_NE(got, nullptr);
    EXPECT_EQ(got->filterCondition[0].conditionValue.*member, number);
    free(got);
  };
  value.type = FWP_UINT8;
  check(&FWP_CONDITION_VALUE0::uint8, UINT8{0xfe});
  value.type = FWP_UINT16;
  check(&FWP_CONDITION_VALUE0::uint16, UINT16{0xfedc});
  value.type = FWP_UINT32;
  check(&FWP_CONDITION_VALUE0::uint32, UINT32{0xfedcba98});
  value.type = FWP_INT8;
  check(&FWP_CONDITION_VALUE0::int8, INT8{-2});
  value.type = FWP_INT16;
  check(&FWP_CONDITION_VALUE0::int16, INT16{-300});
  value.type = FWP_INT32;
  check(&FWP_CONDITION_VALUE0::int32, INT32{-70000});
  value.type = FWP_FLOAT;
  check(&FWP_CONDITION_VALUE0::float32, -1.5f);
}

TEST_P(Policy, NumbersBehindPointersComeBack) {
  UINT64 large = 0xfedcba9876543210;
  FWP_CONDITION_VALUE0 value{};
  value.type = FWP_UINT64;
  value.uint64 = &large;
  FWPM_FILTER0* got = through_engine(value);
  EXPECT_EQ(*got->filterCondition[0].conditionValue.uint64, large);
  free(got);
  INT64 negative = -5;
  value.type = FWP_INT64;
  value.int64 = &negative;
  got = through_engine(value);
  EXPECT_EQ(*got->filterCondition[0].conditionValue.int64, -5);
  free(got);
  double broken = 2.25;
  value.type = FWP_DOUBLE;
  value.double64 = &broken;
  got = through_engine(value);
  EXPECT_EQ(*got->filterCondition[0].conditionValue.double64, 2.25);
  free(got);
}

TEST_P(Policy, BlobsSidsAndTextsComeBack) {
  UINT8 bytes[] = {9, 8, 7, 6};
  FWP_BYTE_BLOB blob{sizeof bytes, bytes};
  for (const FWP_DATA_TYPE type :
       {FWP_BYTE_BLOB_TYPE, FWP_SECURITY_DESCRIPTOR_TYPE, FWP_TOKEN_ACCESS_INFORMATION_TYPE}) {
    FWP_CONDITION_VALUE0 value{};
    value.type = type;
    value.byteBlob = &blob;
    FWPM_FILTER0* got = through_engine(value);
    ASSERT_EQ(got->filterCondition[0].conditionValue.byteBlob->size, 4u);
    EXPECT_EQ(std::memcmp(got->filterCondition[0].conditionValue.byteBlob->data, bytes, 4), 0);
    free(got);
  }
  SID sid{1, 1, {{0, 0, 0, 0, 0, 5}}, {18}};
  FWP_CONDITION_VALUE0 value{};
  value.type = FWP_SID;
  value.sid = &sid;
  FWPM_FILTER0* got = through_engine(value);
  EXPECT_EQ(std::memcmp(got->filterCondition[0].conditionValue.sid, &sid, sizeof sid), 0);
  free(got);
  wchar_t text[] = L"text \u00e4";
  value.type = FWP_UNICODE_STRING_TYPE;
  value.unicodeString = text;
  got = through_engine(value);
  EXPECT_STREQ(got->filterCondition[0].conditionValue.unicodeString, text);
  free(got);
  SID_AND_ATTRIBUTES groups[] = {{&sid, 4}};
  FWP_TOKEN_INFORMATION token{1, groups, 0, nullptr};
  value.type = FWP_TOKEN_INFORMATION_TYPE;
  value.tokenInformation = &token;
  got = through_engine(value);
  const FWP_TOKEN_INFORMATION* back = got->filterCondition[0].conditionValue.tokenInformation;
  ASSERT_EQ(back->sidCount, 1u);
  EXPECT_EQ(back->sids[0].Attributes, 4u);
  EXPECT_EQ(back->restrictedSidCount, 0u);
  free(got);
}

TEST_P(Policy, MasksAndRangesComeBack) {
  FWP_V4_ADDR_AND_MASK v4{0x0a000000, 0xff000000};
  FWP_CONDITION_VALUE0 value{};
  value.type = FWP_V4_ADDR_MASK;
  value.v4AddrMask = &v4;
  FWPM_FILTER0* got = through_engine(value);
  EXPECT_EQ(got->filterCondition[0].conditionValue.v4AddrMask->addr, 0x0a000000u);
  EXPECT_EQ(got->filterCondition[0].conditionValue.v4AddrMask->mask, 0xff000000u);
  free(got);
  FWP_V6_ADDR_AND_MASK v6{{0x20, 1, 0xd, 0xb8}, 32};
  value.type = FWP_V6_ADDR_MASK;
  value.v6AddrMask = &v6;
  got = through_engine(value);
  EXPECT_EQ(std::memcmp(got->filterCondition[0].conditionValue.v6AddrMask, &v6, sizeof v6), 0);
  free(got);
  FWP_BYTE_ARRAY16 low{{1}};
  FWP_BYTE_ARRAY16 high{{2}};
  FWP_RANGE0 range{};
  range.valueLow.type = range.valueHigh.type = FWP_BYTE_ARRAY16_TYPE;
  range.valueLow.byteArray16 = &low;
  range.valueHigh.byteArray16 = &high;
  value.type = FWP_RANGE_TYPE;
  value.rangeValue = &range;
  got = through_engine(value);
  const FWP_RANGE0* back = got->filterCondition[0].conditionValue.rangeValue;
  EXPECT_EQ(std::memcmp(back->valueLow.byteArray16, &low, sizeof low), 0);
  EXPECT_EQ(std::memcmp(back->valueHigh.byteArray16, &high, sizeof high), 0);
  free(got);
}

TEST_P(Policy, ContextsOfBothTypesComeBack) {
  wchar_t name[] = L"context";
  UINT8 bytes[] = {5, 6};
  FWP_BYTE_BLOB data{sizeof bytes, bytes};
  FWPM_PROVIDER_CONTEXT0 general{};
  general.providerContextKey = key(1);
  general.displayData.name = name;
  general.type = FWPM_GENERAL_CONTEXT;
  general.dataBuffer = &data;
  UINT64 id = 0;
  ASSERT_EQ(api().context.add(engine_, &general, nullptr, &id), 0u);
  FWPM_PROVIDER_CONTEXT0* got = nullptr;
  ASSERT_EQ(api().context.get(engine_, &general.providerContextKey, &got), 0u);
  EXPECT_EQ(got->type, FWPM_GENERAL_CONTEXT);
  EXPECT_EQ(got->providerContextId, id);
  ASSERT_EQ(got->dataBuffer->size, 2u);
  EXPECT_EQ(std::memcmp(got->dataBuffer->data, bytes, 2), 0);
  free(got);
  FWPM_CLASSIFY_OPTION0 option{};
  option.type = FWP_CLASSIFY_OPTION_UNICAST_LIFETIME;
  option.value.type = FWP_UINT32;
  option.value.uint32 = 60;
  FWPM_CLASSIFY_OPTIONS0 options{1, &option};
  FWPM_PROVIDER_CONTEXT0 classify = general;
  classify.providerContextKey = key(2);
  classify.type = FWPM_CLASSIFY_OPTIONS_CONTEXT;
  classify.classifyOptions = &options;
  ASSERT_EQ(api().context.add(engine_, &classify, nullptr, nullptr), 0u);
  ASSERT_EQ(api().context.get(engine_, &classify.providerContextKey, &got), 0u);
  ASSERT_EQ(got->classifyOptions->numOptions, 1u);
  EXPECT_EQ(got->classifyOptions->options[0].type, FWP_CLASSIFY_OPTION_UNICAST_LIFETIME);
  EXPECT_EQ(got->classifyOptions->options[0].value.uint32, 60u);
  free(got);
}

TEST_P(Policy, ProviderSublayerAndCalloutComeBack) {
  wchar_t name[] = L"object";
  wchar_t service[] = L"nginx";
  FWPM_PROVIDER0 provider{};
  provider.providerKey = key(1);
  provider.displayData.name = name;
  provider.serviceName = service;
  ASSERT_EQ(api().provider.add(engine_, &provider, nullptr, nullptr), 0u);
  FWPM_PROVIDER0* got = nullptr;
  ASSERT_EQ(api().provider.get(engine_, &provider.providerKey, &got), 0u);
  EXPECT_STREQ(got->serviceName, service);
  free(got);
  FWPM_SUBLAYER0 sublayer{};
  sublayer.subLayerKey = key(2);
  sublayer.displayData.name = name;
  sublayer.weight = 0xfffe;
  sublayer.providerKey = &provider.providerKey;
  ASSERT_EQ(api().sublayer.add(engine_, &sublayer, nullptr, nullptr), 0u);
  FWPM_SUBLAYER0* layer = nullptr;
  ASSERT_EQ(api().sublayer.get(engine_, &sublayer.subLayerKey, &layer), 0u);
  EXPECT_EQ(layer->weight, 0xfffe);
  EXPECT_TRUE(same(*layer->providerKey, key(1)));
  free(layer);
  FWPM_CALLOUT0 callout{};
  callout.calloutKey = key(3);
  callout.displayData.name = name;
  callout.applicableLayer = key(4);
  UINT64 id = 0;
  ASSERT_EQ(api().callout.add(engine_, &callout, nullptr, &id), 0u);
  FWPM_CALLOUT0* called = nullptr;
  ASSERT_EQ(api().callout.get(engine_, &callout.calloutKey, &called), 0u);
  EXPECT_EQ(called->calloutId, id);
  EXPECT_TRUE(same(called->applicableLayer, key(4)));
  free(called);
}

TEST_P(Policy, RemovedObjectsAreGone) {
  const FWPM_FILTER0 added = filter();
  UINT64 id = 0;
  ASSERT_EQ(api().filter.add(engine_, &added, nullptr, &id), 0u);
  EXPECT_EQ(api().remove_filter_by_id(engine_, id), 0u);
  EXPECT_EQ(api().filter.remove(engine_, &added.filterKey), code(Status::fwp_not_found));
  FWPM_FILTER0* got = reinterpret_cast<FWPM_FILTER0*>(8);
  EXPECT_EQ(api().filter.get(engine_, &added.filterKey, &got), code(Status::fwp_not_found));
  EXPECT_EQ(got, nullptr) << "a call that fails hands nothing out";
}

// 12.2: handle, then NULL pointers, then what the engine says.
TEST_P(Policy, NullPointersAreFoundBeforeTheEngineIsAsked) {
  const auto null = code(Status::fwp_null_pointer);
  FWPM_FILTER0 added = filter();
  EXPECT_EQ(api().filter.add(nullptr, nullptr, nullptr, nullptr), code(Status::invalid_handle));
  EXPECT_EQ(api().filter.add(engine_, nullptr, nullptr, nullptr), null);
  EXPECT_EQ(api().filter.get(engine_, nullptr, nullptr), null);
  EXPECT_EQ(api().filter.get(engine_, &added.filterKey, nullptr), null);
  EXPECT_EQ(api().filter.remove(engine_, nullptr), null);
  EXPECT_EQ(api().filter.create_enum(engine_, nullptr, nullptr), null);
  added.numFilterConditions = 1;
  EXPECT_EQ(api().filter.add(engine_, &added, nullptr, nullptr), null);
  added = filter();
  added.providerData.size = 1;
  EXPECT_EQ(api().filter.add(engine_, &added, nullptr, nullptr), null);
  FWPM_PROVIDER_CONTEXT0 context{};
  context.type = FWPM_GENERAL_CONTEXT;
  EXPECT_EQ(api().context.add(engine_, &context, nullptr, nullptr), null);
  EXPECT_EQ(api().get_option(engine_, FWPM_ENGINE_COLLECT_NET_EVENTS, nullptr), null);
  EXPECT_EQ(api().set_option(engine_, FWPM_ENGINE_COLLECT_NET_EVENTS, nullptr), null);
  HANDLE handle = nullptr;
  EXPECT_EQ(api().filter.subscribe(engine_, nullptr, nullptr, nullptr, &handle), null);
}

TEST_P(Policy, NewObjectsDescriptorMustBeSelfRelative) {
  const FWPM_FILTER0 added = filter();
  SECURITY_DESCRIPTOR absolute{};
  absolute.Revision = 1;
  EXPECT_EQ(api().filter.add(engine_, &added, &absolute, nullptr), 0x8007053au);
}

// Oracle 26.
TEST_P(Policy, EnumReturnsOneBlockOverManyPages) {
  constexpr UINT32 kMany = 1300;
  for (UINT32 i = 0; i < kMany; ++i) {
    FWPM_FILTER0 added = filter();
    added.filterKey = key(i);
    ASSERT_EQ(api().filter.add(engine_, &added, nullptr, nullptr), 0u);
  }
  HANDLE handle = nullptr;
  ASSERT_EQ(api().filter.create_enum(engine_, nullptr, &handle), 0u);
  FWPM_FILTER0** filters = nullptr;
  UINT32 count = 0;
  ASSERT_EQ(api().filter.enumerate(engine_, handle, 3, &filters, &count), 0u);
  EXPECT_EQ(count, 3u);
  free(filters);
  ASSERT_EQ(api().filter.enumerate(engine_, handle, 0xffffffff, &filters, &count), 0u);
  ASSERT_EQ(count, kMany - 3);
  for (UINT32 i = 0; i < count; ++i) {
    EXPECT_TRUE(same(filters[i]->filterKey, key(i + 3)));
    EXPECT_STREQ(filters[i]->displayData.name, L"a filter");
  }
  free(filters);
  ASSERT_EQ(api().filter.enumerate(engine_, handle, 10, &filters, &count), 0u);
  EXPECT_EQ(count, 0u);
  EXPECT_EQ(filters, nullptr);
  FWPM_PROVIDER0** providers = nullptr;
  EXPECT_EQ(api().provider.enumerate(engine_, handle, 1, &providers, &count),
            code(Status::invalid_handle))
      << "an enumeration is of one kind";
  EXPECT_EQ(api().provider.destroy_enum(engine_, handle), code(Status::invalid_handle));
  EXPECT_EQ(api().filter.destroy_enum(engine_, handle), 0u);
  EXPECT_EQ(api().filter.destroy_enum(engine_, handle), code(Status::invalid_handle));
}

TEST_P(Policy, OptionsComeBack) {
  FWP_VALUE0 value{};
  value.type = FWP_UINT32;
  value.uint32 = 17;
  ASSERT_EQ(api().set_option(engine_, FWPM_ENGINE_NET_EVENT_MATCH_ANY_KEYWORDS, &value), 0u);
  FWP_VALUE0* got = nullptr;
  ASSERT_EQ(api().get_option(engine_, FWPM_ENGINE_NET_EVENT_MATCH_ANY_KEYWORDS, &got), 0u);
  EXPECT_EQ(got->type, FWP_UINT32);
  EXPECT_EQ(got->uint32, 17u);
  free(got);
}

class PolicyEcho : public FakeApi {
 protected:
  void SetUp() override { start({.echo = true}); }
};
WFP_BOTH_FLAVOURS(PolicyEcho);

TEST_P(PolicyEcho, FilterTemplateTravelsWhole) {
  GUID provider{1, 0, 0, {}};
  GUID callout{2, 0, 0, {}};
  FWPM_PROVIDER_CONTEXT_ENUM_TEMPLATE0 context{&provider, FWPM_GENERAL_CONTEXT};
  FWPM_FILTER_ENUM_TEMPLATE0 wanted{};
  wanted.providerKey = &provider;
  wanted.enumType = FWP_FILTER_ENUM_OVERLAPPING;
  wanted.flags = FWP_FILTER_ENUM_FLAG_SORTED;
  wanted.actionMask = 0xffffffff;
  wanted.calloutKey = &callout;
  wanted.providerContextTemplate = &context;
  HANDLE handle = nullptr;
  EXPECT_EQ(api().filter.create_enum(engine_, &wanted, &handle), code(Status::fwp_never_match));
  if (api().kernel) return;  // the sentence is kept by the user flavour
  const std::string said = last_detail();
  for (const char* part :
       {"kind = filter", "containment = 1", "flags = 2", "actionMask = 4294967295",
        "hasContextTemplate = true", "contextType = 8", "isNull = false"}) {
    EXPECT_NE(said.find(part), std::string::npos) << part << " in " << said;
  }
}

}  // namespace
}  // namespace wfp::test
