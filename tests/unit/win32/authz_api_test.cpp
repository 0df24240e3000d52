#include <authz.h>
#include <unistd.h>

#include "unit/win32/made_token.h"

namespace wfp::win32::test {
namespace {

constexpr const char* kAlice = "S-1-22-1-1000";

class Authz : public ::testing::Test {
 public:
  Authz() {
    EXPECT_TRUE(AuthzInitializeResourceManager(AUTHZ_RM_FLAG_NO_AUDIT, nullptr, nullptr, nullptr,
                                               L"tests", &manager));
  }
  ~Authz() override {
    for (const auto context : contexts) EXPECT_TRUE(AuthzFreeContext(context));
    EXPECT_TRUE(AuthzFreeResourceManager(manager));
  }

 protected:
  // A client of whom nothing but the SID is known.
  AUTHZ_CLIENT_CONTEXT_HANDLE client(const char* user = kAlice) {
    AUTHZ_CLIENT_CONTEXT_HANDLE context = nullptr;
    EXPECT_TRUE(AuthzInitializeContextFromSid(AUTHZ_SKIP_TOKEN_GROUPS, sid(user).get(), manager,
                                              nullptr, LUID{7, 0}, nullptr, &context));
    return keep(context);
  }
  AUTHZ_CLIENT_CONTEXT_HANDLE keep(AUTHZ_CLIENT_CONTEXT_HANDLE context) {
    contexts.push_back(context);
    return context;
  }

