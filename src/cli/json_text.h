// Strings inside machine formats.
#pragma once

#include <string>
#include <string_view>

namespace wfp::cli {

// With its quotes. `text` is UTF-8; control characters become \u00XX, bytes that are not UTF-8 must
// be escaped before.
void append_json_string(std::string& out, std::string_view text);

// For element content and attributes. Characters that XML 1.0 cannot hold must be escaped before.
void append_xml_text(std::string& out, std::string_view text);

}  // namespace wfp::cli
