#include "engine/request.h"

#include "machine.h"

namespace wfp::engine::test {
namespace {

TEST(Request, FieldsStartEmptyAndFlagsAsZero) {
  const Request request(kConnect);
  EXPECT_TRUE(request.value(*request.layer().position(FieldId::ip_remote_port)).empty());
  EXPECT_EQ(request.value(*request.layer().position(FieldId::flags)), Value(std::uint32_t{0}));
}

TEST(Request, TakesFieldsOfItsLayerWithTheirTypeOnly) {
  Request request(LayerId::ale_auth_listen_v4);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_remote_port, Value(std::uint16_t{1}))),
            Status::fwp_condition_not_found);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_local_port, Value(std::uint32_t{1}))),
            Status::fwp_type_mismatch);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_local_port, Value(std::uint16_t{1}))),
            Status::success);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_local_port, Value())), Status::success);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_local_port, user(1))),
            Status::fwp_type_mismatch);
  EXPECT_EQ(Machine::status(request.set(FieldId::ale_user_id, user(1))), Status::success);
  EXPECT_EQ(Machine::status(
                request.set(FieldId::ale_user_id, Value(schema::TokenAccessInformation{{1}}))),
            Status::fwp_type_mismatch);
}

TEST(Request, AddressTypeFollowsTheLayer) {
  Request request(kConnect6);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_remote_address, Value(std::uint32_t{1}))),
            Status::fwp_type_mismatch);
  EXPECT_EQ(Machine::status(request.set(FieldId::ip_remote_address, Value(schema::ByteArray16{}))),
            Status::success);
}

}  // namespace
}  // namespace wfp::engine::test
