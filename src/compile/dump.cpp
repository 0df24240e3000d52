#include "compile/dump.h"

#include <array>
#include <cstdio>

#include "compile/image_view.h"
#include "compile/slot.h"
#include "schema/layer.h"

namespace wfp::compile {
namespace {

std::string hex(std::uint64_t number) {
  std::array<char, 24> text{};
  std::snprintf(text.data(), text.size(), "%llx", static_cast<unsigned long long>(number));
  return text.data();
}

std::string text_of(wfp_key key) {
  if (key.high == 0) return "0x" + hex(key.low);
  const std::string low = hex(key.low);
  return "0x" + hex(key.high) + std::string(16 - low.size(), '0') + low;
}

std::string text_of_rule(const wfp_rule& rule, std::uint32_t number) {
  std::string text =
      "  rule " + std::to_string(number) + ": filter " + std::to_string(rule.filter_id);
  text += (rule.flags & WFP_RULE_HARD) != 0 ? " hard" : " soft";
  text += (rule.flags & WFP_RULE_BLOCKS) != 0 ? " block" : " permit";
  if ((rule.flags & WFP_RULE_CALLOUT) != 0) text += " by callout";
  if (rule.user_test != WFP_NO_USER_TEST) text += ", user test " + std::to_string(rule.user_test);
  return text + ", then " + std::to_string(rule.next_sublayer) + "\n";
}

// "0-3 7": the rules of a row.
std::string text_of_row(const ImageView& view, std::uint32_t row, std::uint32_t rules) {
  std::string text;
  for (std::uint32_t i = 0; i < rules;) {
    if (!view.holds(row, i)) {
      ++i;
      continue;
    }
    const std::uint32_t first = i;
    while (i < rules && view.holds(row, i)) ++i;
    text += " " + std::to_string(first);
    if (i - 1 > first) text += "-" + std::to_string(i - 1);
  }
  return text.empty() ? " none" : text;
}

std::string text_of_dimension(const ImageView& view, const wfp_dimension& dimension,
                              std::uint32_t rules) {
  const schema::FieldId field = slot_info(static_cast<wfp_slot>(dimension.slot)).field;
  std::string text = "  " + std::string(schema::field_info(field).name) + ", " +
                     std::to_string(dimension.boundary_count + 1) + " intervals\n";
  text += "    absent:" + text_of_row(view, dimension.absent_row, rules) + "\n";
  for (std::uint32_t i = 0; i <= dimension.boundary_count; ++i) {
    const auto row = view.at<std::uint32_t>(WFP_SECTION_INTERVALS, dimension.first_interval + i);
    const wfp_key from = i == 0 ? wfp_key{0, 0} : view.boundary(dimension, i - 1);
    text += "    from " + text_of(from) + ":" + text_of_row(view, row, rules) + "\n";
  }
  return text;
}

std::string text_of_ace(const wfp_ace& ace) {
  std::string text = ace.denies != 0 ? "deny" : "allow";
  switch (ace.subject) {
    case WFP_ACE_ANYBODY:
      return text + " anybody";
    case WFP_ACE_UID:
      return text + " uid " + std::to_string(ace.id);
    case WFP_ACE_GID:
      return text + " gid " + std::to_string(ace.id);
    case WFP_ACE_WELL_KNOWN: {
      constexpr std::array<const char*, 5> kNames = {"everyone", "authenticated users", "system",
                                                     "administrators", "operators"};
      return text + " " + kNames[ace.id];
    }
    default:
      return text + " service " + text_of(ace.key);
  }
}

std::string text_of_user_test(const ImageView& view, std::uint32_t number) {
  const auto& test = view.at<wfp_user_test>(WFP_SECTION_USER_TESTS, number);
  std::string text = "user test " + std::to_string(number) + ":";
  if (test.accepts_absent != 0) text += " nobody";
  for (std::uint32_t i = 0; i < test.ace_count; ++i) {
    const auto& ace = view.at<wfp_ace>(WFP_SECTION_ACES, test.first_ace + i);
    text += (ace.first != 0 ? " | " : ", ") + text_of_ace(ace);
  }
  return text + "\n";
}

}  // namespace

std::string dump(const Image& image) {
  const ImageView view(image);
  std::string text;
  for (const schema::LayerInfo& info : schema::layers()) {
    const wfp_image_layer& layer = view.layer(static_cast<std::uint32_t>(info.index()));
    if (layer.rule_count == 0) continue;
    text += std::string(info.name) + "\n";
    for (std::uint32_t i = 0; i < layer.rule_count; ++i)
      text += text_of_rule(view.rule(layer.first_rule + i), i);
    for (std::uint32_t i = 0; i < layer.dimension_count; ++i) {
      text += text_of_dimension(view, view.dimension(layer.first_dimension + i), layer.rule_count);
    }
  }
  for (std::uint32_t i = 0; i < image.header().element_count[WFP_SECTION_USER_TESTS]; ++i)
    text += text_of_user_test(view, i);
  return text;
}

}  // namespace wfp::compile
