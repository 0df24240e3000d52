// Matcher: the conditions of a filter, made ready to be tried on a request.
//
// Conditions on one field are alternatives, wherever they stand; fields are all required. A field
// that the traffic does not have (EMPTY) meets only a condition EQUAL to EMPTY: no comparison with
// it holds, not even a negative one.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "engine/request.h"
#include "schema/condition.h"
#include "security/compiled_descriptor.h"

namespace wfp::engine {

class Matcher {
 public:
  Matcher() = default;  // no condition: matches everything

  // `conditions` have passed check_condition() at `layer`. Errors: invalid_security_descr.
  static Result<Matcher> compile(const schema::LayerInfo& layer,
                                 std::span<const schema::Condition> conditions);

  // `conditions` are those it was compiled from, `request` is one of the same layer.
  [[nodiscard]] bool matches(std::span<const schema::Condition> conditions,
                             const Request& request) const;

  // One condition of the filter. Those of one field stand together; cheap fields come first.
  struct Step {
    std::uint8_t position;    // of the field in the layer
    bool last_of_field;       // the next step, if any, is about another field
    std::uint16_t condition;  // index into the filter's conditions
    std::shared_ptr<const security::CompiledDescriptor> descriptor;
  };
  [[nodiscard]] std::span<const Step> steps() const { return steps_; }

 private:
  std::vector<Step> steps_;
};

// Whether a traffic value meets a condition. Neither holds a token.
bool holds(const schema::Condition& condition, const schema::Value& value);

// Whether a descriptor grants a token the right to match (FWP_ACTRL_MATCH_FILTER), which SDDL
// writes CC.
bool grants_match(const security::CompiledDescriptor& descriptor, const security::Token& token);

}  // namespace wfp::engine
