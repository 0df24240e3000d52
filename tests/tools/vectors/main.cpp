// vector_runner FILE.jsonl...: judges the engine by recorded test vectors. The file's name says the
// kind of its lines.
//
// Prints "KIND passed P failed F skipped S" a kind, the failing ids and why on stderr; exits 1 on
// any failure. Lines marked `unverified` are somebody's opinion: they are listed on stderr when
// they differ and counted as skipped.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "kinds.h"

namespace wfp::vectors {
namespace {

struct Tally {
  int passed = 0, failed = 0, skipped = 0;
};

void judge_line(Judge judge, const std::string& text, Tally& tally) {
  const Json line = Json::parse(text, nullptr, false);
  const std::string id = line.is_object() ? line.value("id", "?") : "?";
  std::string verdict;
  if (!line.is_object()) {
    verdict = "not a JSON object";
  } else {
    try {
      verdict = judge(line);
    } catch (const Json::exception& error) {
      verdict = std::string("not in the format of its kind: ") + error.what();
    }
  }
  const bool counted = !line.is_object() || line.value("windows", "") != "unverified";
  if (!counted) {
    ++tally.skipped;
    if (!verdict.empty()) std::cerr << "unverified " << id << ": " << verdict << '\n';
  } else if (verdict.empty()) {
    ++tally.passed;
  } else {
    ++tally.failed;
    std::cerr << "FAILED " << id << ": " << verdict << '\n';
  }
}

// access_check_object.jsonl is of kind access_check_object; so is access_check_object-more.jsonl.
std::string kind_of(const std::filesystem::path& file) {
  std::string stem = file.stem().string();
  while (!stem.empty() && judge_of(stem) == nullptr) stem.pop_back();
  return stem;
}

bool run_file(const char* name) {
  const std::string kind = kind_of(name);
  std::ifstream file(name);
  const Judge judge = judge_of(kind);
  if (!file || judge == nullptr) {
    std::cerr << name << ": " << (file ? "no kind of test vector has this name" : "cannot be read")
              << '\n';
    return false;
  }
  Tally tally;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) judge_line(judge, line, tally);
  }
  std::cout << kind << " passed " << tally.passed << " failed " << tally.failed << " skipped "
            << tally.skipped << std::endl;
  return tally.failed == 0;
}

}  // namespace
}  // namespace wfp::vectors

int main(int count, char** names) {
  bool good = count > 1;
  if (!good) std::cerr << "usage: vector_runner FILE.jsonl...\n";
  for (int i = 1; i < count; ++i) good = wfp::vectors::run_file(names[i]) && good;
  return good ? 0 : 1;
}
