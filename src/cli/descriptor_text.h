// Security descriptors as people and programs read them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "cli/acl.h"
#include "cli/acl_edit.h"
#include "cli/io.h"

namespace wfp::cli {

// "allow", "deny", "audit", "label", ...; "type 23" for one without a name here.
std::string ace_type_name(const Ace& ace);

// "bob ALLOW R", with inheritance and condition; one line.
std::string ace_line(const Ace& ace);

// "# owner: ..." and a table of the entries.
void write_descriptor(Io& io, std::string_view object, const Descriptor& descriptor);

nlohmann::ordered_json ace_json(const Ace& ace);
nlohmann::ordered_json descriptor_json(const Descriptor& descriptor);

// "+ bob ALLOW R" and "- ..." lines; also owner, group and flags that changed.
std::vector<std::string> change_lines(const Descriptor& before, const Descriptor& after);
nlohmann::ordered_json changes_json(const Descriptor& before, const Descriptor& after);

}  // namespace wfp::cli
