#include "cli/filter.h"

#include <fnmatch.h>

#include <algorithm>

namespace wfp::cli {
namespace {

using UserOfUid = std::function<std::string(std::uint32_t)>;

template <class T>
bool compare(T have, FilterOp op, T want) {
  switch (op) {
    case FilterOp::less:
      return have < want;
    case FilterOp::less_equal:
      return have <= want;
    case FilterOp::greater:
      return have > want;
    case FilterOp::greater_equal:
      return have >= want;
    default:
      return have == want;
  }
}

bool is_negative(FilterOp op) { return op == FilterOp::not_equal || op == FilterOp::lacks; }

// '*' and '?' are wildcards; a pattern without '/' is compared with the last part of a path.
bool text_equals(std::string_view have, const std::string& want, bool is_path) {
  if (is_path && want.find('/') == std::string::npos) have.remove_prefix(have.rfind('/') + 1);
  if (want.find_first_of("*?") == std::string::npos) return have == want;
  return fnmatch(want.c_str(), std::string(have).c_str(), FNM_NOESCAPE) == 0;
}

bool text_matches(std::string_view have, FilterOp op, const std::string& want, bool is_path) {
  if (have.empty()) return false;
  if (op == FilterOp::contains || op == FilterOp::lacks)
    return have.find(want) != std::string_view::npos;
  return text_equals(have, want, is_path);
}

std::string_view text_of(const char* text) { return text == nullptr ? std::string_view{} : text; }

bool user_matches(const Endpoint& endpoint, FilterOp op, const FilterValue& value,
                  const UserOfUid& user_of_uid) {
  const bool by_text = op == FilterOp::contains || op == FilterOp::lacks;
  if (!by_text) return endpoint.uid != OPENWFP_ID_UNKNOWN && endpoint.uid == value.number;
  return user_of_uid && text_matches(user_of_uid(endpoint.uid), op, value.text, false);
}

bool holder_matches(const Endpoint& endpoint, FilterOp op, std::uint64_t want) {
  return std::any_of(endpoint.holders, endpoint.holders + endpoint.numHolders,
                     [&](UINT32 pid) { return compare<std::uint64_t>(pid, op, want); });
}

bool known_matches(UINT32 id, FilterOp op, std::uint64_t want) {
  return id != OPENWFP_ID_UNKNOWN && compare<std::uint64_t>(id, op, want);
}

// One value of a test, as if its operator were positive.
bool value_matches(const Endpoint& e, FilterField field, FilterOp op, const FilterValue& value,
                   const UserOfUid& user_of_uid) {
  const auto& p = e.properties;
  switch (field) {
    case FilterField::protocol:
      return p.ipProtocol == value.number;
    case FilterField::state:
      return static_cast<unsigned>(e.state) < 32 && ((value.number >> e.state) & 1) != 0;
    case FilterField::direction:
      return e.direction == value.number;
    case FilterField::family:
      return (p.ipVersion == FWP_IP_VERSION_V6 ? 1u : 0u) == value.number;
    case FilterField::local:
      return value.address.matches(local_address(e), p.localPort);
    case FilterField::remote:
      return has_peer(e) && value.address.matches(remote_address(e), p.remotePort);
    case FilterField::local_port:
      return compare<std::uint64_t>(p.localPort, op, value.number);
    case FilterField::remote_port:
      return has_peer(e) && compare<std::uint64_t>(p.remotePort, op, value.number);
    case FilterField::app:
      return text_matches(app_of(e), op, value.text, true);
    case FilterField::user:
      return user_matches(e, op, value, user_of_uid);
    case FilterField::uid:
      return known_matches(e.uid, op, value.number);
    case FilterField::gid:
      return known_matches(e.gid, op, value.number);
    case FilterField::service:
      return text_matches(text_of(e.service), op, value.text, false);
    case FilterField::cgroup:
      return text_matches(text_of(e.cgroupPath), op, value.text, false);
    case FilterField::pid:
      return holder_matches(e, op, value.number);
    case FilterField::id:
      return compare<std::uint64_t>(p.endpointId, op, value.number);
    case FilterField::netns:
      return compare<std::uint64_t>(e.netnsInode, op, value.number);
  }
  return false;
}

bool test_matches(const Endpoint& endpoint, const FilterTest& test, const UserOfUid& user_of_uid) {
  const bool any = std::ranges::any_of(test.values, [&](const FilterValue& value) {
    return value_matches(endpoint, test.field, test.op, value, user_of_uid);
  });
  return any != is_negative(test.op);
}

bool node_matches(const Endpoint& endpoint, const FilterNode& node, const UserOfUid& user_of_uid) {
  const auto matches = [&](const FilterNode& child) {
    return node_matches(endpoint, child, user_of_uid);
  };
  switch (node.kind) {
    case FilterNode::Kind::all_of:
      return std::ranges::all_of(node.children, matches);
    case FilterNode::Kind::any_of:
      return std::ranges::any_of(node.children, matches);
    case FilterNode::Kind::none_of:
      return std::ranges::none_of(node.children, matches);
    case FilterNode::Kind::test:
      return test_matches(endpoint, node.test, user_of_uid);
  }
  return false;
}

}  // namespace

bool Filter::matches(const Endpoint& endpoint) const {
  return !root_ || node_matches(endpoint, *root_, user_of_uid_);
}

void Filter::require(FilterTest test) {
  FilterNode node{FilterNode::Kind::test, {}, std::move(test)};
  if (!root_) {
    root_ = std::move(node);
    return;
  }
  FilterNode both{FilterNode::Kind::all_of, {}, {}};
  both.children.push_back(std::move(node));
  both.children.push_back(std::move(*root_));
  root_ = std::move(both);
}

}  // namespace wfp::cli
