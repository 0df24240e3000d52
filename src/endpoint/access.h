// Who sees which endpoint. One descriptor, the container's, decides; each endpoint's own is
// computed from it:
//
//   owner   the user who made the socket, if a process of his is known to hold it; else SYSTEM
//   DACL    what an object inherits from the container, CREATOR OWNER replaced by the owner
//
// READ on the container shows every endpoint but those whose own DACL denies READ. Without it, an
// endpoint is shown if its own DACL grants READ. Doubt is denial.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "endpoint/attributes.h"
#include "endpoint/query.h"
#include "endpoint/snapshot.h"
#include "security/compiled_descriptor.h"
#include "security/generic_mapping.h"
#include "security/token.h"

namespace wfp::endpoint {

// Whom an endpoint belongs to, for the access check.
struct Owner {
  std::uint32_t uid = 0;
  std::uint32_t gid = 0;
  bool is_system = true;  // nobody is known: the ids mean nothing

  [[nodiscard]] security::Sid user() const;
  [[nodiscard]] security::Sid group() const;
  auto operator<=>(const Owner&) const = default;
};

Owner owner_of(const Snapshot& snapshot, const Endpoint& endpoint);

// The rules of one container descriptor. Immutable; outlives the Viewers made with it.
class EndpointAccess {
 public:
  EndpointAccess(security::SecurityDescriptor container, const security::GenericMapping& mapping);

  // The descriptor of an endpoint with this owner.
  [[nodiscard]] security::SecurityDescriptor descriptor_of(const Owner& owner) const;

  [[nodiscard]] const security::CompiledDescriptor& container() const { return container_; }
  [[nodiscard]] const security::GenericMapping& mapping() const { return mapping_; }

 private:
  security::CompiledDescriptor container_;
  security::GenericMapping mapping_;
};

// What one token sees of one snapshot. Remembers its verdicts: rows that differ in nothing that the
// conditions speak of are judged once. For one thread.
class Viewer {
 public:
  Viewer(const EndpointAccess& access, const security::Token& token, const Snapshot& snapshot);

  [[nodiscard]] bool sees(const Endpoint& endpoint);

  // READ on the container.
  [[nodiscard]] bool sees_container() const { return sees_container_; }

 private:
  // An endpoint's own descriptor, ready to be asked about READ.
  struct Rules {
    security::CompiledDescriptor descriptor;
    AttributeNames mentioned = 0;  // what the conditions speak of
    std::optional<bool> verdict;   // of all endpoints, once known, if nothing is mentioned
  };
  struct Key {  // what a verdict depends on
    const Rules* rules;
    Index application, cgroup, credentials;
    std::uint32_t ports;  // remote, local
    std::uint16_t rest;   // protocol, direction

    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const;
  };

  Rules& rules_of(const Endpoint& endpoint);
  std::unique_ptr<Rules> make_rules(const Owner& owner) const;
  [[nodiscard]] bool judge(const Rules& rules, const Endpoint& endpoint) const;
  [[nodiscard]] Key key_of(const Rules& rules, const Endpoint& endpoint) const;

  const EndpointAccess& access_;
  const security::Token& token_;
  const Snapshot& snapshot_;
  bool sees_container_;
  std::vector<Rules*> rules_by_credentials_;  // of attributed rows
  Rules* rules_of_system_ = nullptr;
  std::map<Owner, std::unique_ptr<Rules>> rules_;
  std::unordered_map<Key, bool, KeyHash> verdicts_;
};

// The rows of the snapshot that match and that the viewer sees, in order.
std::vector<Index> visible_rows(const Snapshot& snapshot, const Query& query, Viewer& viewer);

}  // namespace wfp::endpoint
