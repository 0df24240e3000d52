// Arbitration as text: tests/golden/arbitration/*.in hold policies and questions, *.out what the
// engine answers.
//
//   sublayer NAME WEIGHT
//   callout NAME permit|block|proceed|absent [clears]       absent: not registered
//   filter NAME SUBLAYER block|permit|terminating:CALLOUT|unknown:CALLOUT|inspection:CALLOUT
//          [clear] [else-permit] [weight=EXACT] [range=0..15] [FIELD MATCH VALUE]...
//   user NAME UID                                          for "ask ... user NAME"
//   ask [FIELD VALUE]...                                   a value is that of the field's type; -
//   is EMPTY
//
// UPDATE_GOLDEN=1 writes the answers: read them before you commit them.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/describe.h"
#include "machine.h"

namespace wfp::engine::test {
namespace {

using Words = std::vector<std::string>;

Words split(const std::string& line) {
  std::istringstream in(line.substr(0, line.find(" #")));
  Words words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

std::uint64_t number(const std::string& text) { return std::stoull(text, nullptr, 0); }

std::uint32_t address(const std::string& text) {
  std::uint32_t value = 0;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, '.');)
    value = value << 8 | static_cast<std::uint32_t>(number(part));
  return value;
}

Value one_value(schema::DataType type, const std::string& text) {
  if (text == "-") return Value();
  switch (type) {
    case schema::DataType::uint8:
      return Value(static_cast<std::uint8_t>(number(text)));
    case schema::DataType::uint16:
      return Value(static_cast<std::uint16_t>(number(text)));
    case schema::DataType::uint32:
      return Value(text.find('.') == std::string::npos ? static_cast<std::uint32_t>(number(text))
                                                       : address(text));
    case schema::DataType::uint64:
      return Value(number(text));
    case schema::DataType::byte_blob:
      return Value(schema::Blob(text.begin(), text.end()));
    default:
      return sddl_value(text);
  }
}

Value condition_value(FieldId field, const std::string& text) {
  const schema::DataType type = schema::field_info(field).type(schema::IpVersion::v4);
  if (const auto dots = text.find(".."); dots != std::string::npos) {
    return Value::range(one_value(type, text.substr(0, dots)),
                        one_value(type, text.substr(dots + 2)));
  }
  const auto slash = text.find('/');
  if (schema::field_info(field).kind == schema::FieldKind::ip_address &&
      slash != std::string::npos) {
    const auto bits = static_cast<int>(number(text.substr(slash + 1)));
    return Value(
        schema::V4AddrMask{address(text.substr(0, slash)), bits == 0 ? 0 : ~0U << (32 - bits)});
  }
  return one_value(type, text);
}

class Golden : Machine {
 public:
  std::string run(std::istream& in) {
    for (std::string line; std::getline(in, line);) {
      const Words words = split(line);
      if (words.empty() || words[0][0] == '#') continue;
      if (words[0] == "sublayer") add_sublayer(words);
      if (words[0] == "callout") add_callout(words);
      if (words[0] == "filter") add_filter(words);
      if (words[0] == "user")
        users_[words.at(1)] = user(static_cast<std::uint32_t>(number(words.at(2))));
      if (words[0] == "ask") answer(line, words);
    }
    return out_;
  }

 private:
  Guid key_of(const std::string& name) {
    return keys_.try_emplace(name, guid(static_cast<std::uint32_t>(keys_.size() + 1)))
        .first->second;
  }

  void add_sublayer(const Words& words) {
    add(sublayer(key_of(words.at(1)), static_cast<std::uint16_t>(number(words.at(2)))));
  }

  void add_callout(const Words& words) {
    add(callout(key_of(words.at(1))));
    if (words.at(2) == "absent") return;
    const CalloutAction action = words[2] == "permit"  ? CalloutAction::permit
                                 : words[2] == "block" ? CalloutAction::block
                                                       : CalloutAction::proceed;
    const bool clears = words.size() > 3;
    callouts.add(key_of(words[1]),
                 [=](const CalloutCall&) { return CalloutResult{action, clears}; });
  }

