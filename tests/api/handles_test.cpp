#include "api/fixture.h"

namespace wfp::test {
namespace {

class Handles : public FakeApi {
 protected:
  // Every function that takes an engine handle, called with one.
  void expect_invalid(HANDLE handle) {
    const std::uint32_t invalid = code(Status::invalid_handle);
    FWPS_ALE_ENDPOINT_PROPERTIES0* properties = nullptr;
    FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
    FWPM_SESSION0** sessions = nullptr;
    PSECURITY_DESCRIPTOR descriptor = nullptr;
    HANDLE out = nullptr;
    UINT32 count = 0;
    EXPECT_EQ(api().get_by_id(handle, kFirstId, &properties), invalid);
    EXPECT_EQ(api().create_enum(handle, nullptr, &out), invalid);
    EXPECT_EQ(api().enumerate(handle, handle, 1, &entries, &count), invalid);
    EXPECT_EQ(api().destroy_enum(handle, handle), invalid);
    EXPECT_EQ(api().get_security(handle, 4, nullptr, nullptr, nullptr, nullptr, &descriptor),
              invalid);
    EXPECT_EQ(api().set_security(handle, 0, nullptr, nullptr, nullptr, nullptr), invalid);
    EXPECT_EQ(api().get_engine_security(handle, 4, nullptr, nullptr, nullptr, nullptr, &descriptor),
              invalid);
    EXPECT_EQ(api().set_engine_security(handle, 0, nullptr, nullptr, nullptr, nullptr), invalid);
    EXPECT_EQ(api().create_session_enum(handle, nullptr, &out), invalid);
    EXPECT_EQ(api().enumerate_sessions(handle, handle, 1, &sessions, &count), invalid);
    EXPECT_EQ(api().destroy_session_enum(handle, handle), invalid);
    EXPECT_EQ(api().begin(handle, 0), invalid);
    EXPECT_EQ(api().commit(handle), invalid);
    EXPECT_EQ(api().abort(handle), invalid);
    EXPECT_EQ(api().open_token(handle, LUID{}, 0, &out), invalid);
  }
};
WFP_BOTH_FLAVOURS(Handles);

TEST_P(Handles, NullIsInvalidButMayBeClosed) {
  start();
  expect_invalid(nullptr);
  EXPECT_EQ(api().close(nullptr), 0u);
}

TEST_P(Handles, MadeUpOnesAreInvalid) {
  start();
  for (const std::uintptr_t value : {std::uintptr_t{1}, std::uintptr_t{4}, ~std::uintptr_t{0},
                                     reinterpret_cast<std::uintptr_t>(engine_) + 4,
                                     reinterpret_cast<std::uintptr_t>(engine_) + 1}) {
    expect_invalid(reinterpret_cast<HANDLE>(value));
    EXPECT_EQ(api().close(reinterpret_cast<HANDLE>(value)), code(Status::invalid_handle));
  }
}

TEST_P(Handles, ClosedOneIsInvalidAlsoWhenItsSlotIsReused) {
  start();
  const HANDLE closed = engine_;
  ASSERT_EQ(api().close(engine_), 0u);
  expect_invalid(closed);
  ASSERT_EQ(api().open(&engine_), 0u);
  EXPECT_NE(engine_, closed);
  expect_invalid(closed);
  EXPECT_EQ(api().close(closed), code(Status::invalid_handle));
}

TEST_P(Handles, OneOfAnotherTypeIsInvalid) {
  start();
  HANDLE enumeration = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &enumeration), 0u);
  expect_invalid(enumeration);
  FWPM_SESSION0** sessions = nullptr;
  UINT32 count = 0;
  EXPECT_EQ(api().enumerate_sessions(engine_, enumeration, 1, &sessions, &count),
            code(Status::invalid_handle));
  EXPECT_EQ(api().destroy_session_enum(engine_, enumeration), code(Status::invalid_handle));
  EXPECT_EQ(api().destroy_enum(engine_, engine_), code(Status::invalid_handle));
  EXPECT_EQ(api().destroy_enum(engine_, enumeration), 0u);
  EXPECT_EQ(api().destroy_enum(engine_, enumeration), code(Status::invalid_handle));
}

TEST_P(Handles, OneOfAnotherSessionIsInvalid) {
  start();
  HANDLE other = nullptr;
  HANDLE enumeration = nullptr;
  ASSERT_EQ(api().open(&other), 0u);
  ASSERT_EQ(api().create_enum(other, nullptr, &enumeration), 0u);
  FWPS_ALE_ENDPOINT_PROPERTIES0** entries = nullptr;
  UINT32 count = 0;
  EXPECT_EQ(api().enumerate(engine_, enumeration, 1, &entries, &count),
            code(Status::invalid_handle));
  EXPECT_EQ(api().destroy_enum(engine_, enumeration), code(Status::invalid_handle));
  EXPECT_EQ(api().close(other), 0u);
}

TEST_P(Handles, EnumerationsEndWithTheirSession) {
  start();
  HANDLE enumeration = nullptr;
  ASSERT_EQ(api().create_enum(engine_, nullptr, &enumeration), 0u);
  ASSERT_EQ(api().close(engine_), 0u);
  ASSERT_EQ(api().open(&engine_), 0u);
  EXPECT_EQ(api().destroy_enum(engine_, enumeration), code(Status::invalid_handle));
}

TEST_P(Handles, OneOfTheOtherLibraryIsInvalid) {
  start();
  const Api& other = api().kernel ? kUserApi : kKernelApi;
  HANDLE theirs = nullptr;
  ASSERT_EQ(other.open(&theirs), 0u);
  expect_invalid(theirs);
  EXPECT_EQ(other.close(theirs), 0u);
}

}  // namespace
}  // namespace wfp::test
