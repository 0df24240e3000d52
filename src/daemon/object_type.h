// What generic rights mean for every object of the platform: Windows has one mapping for all of
// them.
#pragma once

#include "schema/constants.h"
#include "security/generic_mapping.h"
#include "security/rights.h"

namespace wfp::daemon {

inline constexpr security::GenericMapping kObjectMapping = {
    .read = schema::kGenericRead,
    .write = schema::kGenericWrite,
    .execute = schema::kGenericExecute,
    .all = security::Right::delete_object | security::Right::read_control |
           security::Right::write_dac | security::Right::write_owner | schema::kGenericRead |
           schema::kGenericWrite | schema::kGenericExecute,
};
static_assert(kObjectMapping.all == 0x000F07FF);

}  // namespace wfp::daemon
