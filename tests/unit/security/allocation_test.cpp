// No check allocates: every way to the heap is counted.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <new>

#include "security/access_check.h"
#include "security/audit.h"
#include "security/sddl.h"

namespace {
std::atomic<long> allocations{0};
}  // namespace

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic ignored \
    "-Wmismatched-new-delete"  // new and delete are a pair here: both on malloc
#endif

void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace wfp::security {
namespace {

TEST(Allocation, ChecksOfEveryKindAllocateNothing) {
  const auto token = Token::create({.user = Sid(5, {21, 1}),
                                    .groups = {{Sid(1, {0})}},
                                    .restricted = {Sid(1, {0})},
                                    .user_claims = {string_claim("a", "x")}});
  const CompiledDescriptor descriptor(
      parse_sddl("O:SYG:SYD:(D;;0x4;;;BA)(XA;;0x1;;;WD;(@User.a == \"X\" && Member_of {SID(WD)} && "
                 "@RESOURCE.c Contains {\"y\"}))"
                 "(OA;;0x2;00000002-0000-0000-0000-000000000000;;WD)S:(XU;SAFA;0x1;;;WD;(@User.a "
                 "Any_of {\"x\", 1}))"
                 "(ML;;NW;;;LW)(RA;;;;;WD;(\"c\",TS,0,\"y\",\"z\"))")
          .value());
  const std::vector<ObjectType> types{{0, Guid{1, 0, 0, {}}}, {1, Guid{2, 0, 0, {}}}};
  std::vector<AccessResult> nodes(2);
  const AttributeSet resource = AttributeSet::create({string_claim("c", "y")}).value();
  const AccessRequest request{.desired = 1, .resource = &resource};
  const AccessRequest typed{.desired = 3, .object_types = types};

  const long before = allocations;
  const AccessResult result = check_access(descriptor, *token, request);
  const AuditDecision audit = decide_audit(descriptor, *token, request, result);
  const AccessResult by_type = check_access_by_type(descriptor, *token, typed, nodes);
  const bool yes = is_allowed(descriptor, *token, 1, {});
  const long after = allocations;

  EXPECT_EQ(after - before, 0);
  EXPECT_TRUE(result.allowed());
  EXPECT_TRUE(audit.audits());
  EXPECT_TRUE(by_type.allowed());  // its only child gives the root the second right
  EXPECT_TRUE(yes);
}

}  // namespace
}  // namespace wfp::security
