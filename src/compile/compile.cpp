#include "compile/compile.h"

#include <map>

#include "compile/dimension.h"

namespace wfp::compile {
namespace {

static_assert(schema::kLayerCount == WFP_IMAGE_LAYERS);

// Everything an image holds, before its pages are laid out.
struct Parts {
  Section<wfp_image_layer> layers;
  DimensionTables tables;
  Section<wfp_rule> rules;
  Section<wfp_user_test> user_tests;
  Section<wfp_ace> aces;
  std::map<UserTest, std::uint32_t> user_test_numbers{};
};

std::uint32_t flags_of(const engine::Opinion& opinion) {
  std::uint32_t flags = 0;
  if (opinion.verdict == engine::Verdict::block) flags |= WFP_RULE_BLOCKS;
  if (opinion.strength == engine::Strength::hard) flags |= WFP_RULE_HARD;
  if (opinion.by_callout) flags |= WFP_RULE_CALLOUT;
  return flags;
}

wfp_ace to_wire(const AceEntry& entry) {
  wfp_ace ace{};
  ace.subject = static_cast<__u8>(entry.subject);
  ace.denies = entry.denies ? 1 : 0;
  ace.first = entry.first ? 1 : 0;
  ace.id = entry.id;
  ace.key = to_wire(entry.key);
  return ace;
}

std::uint32_t add_user_test(const UserTest& test, Parts& parts) {
  const auto known = parts.user_test_numbers.find(test);
  if (known != parts.user_test_numbers.end()) return known->second;
  wfp_user_test made{};
  made.first_ace = parts.aces.size();
  made.ace_count = static_cast<std::uint32_t>(test.entries.size());
  made.accepts_absent = test.accepts_absent ? 1 : 0;
  for (const AceEntry& entry : test.entries) parts.aces.add(to_wire(entry));
  const std::uint32_t number = parts.user_tests.add(made);
  parts.user_test_numbers.emplace(test, number);
  return number;
}

void add_rule(const Rule& rule, Parts& parts) {
  wfp_rule made{};
  made.filter_id = rule.filter_id;
  made.next_sublayer = rule.next_sublayer;
  made.flags = flags_of(rule.opinion);
  made.user_test = rule.user_test ? add_user_test(*rule.user_test, parts) : WFP_NO_USER_TEST;
  parts.rules.add(made);
}

Result<void> add_layer(const std::vector<Rule>& rules, schema::IpVersion version, Parts& parts) {
  wfp_image_layer layer{};
  layer.first_rule = parts.rules.size();
  layer.rule_count = static_cast<std::uint32_t>(rules.size());
  layer.first_dimension = parts.tables.dimensions.size();
  WFP_TRY(layer.dimension_count, add_dimensions(rules, version, parts.tables));
  for (const Rule& rule : rules) add_rule(rule, parts);
  parts.layers.add(layer);
  return {};
}

// Lays out the pages.
class Layout {
 public:
  explicit Layout(const wfp_key& hash_key) : pages_(1) {
    header_.magic = WFP_IMAGE_MAGIC;
    header_.version = WFP_IMAGE_VERSION;
    header_.hash_key = hash_key;
  }

  template <class T>
  void add(wfp_section which, const Section<T>& section) {
    const std::size_t first = pages_.size();
    header_.section[which] = static_cast<std::uint32_t>(first);
    header_.element_count[which] = section.size();
    pages_.resize(first + section.pages());
    section.write(std::span(pages_).subspan(first));
  }

  Image finish() && {
    header_.page_count = static_cast<std::uint32_t>(pages_.size());
    pages_[0].header = header_;
    return Image(std::move(pages_));
  }

 private:
  wfp_image_header header_{};
  std::vector<wfp_page> pages_;
};

}  // namespace

Result<Image> compile(const engine::Snapshot& snapshot, const engine::CalloutRegistry& callouts,
                      const Options& options) {
  WFP_TRY(const RulesByLayer rules, rules_of(snapshot, callouts, options.phase, options.hash_key));
  Parts parts{.layers = {},
              .tables = {{}, {}, {}, RowTable(options.limit)},
              .rules = {},
              .user_tests = {},
              .aces = {}};
  for (const schema::LayerInfo& layer : schema::layers())
    WFP_CHECK_OK(add_layer(rules[layer.index()], layer.version, parts));
  Layout layout(options.hash_key);
  layout.add(WFP_SECTION_LAYERS, parts.layers);
  layout.add(WFP_SECTION_DIMENSIONS, parts.tables.dimensions);
  layout.add(WFP_SECTION_NODES, parts.tables.nodes);
  layout.add(WFP_SECTION_INTERVALS, parts.tables.intervals);
  layout.add(WFP_SECTION_ROWS, parts.tables.rows.rows());
  layout.add(WFP_SECTION_CHUNKS, parts.tables.rows.chunks());
  layout.add(WFP_SECTION_RULES, parts.rules);
  layout.add(WFP_SECTION_USER_TESTS, parts.user_tests);
  layout.add(WFP_SECTION_ACES, parts.aces);
  Image image = std::move(layout).finish();
  if (image.size() > options.limit) {
    return fail(Status::insufficient_resources, "the policy takes more than " +
                                                    std::to_string(options.limit >> 20) +
                                                    " MiB of the kernel's memory");
  }
  return image;
}

}  // namespace wfp::compile
