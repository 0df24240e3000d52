#include "security/privilege.h"

namespace wfp::security {
namespace {

struct Row {
  Privilege privilege;
  std::string_view name;
};
constexpr Row kTable[] = {
#define WFP_PRIVILEGE(name, luid, windows_name) {Privilege::name, windows_name},
#include "gen/privilege_table.inc"
#undef WFP_PRIVILEGE
};

}  // namespace

std::string_view to_string(Privilege privilege) {
  for (const Row& row : kTable) {
    if (row.privilege == privilege) return row.name;
  }
  return "?";
}

std::optional<Privilege> find_privilege(std::string_view windows_name) {
  for (const Row& row : kTable) {
    if (row.name == windows_name) return row.privilege;
  }
  return std::nullopt;
}

}  // namespace wfp::security