  AUTHZ_RESOURCE_MANAGER_HANDLE manager = nullptr;
  std::vector<AUTHZ_CLIENT_CONTEXT_HANDLE> contexts;
};

struct Answer {
  BOOL done = FALSE;
  ACCESS_MASK granted = 42;
  DWORD sacl = 42;
  DWORD error = 42;
};

Answer check(AUTHZ_CLIENT_CONTEXT_HANDLE context, const std::string& sddl, ACCESS_MASK desired) {
  Answer answer;
  AUTHZ_ACCESS_REQUEST request{};
  request.DesiredAccess = desired;
  AUTHZ_ACCESS_REPLY reply{1, &answer.granted, &answer.sacl, &answer.error};
  answer.done = AuthzAccessCheck(0, context, &request, nullptr, descriptor(sddl).get(), nullptr, 0,
                                 &reply, nullptr);
  return answer;
}

DWORD last_error_of(BOOL result) { return result ? DWORD{ERROR_SUCCESS} : GetLastError(); }

TEST_F(Authz, AllowsAndDenies) {
  const Answer yes = check(client(), "O:SYG:SYD:(A;;0x1;;;S-1-22-1-1000)", 1);
  EXPECT_TRUE(yes.done);
  EXPECT_EQ(yes.granted, 1u);
  EXPECT_EQ(yes.error, DWORD{ERROR_SUCCESS});
  const Answer no = check(client(), "O:SYG:SYD:(A;;0x1;;;S-1-22-1-1000)", 3);
  EXPECT_TRUE(no.done);
  EXPECT_EQ(no.granted, 0u);
  EXPECT_EQ(no.error, DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(Authz, AnswersMaximumAllowed) {
  const Answer answer =
      check(client(), "O:SYG:SYD:(D;;0x2;;;WD)(A;;0x7;;;S-1-22-1-1000)", MAXIMUM_ALLOWED);
  EXPECT_EQ(answer.granted, 7u);  // a client of whom only the SID is known is not in Everyone
}

TEST_F(Authz, GenericRightsAreNotMapped) {
  EXPECT_FALSE(check(client(), "O:SYG:SYD:(A;;GA;;;S-1-22-1-1000)", GENERIC_READ).done);
  EXPECT_EQ(GetLastError(), DWORD{ERROR_GENERIC_NOT_MAPPED});
}

TEST_F(Authz, TellsWhatTheSaclNotes) {
  const Answer answer =
      check(client(), "O:SYG:SYD:(A;;0x1;;;S-1-22-1-1000)S:(AU;SA;0x1;;;S-1-22-1-1000)", 1);
  EXPECT_EQ(answer.sacl, DWORD{AUTHZ_GENERATE_SUCCESS_AUDIT});
}

TEST_F(Authz, GroupsOfAUnixUserComeFromNss) {
  AUTHZ_CLIENT_CONTEXT_HANDLE root = nullptr;
  ASSERT_TRUE(AuthzInitializeContextFromSid(0, sid("S-1-22-1-0").get(), manager, nullptr, LUID{},
                                            nullptr, &root));
  keep(root);
  EXPECT_EQ(check(root, "O:SYG:SYD:(A;;0x1;;;BA)", 1).error, DWORD{ERROR_SUCCESS});
  EXPECT_EQ(check(root, "O:SYG:SYD:(A;;0x1;;;S-1-22-2-0)", 1).error, DWORD{ERROR_SUCCESS});
  AUTHZ_CLIENT_CONTEXT_HANDLE nobody = nullptr;
  EXPECT_FALSE(AuthzInitializeContextFromSid(0, sid("S-1-22-1-4000000001").get(), manager, nullptr,
                                             LUID{}, nullptr, &nobody));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_NONE_MAPPED});
  EXPECT_EQ(nobody, nullptr);
}

TEST_F(Authz, ContextOfATokenIsItsHolder) {
  const MadeToken token(kAlice, {"S-1-5-32-545", "S-1-5-32-544-"});
  AUTHZ_CLIENT_CONTEXT_HANDLE context = nullptr;
  ASSERT_TRUE(
      AuthzInitializeContextFromToken(0, token.get(), manager, nullptr, LUID{}, nullptr, &context));
  keep(context);
  EXPECT_EQ(check(context, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_SUCCESS});
  EXPECT_EQ(check(context, "O:SYG:SYD:(A;;0x1;;;BA)", 1).error, DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(Authz, AddedSidsAreOfTheNewContextAlone) {
  const auto before = client();
  const auto users = sid("S-1-5-32-545"), restricting = sid("S-1-5-12");
  SID_AND_ATTRIBUTES group{users.get(), SE_GROUP_ENABLED};
  SID_AND_ATTRIBUTES restricted{restricting.get(), SE_GROUP_ENABLED};
  AUTHZ_CLIENT_CONTEXT_HANDLE after = nullptr;
  ASSERT_TRUE(AuthzAddSidsToContext(before, &group, 1, nullptr, 0, &after));
  keep(after);
  EXPECT_EQ(check(before, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_ACCESS_DENIED});
  EXPECT_EQ(check(after, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_SUCCESS});
  AUTHZ_CLIENT_CONTEXT_HANDLE narrow = nullptr;
  ASSERT_TRUE(AuthzAddSidsToContext(after, nullptr, 0, &restricted, 1, &narrow));
  keep(narrow);
  EXPECT_EQ(check(narrow, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_ACCESS_DENIED});
  EXPECT_EQ(check(narrow, "O:SYG:SYD:(A;;0x1;;;BU)(A;;0x1;;;RC)", 1).error, DWORD{ERROR_SUCCESS});
}

// (XA;;0x1;;;alice;(@USER.Title == "PM"))
constexpr const char* kForManagers = "O:SYG:SYD:(XA;;0x1;;;S-1-22-1-1000;(@USER.Title == \"PM\"))";

struct Title {
  wchar_t name[6] = L"Title";
  wchar_t text[3] = L"PM";
  PWSTR values[1] = {text};
  AUTHZ_SECURITY_ATTRIBUTE_V1 attribute{name, AUTHZ_SECURITY_ATTRIBUTE_TYPE_STRING, 0, 0, 1, {}};
  AUTHZ_SECURITY_ATTRIBUTES_INFORMATION list{
      AUTHZ_SECURITY_ATTRIBUTES_INFORMATION_VERSION, 0, 1, {&attribute}};
  Title() { attribute.Values.ppString = values; }
};

TEST_F(Authz, ClaimsComeAndGo) {
  const auto context = client();
  Title title;
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_ACCESS_DENIED});
  auto operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_ADD;
  ASSERT_TRUE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, &title.list));
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_SUCCESS});
  operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_DELETE;
  ASSERT_TRUE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, &title.list));
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_ACCESS_DENIED});
  operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_REPLACE_ALL;
  ASSERT_TRUE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, &title.list));
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_SUCCESS});
  ASSERT_TRUE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, nullptr));
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_ACCESS_DENIED});
}

