#include "security/well_known.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace wfp::security {
namespace {

const Sid kDomain(5, {21, 1, 2, 3});

TEST(WellKnown, EveryAliasLeadsToItsRowAndBack) {
  for (const auto& row : well_known_sids()) {
    if (row.alias.empty()) continue;
    EXPECT_EQ(find_alias(row.alias), &row) << row.alias;
    EXPECT_EQ(alias_of(*resolve(row, SidContext::all(kDomain)), SidContext::all(kDomain)),
              row.alias);
  }
}

TEST(WellKnown, AliasesAndSidsAreUnique) {
  std::set<std::string> aliases, sids;
  for (const auto& row : well_known_sids()) {
    if (!row.alias.empty()) {
      EXPECT_TRUE(aliases.emplace(row.alias).second) << row.alias;
    }
    EXPECT_TRUE(sids.insert(to_string(*resolve(row, SidContext::all(kDomain)))).second)
        << row.account;
  }
}

TEST(WellKnown, RelativeAliasIsWrittenOnlyForItsBase) {
  EXPECT_EQ(alias_of(*kDomain.child(500), SidContext::all(kDomain)), "LA");
  EXPECT_EQ(alias_of(*kDomain.child(500), {}), "");
  EXPECT_EQ(alias_of(*Sid(5, {21, 9, 9, 9}).child(500), SidContext::all(kDomain)), "");
}

TEST(WellKnown, RelativeRowIsNobodyWithoutAContext) {
  EXPECT_EQ(well_known(WellKnownSid::domain_admins), Sid());
  EXPECT_FALSE(resolve(well_known_info(WellKnownSid::domain_admins), {}));
}

TEST(WellKnown, FindsAccountNames) {
  EXPECT_EQ(find_well_known(Sid(5, {18}))->account, "NT AUTHORITY\\SYSTEM");
  EXPECT_EQ(find_well_known(Sid(5, {18, 1})), nullptr);
}

TEST(WellKnown, UnknownAliasesAreNotFound) {
  for (const char* alias : {"", "B", "BR", "IF", "LK", "B1", "BAA", "{}"})
    EXPECT_EQ(find_alias(alias), nullptr) << alias;
}

}  // namespace
}  // namespace wfp::security
