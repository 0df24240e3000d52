#include "api/convert/block.h"

#include <gtest/gtest.h>

namespace wfp::api {
namespace {

TEST(Block, HoldsEverythingInOneAllocationTheFirstPlacedFirst) {
  BlockSize size;
  size.add<std::uint64_t>(2);
  size.add<char>(4);
  size.add<wchar_t>(3);
  auto block = Block::allocate(size);
  ASSERT_TRUE(block);
  auto* numbers = block->place<std::uint64_t>(2);
  char* text = block->copy_text(std::string_view("abc"));
  wchar_t* wide = block->copy_text(std::wstring_view(L"xy"));
  EXPECT_EQ(numbers[1], 0u) << "value-initialised";
  EXPECT_STREQ(text, "abc");
  EXPECT_STREQ(wide, L"xy");
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(wide) % 8, 0u);
  const OwnedMemory memory = block->release();
  EXPECT_EQ(memory.get(), numbers);
}

TEST(BlockDeathTest, PlacingMoreThanWasMeasuredEndsTheProgram) {
  BlockSize size;
  size.add<char>(8);
  auto block = Block::allocate(size);
  ASSERT_TRUE(block);
  EXPECT_DEATH(block->place<char>(9), "");
}

TEST(Block, NothingMeasuredIsNoFailure) { EXPECT_TRUE(Block::allocate(BlockSize())); }

TEST(Block, MemoryThatIsNotThereIsAStatus) {
  BlockSize size;
  size.add<char>(std::size_t{1} << 62);
  const auto block = Block::allocate(size);
  ASSERT_FALSE(block);
  EXPECT_EQ(block.error().status, Status::no_memory);
}

}  // namespace
}  // namespace wfp::api