TEST_F(Authz, LocalAttributesAreNotTheUsers) {
  const auto context = client();
  Title title;
  auto operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_ADD;
  ASSERT_TRUE(AuthzModifySecurityAttributes(context, &operation, &title.list));
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_ACCESS_DENIED});
  EXPECT_EQ(check(context, "O:SYG:SYD:(XA;;0x1;;;S-1-22-1-1000;(Title == \"PM\"))", 1).error,
            DWORD{ERROR_SUCCESS});
}

TEST_F(Authz, ClaimsThatNoTokenMayHoldChangeNothing) {
  const auto context = client();
  Title title;
  auto operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_ADD;
  ASSERT_TRUE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, &title.list));
  title.attribute.ValueType = AUTHZ_SECURITY_ATTRIBUTE_TYPE_FQBN;
  operation = AUTHZ_SECURITY_ATTRIBUTE_OPERATION_REPLACE_ALL;
  EXPECT_FALSE(AuthzModifyClaims(context, AuthzContextInfoUserClaims, &operation, &title.list));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
  EXPECT_EQ(check(context, kForManagers, 1).error, DWORD{ERROR_SUCCESS});
}

TEST_F(Authz, SidsAreModifiedInPlace) {
  const auto context = client();
  const auto users = sid("S-1-5-32-545");
  TOKEN_GROUPS groups{1, {{users.get(), SE_GROUP_ENABLED}}};
  auto operation = AUTHZ_SID_OPERATION_ADD;
  ASSERT_TRUE(AuthzModifySids(context, AuthzContextInfoGroupsSids, &operation, &groups));
  EXPECT_EQ(check(context, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_SUCCESS});
  operation = AUTHZ_SID_OPERATION_DELETE;
  ASSERT_TRUE(AuthzModifySids(context, AuthzContextInfoGroupsSids, &operation, &groups));
  EXPECT_EQ(check(context, "O:SYG:SYD:(A;;0x1;;;BU)", 1).error, DWORD{ERROR_ACCESS_DENIED});
  EXPECT_FALSE(AuthzModifySids(context, AuthzContextInfoUserClaims, &operation, &groups));
}

TEST_F(Authz, OneResultForEachObjectType) {
  GUID root{1, 0, 0, {}}, leaf{2, 0, 0, {}};
  OBJECT_TYPE_LIST types[] = {{0, 0, &root}, {1, 0, &leaf}};
  AUTHZ_ACCESS_REQUEST request{1, nullptr, types, 2, nullptr};
  ACCESS_MASK granted[2] = {42, 42};
  DWORD errors[2] = {42, 42};
  AUTHZ_ACCESS_REPLY reply{2, granted, nullptr, errors};
  const auto guarded =
      descriptor("O:SYG:SYD:(OA;;0x1;00000002-0000-0000-0000-000000000000;;S-1-22-1-1000)");
  ASSERT_TRUE(
      AuthzAccessCheck(0, client(), &request, nullptr, guarded.get(), nullptr, 0, &reply, nullptr));
  EXPECT_EQ(errors[1], DWORD{ERROR_SUCCESS});
  EXPECT_EQ(granted[1], 1u);
  reply.ResultListLength = 3;
  EXPECT_FALSE(
      AuthzAccessCheck(0, client(), &request, nullptr, guarded.get(), nullptr, 0, &reply, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_PARAMETER});
}

