// Request: what a layer knows about one operation: the question that classify() answers.
//
// Each field of the layer holds a value of the field's type, or EMPTY when the traffic has no such
// property. The fields of users hold a token. The flags start as 0, everything else as EMPTY.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "schema/layer.h"
#include "schema/value.h"
#include "security/token.h"

namespace wfp::engine {

using TokenRef = std::shared_ptr<const security::Token>;

class Request {
 public:
  explicit Request(schema::LayerId layer);

  [[nodiscard]] const schema::LayerInfo& layer() const { return *layer_; }

  // Errors: fwp_condition_not_found (no such field at the layer), fwp_type_mismatch.
  Result<void> set(schema::FieldId field, schema::Value value);
  Result<void> set(schema::FieldId field, TokenRef token);

  // By place in layer().fields().
  [[nodiscard]] const schema::Value& value(std::size_t position) const {
    return fields_[position].value;
  }
  [[nodiscard]] const security::Token* token(std::size_t position) const {
    return fields_[position].token.get();
  }

 private:
  struct Field {
    schema::Value value;
    TokenRef token;
  };
  const schema::LayerInfo* layer_;
  std::vector<Field> fields_;
};

}  // namespace wfp::engine
