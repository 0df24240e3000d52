#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <string>

#include "api/api.h"
#include "gtest/gtest.h"
#include "support/temp_dir.h"

// Keep below: the user flavour's functions.
#include "fwpmu.h"
#include "fwpsu.h"

namespace wfp::test {
namespace {

class AppId : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream(dir_.file("program")) << "#!";
    ASSERT_EQ(symlink("program", dir_.file("link").c_str()), 0);
  }
  static std::wstring wide(const std::string& ascii) { return {ascii.begin(), ascii.end()}; }

  // The id as text, or nothing and the code.
  std::wstring id_of(const std::wstring& name) {
    FWP_BYTE_BLOB* blob = nullptr;
    code_ = FwpmGetAppIdFromFileName0(name.c_str(), &blob);
    if (blob == nullptr) return {};
    const auto* text = reinterpret_cast<const wchar_t*>(blob->data);
    std::wstring id = text;
    EXPECT_EQ(blob->size, (id.size() + 1) * sizeof(wchar_t));
    FwpsFreeMemory0(reinterpret_cast<void**>(&blob));
    EXPECT_EQ(blob, nullptr);
    return id;
  }

  TempDir dir_;
  DWORD code_ = 0;
};

TEST_F(AppId, IsTheAbsolutePathWithLinksFollowedAndCaseKept) {
  EXPECT_EQ(id_of(wide(dir_.file("link"))), wide(dir_.file("program")));
  EXPECT_EQ(
      id_of(wide(dir_.file("./../") + dir_.path().substr(dir_.path().rfind('/') + 1) + "/program")),
      wide(dir_.file("program")));
}

TEST_F(AppId, FileNeedNotBeReadable) {
  ASSERT_EQ(chmod(dir_.file("program").c_str(), 0111), 0);
  EXPECT_EQ(id_of(wide(dir_.file("program"))), wide(dir_.file("program")));
}

TEST_F(AppId, MissingFileMissingFolderAndFolderAreDifferent) {
  EXPECT_EQ(id_of(wide(dir_.file("none"))), L"");
  EXPECT_EQ(code_, 2u);
  id_of(wide(dir_.file("none/program")));
  EXPECT_EQ(code_, 3u);
  id_of(wide(dir_.file("program/x")));
  EXPECT_EQ(code_, 3u);
  id_of(wide(dir_.path()));
  EXPECT_EQ(code_, 5u);
  id_of(L"");
  EXPECT_EQ(code_, 3u);
}

TEST_F(AppId, BytesThatAreNotUtf8ComeAndGo) {
  const std::string name = dir_.file("b\xff\xc3");
  std::ofstream(name) << "#!";
  std::wstring expected = wide(dir_.file("b"));
  expected += static_cast<wchar_t>(0xdcff);
  expected += static_cast<wchar_t>(0xdcc3);
  EXPECT_EQ(id_of(expected), expected);
}

TEST_F(AppId, PointersAreRequired) {
  FWP_BYTE_BLOB* blob = nullptr;
  EXPECT_EQ(FwpmGetAppIdFromFileName0(nullptr, &blob), 0x8032001Cu);
  EXPECT_EQ(FwpmGetAppIdFromFileName0(L"/bin/sh", nullptr), 0x8032001Cu);
}

}  // namespace
}  // namespace wfp::test
