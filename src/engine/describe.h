// Objects and decisions as text for people: audit records, "why was this blocked", golden files.
#pragma once

#include <string>

#include "engine/decision.h"
#include "engine/object.h"

namespace wfp::engine {

std::string describe(const Provider& provider);
std::string describe(const ProviderContext& context);
std::string describe(const Sublayer& sublayer);
std::string describe(const Callout& callout);
// "block at ale_auth_connect_v4 if ip_remote_port equal 25"
std::string describe(const Filter& filter);
std::string describe(const schema::Condition& condition);

// One line per sublayer and filter of the walk, and the result.
std::string describe(const Decision& decision);

}  // namespace wfp::engine
