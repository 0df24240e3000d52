#include "daemon/store.h"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include <fstream>

#include "support/temp_dir.h"

namespace wfp::daemon {
namespace {

std::vector<std::uint8_t> bytes(std::initializer_list<int> values) {
  std::vector<std::uint8_t> result;
  for (const int value : values) result.push_back(static_cast<std::uint8_t>(value));
  return result;
}

void execute(const std::string& path, const char* sql) {
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
  char* message = nullptr;
  EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, &message), SQLITE_OK) << message;
  sqlite3_close(database);
}

class StoreTest : public testing::Test {
 protected:
  test::TempDir dir_;
  std::string path_ = dir_.file("policy.db");
};

TEST_F(StoreTest, ANewStoreIsEmptyAndPrivate) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store) << store.error().what;
  EXPECT_TRUE(store->load()->descriptors.empty());
  EXPECT_TRUE(store->load()->policy.objects.empty());
  struct stat found{};
  ASSERT_EQ(::stat(path_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600u);
}

TEST_F(StoreTest, WhatWasWrittenIsThereAfterReopening) {
  const StoredDescriptors written = {{"endpoints", bytes({1, 0, 2})}, {"engine", bytes({9})}};
  {
    auto store = Store::open(path_);
    ASSERT_TRUE(store);
    ASSERT_TRUE(store->apply({.descriptors = written}));
  }
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->load()->descriptors, written);
}

TEST_F(StoreTest, WritingLeavesOtherObjectsAlone) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store->apply({.descriptors = {{"engine", bytes({1})}, {"endpoints", bytes({2})}}}));
  ASSERT_TRUE(store->apply({.descriptors = {{"engine", bytes({3})}}}));
  EXPECT_EQ(store->load()->descriptors,
            (StoredDescriptors{{"engine", bytes({3})}, {"endpoints", bytes({2})}}));
}

TEST_F(StoreTest, EveryCommitIsFlushed) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store);
  EXPECT_EQ(store->durability(), "wal/2");
}

TEST_F(StoreTest, ADamagedStoreIsNotOpenedAndTheErrorSaysHowToRecover) {
  {
    auto store = Store::open(path_);
    ASSERT_TRUE(store->apply(
        {.descriptors = {{"engine", std::vector<std::uint8_t>(20000, std::uint8_t{7})}}}));
  }
  execute(path_, "PRAGMA wal_checkpoint(TRUNCATE)");
  {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(4096);
    file.write(std::string(4096, '\x5a').data(), 4096);
  }
  const auto store = Store::open(path_);
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().what.find("To recover"), std::string::npos) << store.error().what;
}

TEST_F(StoreTest, AFileThatIsNoDatabaseIsNotOpened) {
  std::ofstream(path_) << std::string(8192, 'x');
  const auto store = Store::open(path_);
  ASSERT_FALSE(store);
  EXPECT_NE(store.error().what.find("To recover"), std::string::npos);
}

TEST_F(StoreTest, AStoreOfANewerReleaseIsNotOpened) {
  ASSERT_TRUE(Store::open(path_));
  execute(path_, "PRAGMA user_version=3");
  const auto store = Store::open(path_);
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().status, Status::revision_mismatch);
}

// What the first release wrote.
TEST_F(StoreTest, AStoreOfTheFirstSchemaIsTakenOver) {
  execute(
      path_,
      "CREATE TABLE descriptors(object TEXT PRIMARY KEY NOT NULL, descriptor BLOB NOT NULL,"
      " changed TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ'))) STRICT, WITHOUT ROWID;"
      "INSERT INTO descriptors(object, descriptor) VALUES('engine', x'01'), ('endpoints', x'02');"
      "PRAGMA user_version=1");
  auto store = Store::open(path_);
  ASSERT_TRUE(store) << store.error().what;
  const auto state = store->load();
  ASSERT_TRUE(state) << state.error().what;
  EXPECT_EQ(state->descriptors,
            (StoredDescriptors{{"engine", bytes({1})}, {"endpoints", bytes({2})}}));
  EXPECT_TRUE(state->policy.objects.empty());
  EXPECT_TRUE(store->apply({.boot = "today"}));
}

TEST_F(StoreTest, AFailedWriteChangesNothing) {
  auto store = Store::open(path_);
  ASSERT_TRUE(store->apply({.descriptors = {{"endpoints", bytes({1})}, {"engine", bytes({1})}}}));
  execute(path_,
          "CREATE TRIGGER refuse BEFORE UPDATE ON descriptors WHEN new.object='engine'"
          " BEGIN SELECT RAISE(ABORT, 'refused'); END");
  EXPECT_FALSE(store->apply({.descriptors = {{"endpoints", bytes({2})}, {"engine", bytes({2})}}}));
  EXPECT_EQ(store->load()->descriptors,
            (StoredDescriptors{{"endpoints", bytes({1})}, {"engine", bytes({1})}}));
  execute(path_, "DROP TRIGGER refuse");
  EXPECT_TRUE(store->apply({.descriptors = {{"engine", bytes({2})}}}));
}

TEST_F(StoreTest, ASymbolicLinkIsNotFollowed) {
  ASSERT_EQ(::symlink(dir_.file("elsewhere").c_str(), path_.c_str()), 0);
  EXPECT_FALSE(Store::open(path_));
}

}  // namespace
}  // namespace wfp::daemon