  void set_action(Filter& filter, const std::string& word) {
    const auto colon = word.find(':');
    const std::string kind = word.substr(0, colon);
    filter.action = kind == "block"         ? schema::kActionBlock
                    : kind == "permit"      ? schema::kActionPermit
                    : kind == "terminating" ? schema::kActionCalloutTerminating
                    : kind == "unknown"     ? schema::kActionCalloutUnknown
                                            : schema::kActionCalloutInspection;
    if (colon != std::string::npos) filter.action_key = key_of(word.substr(colon + 1));
  }

  void add_filter(const Words& words) {
    Filter filter = permit();
    filter.sublayer = key_of(words.at(2));
    set_action(filter, words.at(3));
    for (std::size_t i = 4; i < words.size(); ++i) {
      if (words[i] == "clear") {
        filter.flags |= schema::kFilterFlagClearActionRight;
      } else if (words[i] == "else-permit") {
        filter.flags |= schema::kFilterFlagPermitIfCalloutUnregistered;
      } else if (words[i].starts_with("weight=")) {
        filter.weight = Value(number(words[i].substr(7)));
      } else if (words[i].starts_with("range=")) {
        filter.weight = Value(static_cast<std::uint8_t>(number(words[i].substr(6))));
      } else {
        const FieldId field = schema::find_field(words[i])->id;
        filter.conditions.push_back(
            {field, *schema::match_type(words.at(i + 1)), condition_value(field, words.at(i + 2))});
        i += 2;
      }
    }
    names_[add(filter).id] = words.at(1);
  }

  void answer(const std::string& line, const Words& words) {
    Request request(kConnect);
    for (std::size_t i = 1; i + 1 < words.size(); i += 2) {
      if (words[i] == "user") {
        EXPECT_TRUE(request.set(FieldId::ale_user_id, users_.at(words[i + 1])));
        continue;
      }
      const FieldId field = schema::find_field(words[i])->id;
      EXPECT_TRUE(request.set(field, one_value(schema::field_info(field).type_v4, words[i + 1])))
          << words[i];
    }
    std::string text = describe(ask(request));
    for (auto name = names_.rbegin(); name != names_.rend(); ++name) {
      const std::string id = "filter " + std::to_string(name->first);
      for (auto at = text.find(id); at != std::string::npos; at = text.find(id, at + 1)) {
        text.replace(at, id.size(), name->second);
      }
    }
    out_ += line + "\n" + text + "\n";
  }

  std::map<std::string, Guid> keys_;
  std::map<std::string, TokenRef> users_;
  std::map<std::uint64_t, std::string> names_;
  std::string out_;
};

class Arbitrations : public testing::TestWithParam<std::string> {};

TEST_P(Arbitrations, AreAsWritten) {
  const std::filesystem::path base =
      std::filesystem::path(WFP_GOLDEN_DIR) / "arbitration" / GetParam();
  std::ifstream in(base.string() + ".in");
  const std::string answers = Golden().run(in);
  EXPECT_FALSE(answers.empty());
  const char* update = std::getenv("UPDATE_GOLDEN");
  if (update != nullptr && update[0] == '1') std::ofstream(base.string() + ".out") << answers;
  std::ifstream out(base.string() + ".out");
  const std::string expected{std::istreambuf_iterator<char>(out), {}};
  EXPECT_EQ(answers, expected);
}

std::vector<std::string> cases() {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(WFP_GOLDEN_DIR "/arbitration")) {
    if (entry.path().extension() == ".in") names.push_back(entry.path().stem().string());
  }
  std::ranges::sort(names);
  return names;
}

INSTANTIATE_TEST_SUITE_P(Golden, Arbitrations, testing::ValuesIn(cases()),
                         [](const auto& which) { return which.param; });

}  // namespace
}  // namespace wfp::engine::test
