// Values, keys and conditions of the policy on the wire, both ways.
//
// Errors: fwp_type_mismatch (no such data type), fwp_match_type_mismatch, fwp_condition_not_found
// (no such field), fwp_null_pointer, invalid_parameter (the content is not of the type it names).
// Whether a field takes such a condition is the engine's business.
#pragma once

#include <optional>

#include "base/guid.h"
#include "base/result.h"
#include "ipc/capnp.h"
#include "schema/condition.h"
#include "schema/value.h"

namespace wfp::daemon {

// 16 bytes; none: nullopt.
Result<std::optional<Guid>> read_optional_key(capnp::Data::Reader data);
// 16 bytes; none: zero.
Result<Guid> read_key(capnp::Data::Reader data);
// Refers to `key`.
capnp::Data::Reader key_data(const Guid& key);

// All its bytes, also a NUL among them: the engine refuses that one.
std::string read_text(capnp::Text::Reader text);

Result<schema::Value> read_value(ipc::wire::ConditionValue::Reader value);
void write_value(ipc::wire::ConditionValue::Builder builder, const schema::Value& value);

Result<schema::Condition> read_condition(ipc::wire::Condition::Reader condition);
Result<std::vector<schema::Condition>> read_conditions(
    capnp::List<ipc::wire::Condition>::Reader conditions);
void write_condition(ipc::wire::Condition::Builder builder, const schema::Condition& condition);

}  // namespace wfp::daemon
