#include "schema/layer.h"

#include <gtest/gtest.h>

#include <set>

#include "schema/builtin.h"

namespace wfp::schema {
namespace {

// O: event logs show 48 for a TCP connect over IPv4 and 50 over IPv6.
TEST(Layer, IdsAreThoseOfEventLogs) {
  EXPECT_EQ(static_cast<int>(LayerId::ale_auth_connect_v4), 48);
  EXPECT_EQ(static_cast<int>(LayerId::ale_auth_connect_v6), 50);
}

TEST(Layer, KeysAndIdsAreUnique) {
  std::set<Guid> keys;
  std::set<LayerId> ids;
  for (const LayerInfo& layer : layers()) {
    EXPECT_TRUE(keys.insert(layer.key).second) << layer.name;
    EXPECT_TRUE(ids.insert(layer.id).second) << layer.name;
    EXPECT_EQ(&layer_info(layer.id), &layer);
    EXPECT_EQ(find_layer(layer.key), &layer);
    EXPECT_EQ(find_layer(layer.name), &layer);
  }
  EXPECT_EQ(keys.size(), kLayerCount);
}

// Ours: the 24 ALE layers without the two redirect pairs are served.
TEST(Layer, TwentyFourAreServed) {
  int served = 0;
  for (const LayerInfo& layer : layers()) {
    served += layer.served ? 1 : 0;
    EXPECT_EQ(layer.served, layer.name.find("redirect") == std::string_view::npos) << layer.name;
  }
  EXPECT_EQ(served, 24);
}

// D: a discard layer has the fields of its parent.
TEST(Layer, DiscardLayerHasTheFieldsOfItsParent) {
  int discards = 0;
  for (const LayerInfo& layer : layers()) {
    if (!layer.is_discard()) continue;
    ++discards;
    const auto own = layer.fields();
    const auto parent = layer_info(layer.parent).fields();
    EXPECT_TRUE(std::equal(own.begin(), own.end(), parent.begin(), parent.end())) << layer.name;
    EXPECT_EQ(layer.blocking, Blocking::none);
  }
  EXPECT_EQ(discards, 10);
}

// D: no discard twin of release, closure and the redirect layers.
TEST(Layer, ReleaseAndClosureHaveNoDiscardTwinAndRefuseBlocks) {
  for (const char* name : {"ale_resource_release_v4", "ale_resource_release_v6",
                           "ale_endpoint_closure_v4", "ale_endpoint_closure_v6"}) {
    ASSERT_NE(find_layer(name), nullptr);
    EXPECT_EQ(find_layer(name)->blocking, Blocking::refused);
    EXPECT_EQ(find_layer(std::string(name) + "_discard"), nullptr);
  }
}

// D: listen is for TCP only, so that the layer has no protocol field.
TEST(Layer, ListenHasNoProtocol) {
  EXPECT_FALSE(layer_info(LayerId::ale_auth_listen_v4).position(FieldId::ip_protocol));
  EXPECT_TRUE(layer_info(LayerId::ale_auth_connect_v4).position(FieldId::ip_protocol));
}

TEST(Layer, PositionAndFieldsAgree) {
  for (const LayerInfo& layer : layers()) {
    ASSERT_FALSE(layer.fields().empty()) << layer.name;
    for (std::size_t i = 0; i < layer.fields().size(); ++i)
      EXPECT_EQ(layer.position(layer.fields()[i]), i);
  }
}

TEST(Layer, ConnectHasItsFortyTwoFieldsInOrder) {
  const auto fields = layer_info(LayerId::ale_auth_connect_v6).fields();
  ASSERT_EQ(fields.size(), 42U);
  EXPECT_EQ(fields[0], FieldId::ale_app_id);
  EXPECT_EQ(fields[7], FieldId::ip_remote_port);
  EXPECT_EQ(fields[41], FieldId::ale_package_family_name);
}

TEST(Field, AddressTypeFollowsTheVersion) {
  const FieldInfo& field = field_info(FieldId::ip_remote_address);
  EXPECT_EQ(field.type(IpVersion::v4), DataType::uint32);
  EXPECT_EQ(field.type(IpVersion::v6), DataType::byte_array16);
  EXPECT_EQ(field.kind, FieldKind::ip_address);
}

TEST(Field, KeysNamesAndRanksAreUnique) {
  std::set<Guid> keys;
  std::set<int> ranks;
  for (const FieldInfo& field : fields()) {
    EXPECT_TRUE(keys.insert(field.key).second) << field.name;
    EXPECT_EQ(find_field(field.key), &field);
    EXPECT_EQ(find_field(field.name), &field);
    EXPECT_LT(field.weight_rank, 30);
    const bool shared = field.weight_rank == 0;
    EXPECT_TRUE(shared || ranks.insert(field.weight_rank).second) << field.name;
  }
}

TEST(Builtin, DefaultSublayersExist) {
  for (const LayerInfo& layer : layers())
    EXPECT_NE(find_builtin_sublayer(layer.default_sublayer), nullptr);
}

// D: INSPECTION has the lowest weight and holds inspection filters only. C: UNIVERSAL is above 0.
TEST(Builtin, InspectionIsLowestAndUniversalAboveZero) {
  for (const BuiltinSublayer& sublayer : builtin_sublayers()) {
    EXPECT_EQ(sublayer.inspection_only, sublayer.name == "inspection");
    EXPECT_EQ(sublayer.weight == 0, sublayer.name == "inspection");
  }
}

// O: service hardening is evaluated before the firewall's own sublayer.
TEST(Builtin, ServiceHardeningIsAboveTheFirewall) {
  std::uint16_t hardening = 0;
  std::uint16_t firewall = 0;
  for (const BuiltinSublayer& sublayer : builtin_sublayers()) {
    if (sublayer.name == "mpssvc_wsh") hardening = sublayer.weight;
    if (sublayer.name == "mpssvc_wf") firewall = sublayer.weight;
  }
  EXPECT_GT(hardening, firewall);
}

TEST(Builtin, CalloutsStandAtServedLayers) {
  for (const BuiltinCallout& callout : builtin_callouts()) {
    EXPECT_TRUE(layer_info(callout.layer).served);
    EXPECT_EQ(find_builtin_callout(callout.key), &callout);
  }
}

}  // namespace
}  // namespace wfp::schema
