// Attribute: a claim made ready to be compared, and AttributeSet, the attributes of one context by
// name.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "security/claim.h"
#include "security/sid_hash.h"

namespace wfp::security {

// Any integer that conditions can say: 64 bits beside a sign.
struct Integer {
  std::uint64_t magnitude = 0;
  bool negative = false;  // never of zero

  static Integer of(std::int64_t value);
  static Integer of(std::uint64_t value) { return {value, false}; }
  bool operator==(const Integer&) const = default;
  friend std::strong_ordering operator<=>(const Integer& a, const Integer& b);
};

struct Text {
  std::u16string exact;
  std::u16string folded;  // upper case
};

struct HashedSid {
  Sid sid;
  std::uint64_t hash;  // by the default SidHash
};

using AttributeValue = std::variant<Integer, bool, Text, HashedSid, Bytes>;

AttributeValue prepare(const ClaimValue& value);
// The same value, strings in any case unless `case_sensitive`; values of two kinds are never the
// same.
bool same_value(const AttributeValue& a, const AttributeValue& b, bool case_sensitive);

struct Attribute {
  std::u16string name;  // upper case
  bool case_sensitive = false;
  bool deny_only = false;              // counts in denying and auditing ACEs alone
  std::vector<AttributeValue> values;  // at least one
};

class AttributeSet {
 public:
  AttributeSet() = default;
  // Of several claims with one name the last counts; one without values, or disabled, is as good as
  // none.
  // invalid_parameter when a value is not of its claim's type, or occurs twice in one claim.
  static Result<AttributeSet> create(const std::vector<Claim>& claims);
  // The same, but a claim that create() would refuse is left out: so Windows reads the attributes
  // of an object.
  static AttributeSet of_object(const std::vector<Claim>& claims);

  // The attribute whose upper-cased name is `name`, or nullptr.
  [[nodiscard]] const Attribute* find(std::u16string_view name) const;
  [[nodiscard]] bool empty() const { return attributes_.empty(); }
  [[nodiscard]] std::size_t size() const { return attributes_.size(); }

 private:
  void set(const Claim& claim);
  std::vector<Attribute> attributes_;
};

}  // namespace wfp::security
