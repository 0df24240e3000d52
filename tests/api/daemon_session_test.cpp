// Sessions, their enumeration, and transactions, with a real wfpd.
#include <unistd.h>

#include "api/daemon_api.h"

namespace wfp::test {
namespace {

class Sessions : public DaemonApi {
 protected:
  static FWPM_SESSION0 keyed(UINT32 number) {
    FWPM_SESSION0 session{};
    session.sessionKey.Data1 = number;
    return session;
  }
};
WFP_BOTH_FLAVOURS(Sessions);

TEST_P(Sessions, KeyThatIsOpenExistsAlreadyAndIsFreeAfterClose) {
  const FWPM_SESSION0 session = keyed(0x1234);
  HANDLE first = nullptr;
  HANDLE second = nullptr;
  for (int round = 0; round < 3; ++round) {
    ASSERT_EQ(api().open(&first, &session), 0u) << round;
    EXPECT_EQ(api().open(&second, &session), code(Status::fwp_already_exists));
    EXPECT_EQ(second, nullptr);
    ASSERT_EQ(api().close(first), 0u);
  }
}

TEST_P(Sessions, UnknownFlagsAreRefused) {
  FWPM_SESSION0 session{};
  session.flags = 0x8;
  HANDLE other = nullptr;
  EXPECT_EQ(api().open(&other, &session), code(Status::fwp_invalid_flags));
}

TEST_P(Sessions, ListNamesUserAndProcess) {
  wchar_t name[] = L"observer \u00e4";
  FWPM_SESSION0 session = keyed(0x77);
  session.displayData.name = name;
  session.flags = FWPM_SESSION_FLAG_DYNAMIC;
  session.txnWaitTimeoutInMSec = 1234;
  HANDLE other = nullptr;
  ASSERT_EQ(api().open(&other, &session), 0u);
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_session_enum(engine_, nullptr, &handle), 0u);
  FWPM_SESSION0** sessions = nullptr;
  UINT32 returned = 0;
  ASSERT_EQ(api().enumerate_sessions(engine_, handle, 0xffffffff, &sessions, &returned), 0u);
  const FWPM_SESSION0* found = nullptr;
  for (UINT32 i = 0; i < returned; ++i) {
    if (sessions[i]->sessionKey.Data1 == 0x77) found = sessions[i];
  }
  ASSERT_NE(found, nullptr);
  EXPECT_GE(returned, 2u);
  EXPECT_STREQ(found->displayData.name, name);
  EXPECT_EQ(found->displayData.description, nullptr) << "absent and empty are different";
  EXPECT_EQ(found->flags, FWPM_SESSION_FLAG_DYNAMIC);
  EXPECT_EQ(found->txnWaitTimeoutInMSec, 1234u);
  EXPECT_EQ(found->processId, static_cast<DWORD>(getpid()));
  EXPECT_STREQ(found->username, L"root");
  EXPECT_NE(found->sid, nullptr);
  EXPECT_EQ(found->kernelMode, api().kernel ? TRUE : FALSE);
  api().free(reinterpret_cast<void**>(&sessions));
  ASSERT_EQ(api().enumerate_sessions(engine_, handle, 5, &sessions, &returned), 0u);
  EXPECT_EQ(returned, 0u);
  EXPECT_EQ(sessions, nullptr);
  EXPECT_EQ(api().destroy_session_enum(engine_, handle), 0u);
  EXPECT_EQ(api().close(other), 0u);
}

TEST_P(Sessions, ReservedMemberMustBeZero) {
  FWPM_SESSION_ENUM_TEMPLATE0 all{};
  HANDLE handle = nullptr;
  ASSERT_EQ(api().create_session_enum(engine_, &all, &handle), 0u);
  all.reserved = 1;
  EXPECT_EQ(api().create_session_enum(engine_, &all, &handle), code(Status::fwp_reserved));
}

TEST_P(Sessions, EnumerationOfSessionsIsNotForTransactions) {
  ASSERT_EQ(api().begin(engine_, 0), 0u);
  HANDLE handle = nullptr;
  EXPECT_EQ(api().create_session_enum(engine_, nullptr, &handle),
            code(Status::fwp_txn_in_progress));
  ASSERT_EQ(api().create_enum(engine_, nullptr, &handle), 0u)
      << "endpoints are run-time state, not policy";
  ASSERT_EQ(api().abort(engine_), 0u);
}

TEST_P(Sessions, OneTransactionAtATime) {
  EXPECT_EQ(api().commit(engine_), code(Status::fwp_no_txn_in_progress));
  EXPECT_EQ(api().abort(engine_), code(Status::fwp_no_txn_in_progress));
  ASSERT_EQ(api().begin(engine_, 0), 0u);
  EXPECT_EQ(api().begin(engine_, 0), code(Status::fwp_txn_in_progress));
  EXPECT_EQ(api().commit(engine_), 0u);
  ASSERT_EQ(api().begin(engine_, 1), 0u);
  EXPECT_EQ(api().abort(engine_), 0u);
  EXPECT_EQ(api().begin(engine_, 4), code(Status::fwp_invalid_flags));
}

TEST_P(Sessions, CloseAbortsItsTransaction) {
  HANDLE other = nullptr;
  ASSERT_EQ(api().open(&other), 0u);
  ASSERT_EQ(api().begin(other, 0), 0u);
  ASSERT_EQ(api().close(other), 0u);
  ASSERT_EQ(api().begin(engine_, 0), 0u) << "the lock is free";
  EXPECT_EQ(api().abort(engine_), 0u);
}

TEST_P(Sessions, WaitingForTheLockEndsWithTheSessionsTimeout) {
  ASSERT_EQ(api().begin(engine_, 0), 0u);
  FWPM_SESSION0 impatient{};
  impatient.txnWaitTimeoutInMSec = 50;
  HANDLE other = nullptr;
  ASSERT_EQ(api().open(&other, &impatient), 0u);
  EXPECT_EQ(api().begin(other, 0), code(Status::fwp_timeout));
  EXPECT_EQ(api().close(other), 0u);
  EXPECT_EQ(api().abort(engine_), 0u);
}

}  // namespace
}  // namespace wfp::test