TEST_F(Authz, CachedCheckAnswersAsTheFirstDid) {
  const auto context = client();
  AUTHZ_ACCESS_REQUEST request{};
  request.DesiredAccess = 1;
  ACCESS_MASK granted = 0;
  DWORD error = 42;
  AUTHZ_ACCESS_REPLY reply{1, &granted, nullptr, &error};
  AUTHZ_ACCESS_CHECK_RESULTS_HANDLE results = nullptr;
  ASSERT_TRUE(AuthzAccessCheck(0, context, &request, nullptr,
                               descriptor("O:SYG:SYD:(A;;0x3;;;S-1-22-1-1000)").get(), nullptr, 0,
                               &reply, &results));
  request.DesiredAccess = 2;
  ASSERT_TRUE(AuthzCachedAccessCheck(0, results, &request, nullptr, &reply));
  EXPECT_EQ(granted, 2u);
  request.DesiredAccess = 4;
  ASSERT_TRUE(AuthzCachedAccessCheck(0, results, &request, nullptr, &reply));
  EXPECT_EQ(error, DWORD{ERROR_ACCESS_DENIED});
  EXPECT_TRUE(AuthzFreeHandle(results));
  EXPECT_FALSE(AuthzCachedAccessCheck(0, results, &request, nullptr, &reply));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INVALID_HANDLE});
}

TEST_F(Authz, TellsWhoTheClientIs) {
  DWORD size = 0;
  const auto context = client();
  EXPECT_FALSE(AuthzGetInformationFromContext(context, AuthzContextInfoUserSid, 0, &size, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_INSUFFICIENT_BUFFER});
  std::vector<std::uint64_t> buffer(size / 8 + 1);
  ASSERT_TRUE(
      AuthzGetInformationFromContext(context, AuthzContextInfoUserSid, size, &size, buffer.data()));
  EXPECT_EQ(text_of(reinterpret_cast<TOKEN_USER*>(buffer.data())->User.Sid), kAlice);
  LUID identifier{};
  ASSERT_TRUE(AuthzGetInformationFromContext(context, AuthzContextInfoIdentifier, sizeof identifier,
                                             &size, &identifier));
  EXPECT_EQ(identifier.LowPart, 7u);
  EXPECT_FALSE(
      AuthzGetInformationFromContext(context, AuthzContextInfoAppContainerSid, 0, &size, nullptr));
  EXPECT_EQ(GetLastError(), DWORD{ERROR_CALL_NOT_IMPLEMENTED});
}

TEST_F(Authz, WhatIsNotServedSaysSo) {
  AUTHZ_RESOURCE_MANAGER_HANDLE other = nullptr;
  EXPECT_EQ(
      last_error_of(AuthzInitializeResourceManager(0, nullptr, nullptr, nullptr, nullptr, &other)),
      DWORD{ERROR_PRIVILEGE_NOT_HELD});
  const PFN_AUTHZ_FREE_DYNAMIC_GROUPS callback = [](PSID_AND_ATTRIBUTES) {};
  EXPECT_EQ(last_error_of(AuthzInitializeResourceManager(AUTHZ_RM_FLAG_NO_AUDIT, nullptr, nullptr,
                                                         callback, nullptr, &other)),
            DWORD{ERROR_CALL_NOT_IMPLEMENTED});
  AUTHZ_CLIENT_CONTEXT_HANDLE context = nullptr;
  EXPECT_EQ(
      last_error_of(AuthzInitializeContextFromSid(AUTHZ_COMPUTE_PRIVILEGES, sid(kAlice).get(),
                                                  manager, nullptr, LUID{}, nullptr, &context)),
      DWORD{ERROR_CALL_NOT_IMPLEMENTED});
}

TEST_F(Authz, HandlesOfOneKindAreNoneOfAnother) {
  EXPECT_EQ(last_error_of(AuthzFreeContext(reinterpret_cast<AUTHZ_CLIENT_CONTEXT_HANDLE>(manager))),
            DWORD{ERROR_INVALID_HANDLE});
  EXPECT_EQ(last_error_of(AuthzFreeContext(nullptr)), DWORD{ERROR_INVALID_HANDLE});
}

}  // namespace
}  // namespace wfp::win32::test
