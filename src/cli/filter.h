// Filter: which endpoints `wfp ls` shows. The language of ss, and a little more:
//
//   state established ( dport = :443 or dst 10.0.0.0/8 )
//   app~=node and remote in 10.0.0.0/8,fd00::/8 and not user=alice
//
// Grammar (docs/wfp.md tells what each field means):
//
//   or      = and { ("or" | "||" | "|") and }
//   and     = not { ["and" | "&&" | "&"] not }
//   not     = ("not" | "!") not | "(" or ")" | test
//   test    = STATE | FIELD [OP] VALUE { "," VALUE } | FIELD "in" "{" VALUE { "," VALUE } "}"
//   OP      = "=" "==" "!=" "<" "<=" ">" ">=" "~=" "!~" eq ne lt le gt ge in
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/address.h"
#include "cli/endpoint.h"
#include "cli/failure.h"

namespace wfp::cli {

enum class FilterField : std::uint8_t {
  protocol,
  state,
  direction,
  family,
  local,
  remote,
  local_port,
  remote_port,
  app,
  user,
  uid,
  gid,
  service,
  cgroup,
  pid,
  id,
  netns,
};

enum class FilterOp : std::uint8_t {
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  contains,
  lacks
};

// What a test compares with: a number (words are numbers by then), an address pattern, or a text.
struct FilterValue {
  std::uint64_t number = 0;
  AddressPattern address;
  std::string text;
};

struct FilterTest {
  FilterField field;
  FilterOp op;
  std::vector<FilterValue> values;  // any of them; for not_equal and lacks: none of them
};

struct FilterNode {
  enum class Kind : std::uint8_t { all_of, any_of, none_of, test };
  Kind kind;
  std::vector<FilterNode> children;  // none_of has one
  FilterTest test;
};

// Names that only the machine knows. An empty function knows none.
struct FilterNames {
  std::function<std::optional<std::uint32_t>(std::string_view)> uid_of_user;
  std::function<std::string(std::uint32_t)> user_of_uid;
  ServicePorts port_of_service;
};

class Filter {
 public:
  Filter() = default;  // matches everything

  // The failure points at the character.
  static Outcome<Filter> parse(std::string_view text, const FilterNames& names);

  [[nodiscard]] bool matches(const Endpoint& endpoint) const;
  [[nodiscard]] bool is_empty() const { return !root_; }

  // Both have to match.
  void require(FilterTest test);

 private:
  std::optional<FilterNode> root_;
  std::function<std::string(std::uint32_t)> user_of_uid_;
};

}  // namespace wfp::cli
