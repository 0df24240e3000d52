// Images as text: tests/golden/compile/*.in hold policies, *.out what they compile to.
//
//   sublayer NAME WEIGHT
//   filter SUBLAYER block|permit [clear] [weight=EXACT] [FIELD MATCH VALUE]...
//
// A value is a number, an address, a net (a.b.c.d/n), a range (low..high) or a descriptor in SDDL.
// UPDATE_GOLDEN=1 writes the answers: read them before you commit them.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compile/compile.h"
#include "compile/dump.h"
#include "unit/engine/machine.h"

namespace wfp::compile {
namespace {

using namespace engine::test;

std::uint32_t address(const std::string& text) {
  std::uint32_t value = 0;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, '.');)
    value = value << 8 | static_cast<std::uint32_t>(std::stoul(part));
  return value;
}

Value one_value(schema::DataType type, const std::string& text) {
  switch (type) {
    case schema::DataType::uint8:
      return Value(static_cast<std::uint8_t>(std::stoul(text)));
    case schema::DataType::uint16:
      return Value(static_cast<std::uint16_t>(std::stoul(text)));
    case schema::DataType::uint32:
      return Value(text.find('.') == std::string::npos
                       ? static_cast<std::uint32_t>(std::stoul(text))
                       : address(text));
    default:
      return sddl_value(text);
  }
}

Value condition_value(FieldId field, const std::string& text) {
  const schema::DataType type = schema::field_info(field).type_v4;
  if (const auto dots = text.find(".."); dots != std::string::npos) {
    return Value::range(one_value(type, text.substr(0, dots)),
                        one_value(type, text.substr(dots + 2)));
  }
  if (const auto slash = text.find('/'); slash != std::string::npos) {
    const auto bits = std::stoul(text.substr(slash + 1));
    return Value(
        schema::V4AddrMask{address(text.substr(0, slash)), bits == 0 ? 0 : ~0U << (32 - bits)});
  }
  return one_value(type, text);
}

class Golden : Machine {
 public:
  std::string run(std::istream& in) {
    for (std::string line; std::getline(in, line);) {
      std::istringstream words(line.substr(0, line.find('#')));
      std::string word;
      words >> word;
      if (word == "sublayer") add_sublayer(words);
      if (word == "filter") add_filter(words);
    }
    const auto image = compile(*engine.snapshot(), callouts, {.hash_key = {1, 2}});
    return image ? dump(*image) : image.error().what;
  }

 private:
  void add_sublayer(std::istream& words) {
    std::string name, weight;
    words >> name >> weight;
    const Guid key = guid(static_cast<std::uint32_t>(keys_.size() + 1));
    keys_[name] = key;
    add(sublayer(key, static_cast<std::uint16_t>(std::stoul(weight, nullptr, 0))));
  }

  void add_filter(std::istream& words) {
    std::string sublayer_name, action, word;
    words >> sublayer_name >> action;
    engine::Filter made = action == "block" ? block() : permit();
    made.sublayer = keys_.at(sublayer_name);
    while (words >> word) {
      if (word == "clear") {
        made.flags |= schema::kFilterFlagClearActionRight;
      } else if (word.starts_with("weight=")) {
        made.weight = Value(std::uint64_t{std::stoull(word.substr(7))});
      } else {
        const FieldId field = schema::find_field(word)->id;
        std::string match, value;
        words >> match >> value;
        made.conditions.push_back(
            {field, *schema::match_type(match), condition_value(field, value)});
      }
    }
    add(made);
  }

  std::map<std::string, Guid> keys_;
};

class Images : public testing::TestWithParam<std::string> {};

TEST_P(Images, AreAsWritten) {
  const std::filesystem::path base = std::filesystem::path(WFP_GOLDEN_DIR) / "compile" / GetParam();
  std::ifstream in(base.string() + ".in");
  const std::string text = Golden().run(in);
  EXPECT_FALSE(text.empty());
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && update[0] == '1') std::ofstream(base.string() + ".out") << text;
  std::ifstream out(base.string() + ".out");
  const std::string expected{std::istreambuf_iterator<char>(out), {}};
  EXPECT_EQ(text, expected);
}

INSTANTIATE_TEST_SUITE_P(Golden, Images, testing::Values("fields", "sublayers", "users"),
                         [](const auto& which) { return which.param; });

}  // namespace
}  // namespace wfp::compile
