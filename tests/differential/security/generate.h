// Random security descriptors as text, conditions, tokens: mostly well-formed, sometimes bent.
#pragma once

#include <random>
#include <string>
#include <vector>

namespace wfp::test {

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) {
    return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_);
  }
  bool one_in(std::size_t chances) { return below(chances) == 0; }

  std::string descriptor();
  // A descriptor with plain and conditional ACEs over few SIDs and rights, so that checks come out
  // both ways.
  std::string checked_descriptor(bool conditions);
  std::vector<std::string> token();
  std::string condition(int depth);
  // `text` with a few characters changed, lost, doubled or put in.
  std::string bent(std::string text);
  std::vector<std::uint8_t> bent(std::vector<std::uint8_t> bytes);

 private:
  template <std::size_t N>
  const char* one_of(const char* const (&texts)[N]) {
    return texts[below(N)];
  }
  std::string sid();
  std::string rights();
  std::string guid();
  std::string flags();
  std::string ace(bool sacl);
  std::string acl(bool sacl);
  std::string attribute();
  std::string relation();
  std::string literal();
  std::string member();
  std::string known_sid();

  std::mt19937_64 random_;
};

}  // namespace wfp::test
