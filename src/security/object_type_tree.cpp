#include "security/object_type_tree.h"

#include <array>
#include <vector>

namespace wfp::security {
namespace {

struct Node {
  AccessMask granted = 0;
  AccessMask denied = 0;
  AccessMask of_children = 0;  // while a change is passed upwards
  std::uint16_t parent = 0;
  bool has_children = false;
};

// Room for the nodes: on the stack for every list that occurs, on the heap for absurd ones.
class Nodes {
 public:
  explicit Nodes(std::span<const ObjectType> types) {
    if (types.size() > inline_.size()) heap_.resize(types.size());
    nodes_ = std::span(heap_.empty() ? inline_.data() : heap_.data(), types.size());
    std::array<std::uint16_t, kMaxObjectTypeLevel + 1> last{};  // the latest node of each level
    for (std::size_t i = 0; i < types.size(); ++i) {
      last[types[i].level] = static_cast<std::uint16_t>(i);
      if (i == 0) continue;
      nodes_[i].parent = last[types[i].level - 1u];
      nodes_[nodes_[i].parent].has_children = true;
    }
  }
  Nodes(const Nodes&) = delete;
  Nodes& operator=(const Nodes&) = delete;

  [[nodiscard]] std::span<Node> all() { return nodes_; }

  void grant_all(AccessMask bits) {
    for (Node& node : nodes_) node.granted |= bits;
  }

  // Applies an ACE to the node at `first` and those below it, up to `end`, and tells the nodes
  // above.
  void apply(AceEffect effect, AccessMask bits, std::size_t first, std::size_t end) {
    for (Node& node : nodes_.subspan(first, end - first)) {
      if (effect == AceEffect::allow) {
        node.granted |= bits & ~node.denied;
      } else {
        node.denied |= bits & ~node.granted;
      }
    }
    effect == AceEffect::allow ? raise_granted() : raise_denied();
  }

 private:
  // Children stand behind their parent: going backwards, each node is complete when it is reached.
  void raise_granted() {
    for (Node& node : nodes_) node.of_children = ~AccessMask{0};
    for (std::size_t i = nodes_.size(); i-- > 0;) {
      Node& node = nodes_[i];
      if (node.has_children) node.granted |= node.of_children & ~node.denied;
      if (i > 0) nodes_[node.parent].of_children &= node.granted;
    }
  }
  void raise_denied() {
    for (Node& node : nodes_) node.of_children = 0;
    for (std::size_t i = nodes_.size(); i-- > 0;) {
      Node& node = nodes_[i];
      node.denied |= node.of_children & ~node.granted;
      if (i > 0) nodes_[node.parent].of_children |= node.denied;
    }
  }

  std::array<Node, 64> inline_{};
  std::vector<Node> heap_;
  std::span<Node> nodes_;
};

// One past the last node below `at`.
std::size_t end_of_subtree(std::span<const ObjectType> types, std::size_t at) {
  std::size_t end = at + 1;
  while (end < types.size() && types[end].level > types[at].level) ++end;
  return end;
}

class TypedWalk {
 public:
  TypedWalk(const CompiledDescriptor& descriptor, const AceMatcher& matcher,
            std::span<const ObjectType> types)
      : descriptor_(descriptor), matcher_(matcher), types_(types) {}

  // Fills `nodes` with what one pass over the DACL grants of `wanted`. With `root_decides`, ends as
  // soon as the root is settled: nothing wanted is open, or a right of `required` is denied.
  void run(Nodes& nodes, Pass pass, AccessMask wanted, AccessMask required, bool root_decides) {
    if (!descriptor_.has_owner_rights() && matcher_.is_owner(pass)) {
      nodes.grant_all((Right::read_control | Right::write_dac) & wanted);
    }
    for (const CompiledAce& ace : descriptor_.dacl()) {
      const Node& root = nodes.all()[0];
      if (root_decides &&
          ((wanted & ~root.granted & ~root.denied) == 0 || (root.denied & required) != 0))
        break;
      const AccessMask bits = matcher_.mask(ace) & wanted;
      if (bits != 0 && names_a_node(ace) && matcher_.applies(ace, pass)) apply(nodes, ace, bits);
    }
  }

 private:
  [[nodiscard]] bool is_typed(const CompiledAce& ace) const {
    return ace.object != CompiledAce::kNone;
  }

  [[nodiscard]] bool names_a_node(const CompiledAce& ace) const {
    if (!is_typed(ace)) return true;
    for (const ObjectType& type : types_) {
      if (type.guid == descriptor_.object_type(ace)) return true;
    }
    return false;
  }

  void apply(Nodes& nodes, const CompiledAce& ace, AccessMask bits) const {
    if (!is_typed(ace)) return nodes.apply(ace.effect, bits, 0, types_.size());
    for (std::size_t i = 0; i < types_.size(); ++i) {
      if (types_[i].guid == descriptor_.object_type(ace))
        nodes.apply(ace.effect, bits, i, end_of_subtree(types_, i));
    }
  }

  const CompiledDescriptor& descriptor_;
  const AceMatcher& matcher_;
  std::span<const ObjectType> types_;
};

AccessResult result_of(const Prelude& check, AccessMask granted) {
  granted |= check.granted;
  const bool enough = granted != 0 && (check.desired & ~granted) == 0;
  return {.status = enough ? Status::success : Status::access_denied,
          .granted = granted,
          .privileges_used = enough ? privileges_used(check, granted) : PrivilegeSet{}};
}

}  // namespace

bool has_valid_shape(std::span<const ObjectType> types) {
  if (types.empty() || types.size() > 0xFFFF || types[0].level != 0) return false;
  for (std::size_t i = 1; i < types.size(); ++i) {
    const auto level = types[i].level;
    if (level == 0 || level > kMaxObjectTypeLevel || level > types[i - 1].level + 1) return false;
  }
  return true;
}

AccessResult decide_by_type(const CompiledDescriptor& descriptor, const AceMatcher& matcher,
                            const Token& token, const AccessRequest& request, const Prelude& check,
                            std::span<AccessResult> nodes) {
  const AccessMask required = check.desired & ~check.granted;
  const AccessMask wanted = check.maximum ? check.eligible & ~check.granted : required;
  TypedWalk walk(descriptor, matcher, request.object_types);
  Nodes normal(request.object_types);
  walk.run(normal, Pass::normal, wanted, required, nodes.empty());
  if (token.is_restricted()) {
    const GenericMapping& mapping = request.mapping;
    const AccessMask free = token.data().write_restricted ? mapping.read | mapping.execute : 0;
    Nodes restricted(request.object_types);
    walk.run(restricted, Pass::restricted, wanted & ~free, required & ~free, nodes.empty());
    for (std::size_t i = 0; i < normal.all().size(); ++i)
      normal.all()[i].granted &= restricted.all()[i].granted | free;
  }
  for (std::size_t i = 0; i < nodes.size(); ++i)
    nodes[i] = result_of(check, normal.all()[i].granted);
  AccessResult root = result_of(check, normal.all()[0].granted);
  if (!root.allowed()) root.granted = 0;
  return root;
}

}  // namespace wfp::security
