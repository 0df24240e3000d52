#include "cli/entry.h"

#include <gtest/gtest.h>

#include "fwpmu.h"

namespace wfp::cli {
namespace {

using Kind = Trustee::Kind;

TEST(Entry, IcaclsFormHasNameInheritanceAndRights) {
  EXPECT_EQ(parse_icacls_entry("bob:R"), (Entry{{Kind::any, "bob"}, 0xe0, 0}));
  EXPECT_EQ(parse_icacls_entry("BUILTIN\\Administrators:(OI)(CI)F"),
            (Entry{{Kind::any, "BUILTIN\\Administrators"},
                   FWPM_GENERIC_ALL,
                   OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE}));
  EXPECT_EQ(parse_icacls_entry("S-1-22-1-1001:(EN,RD)"),
            (Entry{{Kind::any, "S-1-22-1-1001"}, 0xa0, 0}));
  EXPECT_EQ(parse_icacls_entry("g:netops:(io)R"),
            (Entry{{Kind::group, "netops"}, 0xe0, INHERIT_ONLY_ACE}));
}

TEST(Entry, IcaclsFormRefusesWhatItCannotMean) {
  for (const char* text : {"bob", "bob:", ":R", "bob:X", "bob:(OI)", "bob:(OI", "bob:none", ""}) {
    EXPECT_FALSE(parse_icacls_entry(text)) << text;
  }
}

TEST(Entry, SetfaclFormListsEntries) {
  const auto entries = parse_setfacl_entries("u:bob:R,g:netops:(EN,RD),o::0x80,d:u:eve:rw-,u::P");
  ASSERT_TRUE(entries);
  ASSERT_EQ(entries->size(), 5u);
  EXPECT_EQ((*entries)[0], (Entry{{Kind::user, "bob"}, 0xe0, 0}));
  EXPECT_EQ((*entries)[1], (Entry{{Kind::group, "netops"}, 0xa0, 0}));
  EXPECT_EQ((*entries)[2], (Entry{{Kind::everyone, ""}, 0x80, 0}));
  EXPECT_EQ((*entries)[3], (Entry{{Kind::user, "eve"},
                                  0xe0 | FWPM_ACTRL_WRITE,
                                  OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE | INHERIT_ONLY_ACE}));
  EXPECT_EQ((*entries)[4], (Entry{{Kind::owner, ""}, WRITE_DAC, 0}));
}

TEST(Entry, SetfaclFormRefusesWhatItCannotMean) {
  for (const char* text : {"bob:R", "u:bob", "g::R", "m::R", "o:bob:R", "u:bob:R:W", "", "d:"}) {
    EXPECT_FALSE(parse_setfacl_entries(text)) << text;
  }
}

TEST(Entry, SetfaclRemovalNamesOnlyWhom) {
  const auto trustees = parse_setfacl_trustees("u:bob,g:netops:");
  ASSERT_TRUE(trustees);
  EXPECT_EQ((*trustees)[0], (Trustee{Kind::user, "bob"}));
  EXPECT_EQ((*trustees)[1], (Trustee{Kind::group, "netops"}));
  EXPECT_FALSE(parse_setfacl_trustees("u:bob:R"));
}

TEST(Entry, InheritanceIsShownAsIcaclsShowsIt) {
  EXPECT_EQ(format_inheritance(OBJECT_INHERIT_ACE | CONTAINER_INHERIT_ACE | INHERIT_ONLY_ACE),
            "(OI)(CI)(IO)");
  EXPECT_EQ(format_inheritance(0), "");
}

}  // namespace
}  // namespace wfp::cli
