// Entries and rights: no crash; rights that are accepted are written so that they are read back the
// same; escaped names are undone exactly and hold nothing a terminal obeys.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/entry.h"
#include "cli/rights.h"
#include "cli/text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  (void)wfp::cli::parse_icacls_entry(text);
  (void)wfp::cli::parse_setfacl_entries(text);
  (void)wfp::cli::parse_setfacl_trustees(text);
  if (const auto mask = wfp::cli::parse_rights(text)) {
    if (wfp::cli::parse_rights(wfp::cli::format_rights(*mask)) != *mask) __builtin_trap();
  }
  const std::string shown = wfp::cli::escaped(text);
  if (wfp::cli::unescaped(shown) != text) __builtin_trap();
  for (const char c : shown) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) __builtin_trap();
  }
  const std::size_t width = size == 0 ? 1 : 1 + data[0] % 40u;
  if (wfp::cli::display_width(wfp::cli::keep_tail(shown, width)) > width) __builtin_trap();
  if (wfp::cli::display_width(wfp::cli::keep_head(shown, width)) > width) __builtin_trap();
  return 0;
}
