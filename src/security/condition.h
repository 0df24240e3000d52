// Condition: the expression of a callback ACE, such as (@RESOURCE.app == "/usr/sbin/nginx"),
// compiled once and evaluated without allocation.
//
// The outcome is three-valued. Unknown - an attribute is missing, types do not fit, the bytes make
// no sense - never grants: an allowing ACE applies only if true, a denying one unless false.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "security/attribute.h"
#include "security/bytes.h"
#include "security/sid.h"

namespace wfp::security {

enum class Truth : std::uint8_t { no, yes, unknown };

// What a condition is evaluated against. Borrowed for the call.
struct ConditionContext {
  const SidTable* sids = nullptr;  // of the token; member_flag says which count
  std::uint32_t member_flag = 1;   // the flag in `sids` of a SID that the user holds
  std::uint32_t device_flag = 2;   // the flag in `sids` of a SID that the device holds
  bool denies = false;             // for a denying or auditing ACE: attributes for denials count
  const AttributeSet* user = nullptr;
  const AttributeSet* device = nullptr;
  const AttributeSet* local = nullptr;
  const AttributeSet* resource = nullptr;  // looked at first
  const AttributeSet* resource_of_descriptor = nullptr;
};

class Condition {
 public:
  static constexpr std::size_t kMaxStack = 1024;  // operands waiting at one time

  // Of a callback ACE's application data, from "artx" on. Malformed data compiles to a condition
  // that is always unknown, as in Windows' check; well_formed() tells.
  static Condition compile(ByteView application_data);

  [[nodiscard]] bool well_formed() const { return well_formed_; }
  [[nodiscard]] Truth evaluate(const ConditionContext& context) const;
  // The attributes it speaks of, whoever's they are; upper case, perhaps repeated.
  [[nodiscard]] const std::vector<std::u16string>& attribute_names() const { return names_; }

 private:
  friend struct ConditionCompiler;
  friend class ConditionMachine;

  struct Instruction {
    std::uint8_t code;    // token code
    bool set;             // of a literal: written in braces
    std::uint32_t first;  // literal: index into values_; attribute: index into names_
    std::uint32_t count;  // literal: how many values
  };
  bool well_formed_ = false;
  std::vector<Instruction> code_;
  std::vector<AttributeValue> values_;
  std::vector<std::u16string> names_;  // upper case
};

// Reads "(@USER.Title == "PM")" into application data padded to a multiple of 4. The text must be
// exactly one parenthesised expression.
Result<Bytes> parse_condition(std::string_view text, const SidContext& context = {});

// Writes application data as Windows prints it, outer parentheses included. invalid_parameter if it
// is malformed.
Result<std::string> format_condition(ByteView application_data, const SidContext& context = {});

}  // namespace wfp::security
