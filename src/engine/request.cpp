#include "engine/request.h"

namespace wfp::engine {
namespace {

using schema::DataType;

bool holds_token(DataType type) {
  return type == DataType::token_access_information || type == DataType::token_information;
}

Result<std::size_t> place(const schema::LayerInfo& layer, schema::FieldId field) {
  if (const auto position = layer.position(field)) return *position;
  return fail(Status::fwp_condition_not_found, std::string(layer.name) + " has no field " +
                                                   std::string(schema::field_info(field).name));
}

}  // namespace

Request::Request(schema::LayerId layer)
    : layer_(&schema::layer_info(layer)), fields_(layer_->fields().size()) {
  if (const auto flags = layer_->position(schema::FieldId::flags)) {
    fields_[*flags].value = schema::Value(std::uint32_t{0});
  }
}

Result<void> Request::set(schema::FieldId field, schema::Value value) {
  WFP_TRY(const std::size_t position, place(*layer_, field));
  const DataType own = schema::field_info(field).type(layer_->version);
  if (!value.empty() && (value.type() != own || holds_token(own))) {
    return fail(Status::fwp_type_mismatch, std::string(schema::field_info(field).name));
  }
  fields_[position] = {std::move(value), nullptr};
  return {};
}

Result<void> Request::set(schema::FieldId field, TokenRef token) {
  WFP_TRY(const std::size_t position, place(*layer_, field));
  if (!holds_token(schema::field_info(field).type(layer_->version))) {
    return fail(Status::fwp_type_mismatch, std::string(schema::field_info(field).name));
  }
  fields_[position] = {schema::Value(), std::move(token)};
  return {};
}

}  // namespace wfp::engine
