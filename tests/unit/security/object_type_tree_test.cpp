#include "security/object_type_tree.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

Guid guid(std::uint32_t number) { return {number, 0, 0, {}}; }
std::string text(std::uint32_t number) { return to_string(guid(number)); }

// A root (1) with two children (2, 3), the first with a child of its own (4).
const std::vector<ObjectType> kTree{{0, guid(1)}, {1, guid(2)}, {2, guid(4)}, {1, guid(3)}};

struct Answer {
  AccessResult root;
  std::vector<AccessMask> nodes;
};

Answer check(const std::string& dacl, AccessMask desired, std::vector<Sid> restricted = {}) {
  const auto token = Token::create(
      {.user = Sid(5, {21, 1}), .groups = {{Sid(1, {0})}}, .restricted = std::move(restricted)});
  const CompiledDescriptor descriptor(parse_sddl("O:SYG:SYD:" + dacl).value());
  std::vector<AccessResult> nodes(kTree.size());
  const AccessRequest request{.desired = desired, .object_types = kTree};
  Answer answer{check_access_by_type(descriptor, *token, request, nodes), {}};
  for (const AccessResult& node : nodes) answer.nodes.push_back(node.granted);
  EXPECT_EQ(check_access(descriptor, *token, request), answer.root);
  return answer;
}
std::string allow(std::uint32_t type, const char* mask = "0x1") {
  return "(OA;;" + std::string(mask) + ";" + text(type) + ";;WD)";
}
std::string deny(std::uint32_t type) { return "(OD;;0x1;" + text(type) + ";;WD)"; }

TEST(ObjectTypeTree, AllowCoversTheNodesBelow) {
  EXPECT_EQ(check(allow(2), 1).nodes, (std::vector<AccessMask>{0, 1, 1, 0}));
  EXPECT_FALSE(check(allow(2), 1).root.allowed());
}

TEST(ObjectTypeTree, AllChildrenTogetherGrantTheParent) {
  EXPECT_EQ(check(allow(4), 1).nodes, (std::vector<AccessMask>{0, 1, 1, 0}));
  EXPECT_EQ(check(allow(4) + allow(3), 1).nodes, (std::vector<AccessMask>{1, 1, 1, 1}));
}

TEST(ObjectTypeTree, DenyReachesDownAndUp) {
  EXPECT_EQ(check(deny(4) + "(A;;0x1;;;WD)", 1).nodes, (std::vector<AccessMask>{0, 0, 0, 1}));
  EXPECT_EQ(check("(A;;0x1;;;WD)" + deny(4), 1).nodes, (std::vector<AccessMask>{1, 1, 1, 1}));
}

TEST(ObjectTypeTree, ForeignTypesAndNoTypesAreOtherThings) {
  EXPECT_FALSE(check(allow(9), 1).root.allowed());
  EXPECT_TRUE(check("(OA;;0x1;;" + text(9) + ";WD)", 1).root.allowed());
}

TEST(ObjectTypeTree, MaximumAllowedIsPerNode) {
  EXPECT_EQ(check(allow(2, "0x3") + "(A;;0x4;;;WD)", Right::maximum_allowed).nodes,
            (std::vector<AccessMask>{4, 7, 7, 4}));
}

TEST(ObjectTypeTree, RestrictionHoldsPerNode) {
  EXPECT_EQ(check("(A;;0x1;;;WD)(OA;;0x1;" + text(2) + ";;RC)", 1, {Sid(5, {12})}).nodes,
            (std::vector<AccessMask>{0, 1, 1, 0}));
}

TEST(ObjectTypeTree, ShapesAreValidated) {
  const auto valid = [](std::initializer_list<std::uint16_t> levels) {
    std::vector<ObjectType> types;
    for (const std::uint16_t level : levels) types.push_back({level, guid(level)});
    return has_valid_shape(types);
  };
  EXPECT_TRUE(valid({0, 1, 2, 3, 4, 1}));
  EXPECT_FALSE(valid({}));
  EXPECT_FALSE(valid({1}));
  EXPECT_FALSE(valid({0, 0}));
  EXPECT_FALSE(valid({0, 2}));
  EXPECT_FALSE(valid({0, 1, 2, 3, 4, 5}));
}

TEST(ObjectTypeTree, LongListsWorkToo) {
  std::vector<ObjectType> types{{0, guid(1)}};
  for (std::uint32_t i = 2; i < 500; ++i) types.push_back({1, guid(i)});
  const CompiledDescriptor descriptor(parse_sddl("O:SYG:SYD:(A;;0x1;;;WD)").value());
  const auto token = Token::create({.user = Sid(1, {0})});
  EXPECT_TRUE(check_access(descriptor, *token, {.desired = 1, .object_types = types}).allowed());
}

}  // namespace
}  // namespace wfp::security
