#include "security/descriptor.h"

#include <gtest/gtest.h>

#include "security/sddl.h"

namespace wfp::security {
namespace {

TEST(Descriptor, LayoutIsThatOfWindows) {
  const auto descriptor = parse_sddl("O:SYG:SYD:P(A;;GA;;;WD)S:AI(AU;SA;GA;;;WD)");
  const Bytes bytes = descriptor->to_bytes();
  ASSERT_EQ(bytes.size(), 20u + 28 + 28 + 12 + 12);
  EXPECT_EQ(load<std::uint32_t>(bytes.data() + 12), 20u);  // SACL
  EXPECT_EQ(load<std::uint32_t>(bytes.data() + 16), 48u);  // DACL
  EXPECT_EQ(load<std::uint32_t>(bytes.data() + 4), 76u);   // owner
  EXPECT_EQ(load<std::uint32_t>(bytes.data() + 8), 88u);   // group
  EXPECT_EQ(load<std::uint16_t>(bytes.data() + 2), 0x9814u);
  EXPECT_EQ(*SecurityDescriptor::from_bytes(bytes), *descriptor);
}

TEST(Descriptor, ThreeStatesOfADaclAreThree) {
  SecurityDescriptor descriptor;
  EXPECT_TRUE(descriptor.dacl.is_absent());
  for (const AclSlot& slot : {AclSlot::absent(), AclSlot::null(), AclSlot(Acl())}) {
    descriptor.dacl = slot;
    EXPECT_EQ(SecurityDescriptor::from_bytes(descriptor.to_bytes())->dacl.state(), slot.state());
  }
}

TEST(Descriptor, OffsetOfAnAbsentAclIsNotLookedAt) {
  Bytes bytes = SecurityDescriptor{}.to_bytes();
  store(bytes.data() + 16, std::uint32_t{0xFFFFFFFC});
  EXPECT_TRUE(SecurityDescriptor::from_bytes(bytes));
  store(bytes.data() + 2,
        static_cast<std::uint16_t>(Control::self_relative | Control::dacl_present));
  EXPECT_FALSE(SecurityDescriptor::from_bytes(bytes));
}

TEST(Descriptor, MalformedHeadersAreRefused) {
  const Bytes good = parse_sddl("O:SY")->to_bytes();
  const auto changed = [&](std::size_t at, std::uint8_t value) {
    Bytes bytes = good;
    bytes[at] = value;
    return SecurityDescriptor::from_bytes(bytes).has_value();
  };
  EXPECT_FALSE(SecurityDescriptor::from_bytes(ByteView(good).first(19)));
  EXPECT_FALSE(changed(0, 2));
  EXPECT_FALSE(changed(3, 0));   // not self-relative
  EXPECT_FALSE(changed(4, 21));  // owner: odd
  EXPECT_FALSE(changed(4, 16));  // in the header
  EXPECT_FALSE(changed(4, 32));  // at the end
  EXPECT_FALSE(changed(7, 255));
  EXPECT_TRUE(changed(1, 9));  // Sbz1 is the resource manager's
}

TEST(Descriptor, AnAclOfOddSizeIsPaddedWhenWritten) {
  SecurityDescriptor descriptor;
  descriptor.dacl = Acl::from_bytes(Bytes{2, 0, 9, 0, 0, 0, 0, 0, 0}).value();
  descriptor.owner = Sid(5, {18});
  const auto back = SecurityDescriptor::from_bytes(descriptor.to_bytes());
  ASSERT_TRUE(back);
  EXPECT_EQ(*back, descriptor);
}

}  // namespace
}  // namespace wfp::security
