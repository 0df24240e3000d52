// A policy file is read without a crash, and what is read is written and read back as the same.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "cli/policy_parser.h"
#include "cli/policy_plan.h"
#include "cli/policy_print.h"

namespace {

using namespace wfp::cli;

const PolicyPeople kNobody{};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto policy = parse_policy(text, "input", kNobody);
  if (!policy) {
    if (to_text(policy.error()).empty() || policy.error().exit != ExitCode::invalid_policy)
      __builtin_trap();
    return 0;
  }
  const std::string written = print_policy(*policy, kNobody);
  const auto again = parse_policy(written, "written", kNobody);
  if (!again || print_policy(*again, kNobody) != written) __builtin_trap();
  const auto plan = plan_policy(*policy, *again, true);
  if (!plan || plan->count(PolicyChange::Kind::add) != 0 ||
      plan->count(PolicyChange::Kind::replace) != 0)
    __builtin_trap();
  return 0;
}
