// openwfp_security.h: the mistake in a text, and the reasons of a check.
#include <fwpmu.h>
#include <gtest/gtest.h>
#include <openwfp_security.h>
#include <sddl.h>

#include <cstring>
#include <memory>
#include <string>

namespace {

struct FreeLocal {
  void operator()(void* memory) const { LocalFree(memory); }
};
template <class T>
using Local = std::unique_ptr<T, FreeLocal>;

Local<void> descriptor_of(const char* sddl) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  EXPECT_EQ(OpenWfpParseSddl0(sddl, &descriptor, nullptr, nullptr), ERROR_SUCCESS) << sddl;
  return Local<void>(descriptor);
}

Local<SID> sid_of(const char* text) {
  PSID sid = nullptr;
  EXPECT_TRUE(ConvertStringSidToSidA(text, &sid));
  return Local<SID>(static_cast<SID*>(sid));
}

struct Answer {
  DWORD code = 0;
  Local<OPENWFP_ACCESS0> access;
};

Answer check(const char* sddl, DWORD desired, const char* user = "S-1-22-1-4001") {
  const auto descriptor = descriptor_of(sddl);
  const auto sid = sid_of(user);
  OPENWFP_PRINCIPAL0 principal{};
  principal.user = sid.get();
  OPENWFP_ACCESS0* access = nullptr;
  const DWORD code = OpenWfpAccessCheck0(descriptor.get(), &principal, desired, &access);
  return {code, Local<OPENWFP_ACCESS0>(access)};
}

TEST(ParseSddl, TellsWhereAndWhatWasExpected) {
  PSECURITY_DESCRIPTOR descriptor = &descriptor;
  UINT32 at = 0;
  char* expected = nullptr;
  EXPECT_NE(OpenWfpParseSddl0("D:(A;;ZZ;;;WD)", &descriptor, &at, &expected), ERROR_SUCCESS);
  const Local<char> memory(expected);
  EXPECT_EQ(descriptor, nullptr);
  EXPECT_EQ(at, 6u);
  ASSERT_NE(expected, nullptr);
  EXPECT_NE(std::strlen(expected), 0u);
}

TEST(ParseSddl, NullArgumentsAreRefused) {
  PSECURITY_DESCRIPTOR descriptor = nullptr;
  EXPECT_EQ(OpenWfpParseSddl0(nullptr, &descriptor, nullptr, nullptr), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(OpenWfpParseSddl0("D:", nullptr, nullptr, nullptr), ERROR_INVALID_PARAMETER);
}

TEST(AccessCheck0, NamesTheDecidingEntry) {
  const Answer yes = check("O:BAG:BAD:(A;;0x80;;;S-1-22-1-4001)", FWPM_ACTRL_READ);
  ASSERT_EQ(yes.code, ERROR_SUCCESS);
  EXPECT_EQ(yes.access->granted, FWPM_ACTRL_READ);
  ASSERT_EQ(yes.access->numReasons, 1u);
  EXPECT_TRUE(yes.access->reasons[0].granted);
  EXPECT_EQ(yes.access->reasons[0].source, OPENWFP_ACCESS_SOURCE_ACE);
  EXPECT_STREQ(yes.access->reasons[0].ace, "(A;;LO;;;S-1-22-1-4001)");
}

TEST(AccessCheck0, ARefusalIsAnAnswer) {
  const Answer denied = check("O:BAG:BAD:(D;;0x80;;;S-1-22-1-4001)(A;;0x80;;;S-1-22-1-4001)", 0x80);
  ASSERT_EQ(denied.code, ERROR_SUCCESS);
  EXPECT_EQ(denied.access->granted, 0u);
  ASSERT_GE(denied.access->numReasons, 1u);
  EXPECT_FALSE(denied.access->reasons[0].granted);
  EXPECT_STREQ(denied.access->reasons[0].ace, "(D;;LO;;;S-1-22-1-4001)");
  const Answer nothing = check("O:BAG:BAD:", 0x80);
  EXPECT_EQ(nothing.access->granted, 0u);
  EXPECT_EQ(nothing.access->reasons[0].source, OPENWFP_ACCESS_SOURCE_NONE);
}

TEST(AccessCheck0, TellsPartOfWhatWasAsked) {
  const Answer part = check("O:BAG:BAD:(A;;0x80;;;S-1-22-1-4001)", 0xa0);
  EXPECT_EQ(part.access->granted, 0x80u);
  ASSERT_EQ(part.access->numReasons, 2u);
  EXPECT_EQ(part.access->reasons[1].source, OPENWFP_ACCESS_SOURCE_NONE);
  EXPECT_EQ(part.access->reasons[1].rights, 0x20u);
}

TEST(AccessCheck0, OwnerAndNullDaclAreReasons) {
  const Answer owner = check("O:S-1-22-1-4001G:BAD:", READ_CONTROL | WRITE_DAC);
  EXPECT_EQ(owner.access->granted, static_cast<DWORD>(READ_CONTROL | WRITE_DAC));
  EXPECT_EQ(owner.access->reasons[0].source, OPENWFP_ACCESS_SOURCE_OWNER);
  const Answer null_dacl = check("O:BAG:BAD:NO_ACCESS_CONTROL", FWPM_ACTRL_READ);
  EXPECT_EQ(null_dacl.access->granted, FWPM_ACTRL_READ);
  EXPECT_EQ(null_dacl.access->reasons[0].source, OPENWFP_ACCESS_SOURCE_NULL_DACL);
}

TEST(AccessCheck0, GenericRightsMeanTheEngines) {
  EXPECT_EQ(check("O:BAG:BAD:(A;;GA;;;S-1-22-1-4001)", MAXIMUM_ALLOWED).access->granted,
            static_cast<DWORD>(FWPM_GENERIC_ALL));
}

TEST(AccessCheck0, MalformedInputIsRefused) {
  const auto descriptor = descriptor_of("O:BAG:BAD:");
  OPENWFP_PRINCIPAL0 nobody{};
  OPENWFP_ACCESS0* access = nullptr;
  EXPECT_EQ(OpenWfpAccessCheck0(descriptor.get(), &nobody, 1, &access), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(OpenWfpAccessCheck0(nullptr, &nobody, 1, &access), ERROR_INVALID_PARAMETER);
  EXPECT_EQ(access, nullptr);
}

}  // namespace
