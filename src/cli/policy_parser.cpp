#include "cli/policy_parser.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/acl.h"
#include "cli/policy_draft.h"
#include "cli/policy_filter_parser.h"
#include "cli/text.h"
#include "fwpmtypes.h"

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

constexpr std::string_view kKinds[] = {"provider", "context", "sublayer", "callout", "filter"};
constexpr std::string_view kCommon[] = {"key",        "description", "provider", "data",
                                        "persistent", "security",    "raw-flags"};

class Parser {
 public:
  Parser(PolicyCursor cursor, const PolicyPeople& people)
      : cursor_(std::move(cursor)), people_(people) {}

  Outcome<PolicyDraft> run() {
    cursor_.skip_separators();
    if (cursor_.accept_word("wfp-policy")) {
      WFP_CLI_CHECK(cursor_.number("version 1 of the language", 1));
      WFP_CLI_CHECK(cursor_.end_of_statement());
    }
    while (!cursor_.at_end()) {
      WFP_CLI_CHECK(object());
      cursor_.skip_separators();
    }
    return std::move(draft_);
  }

 private:
  Outcome<void> object() {
    if (cursor_.accept_word("filter")) return filter();
    if (cursor_.accept_word("provider"))
      return block(draft_.providers, FWPM_PROVIDER_FLAG_PERSISTENT, {"service"}, &Parser::provider);
    if (cursor_.accept_word("sublayer"))
      return block(draft_.sublayers, FWPM_SUBLAYER_FLAG_PERSISTENT, {"weight"}, &Parser::sublayer);
    if (cursor_.accept_word("callout"))
      return block(draft_.callouts, FWPM_CALLOUT_FLAG_PERSISTENT, {"layer", "uses-context"},
                   &Parser::callout);
    if (cursor_.accept_word("context")) {
      WFP_CLI_CHECK(block(draft_.contexts, FWPM_PROVIDER_CONTEXT_FLAG_PERSISTENT,
                          {"buffer", "option"}, &Parser::context));
      return {};
    }
    return fail(cursor_.expected(fmt::format(
        "provider, context, sublayer, callout or filter{}",
        cursor_.peek().kind == Kind::word ? did_you_mean(cursor_.peek().text, kKinds) : "")));
  }

  template <class Object>
  Outcome<void> name(Drafted<Object>& drafted) {
    drafted.links.name = cursor_.peek();
    drafted.object.line = cursor_.line_of(cursor_.peek());
    WFP_CLI_TRY(drafted.object.name, cursor_.text("a name"));
    return {};
  }

  // "{ statements }"; without braces the object has none.
  template <class Statement>
  Outcome<void> body(const Statement& statement) {
    if (!cursor_.accept_op("{")) return cursor_.end_of_statement();
    cursor_.skip_separators();
    while (!cursor_.accept_op("}")) {
      if (cursor_.at_end()) return fail(cursor_.expected("'}'"));
      WFP_CLI_CHECK(statement());
      WFP_CLI_CHECK(cursor_.end_of_statement());
    }
    return {};
  }

  template <class Object>
  Outcome<void> block(std::vector<Drafted<Object>>& list, std::uint32_t persistent,
                      std::vector<std::string_view> words,
                      Outcome<bool> (Parser::*own)(Object& object)) {
    Drafted<Object> drafted;
    WFP_CLI_CHECK(name(drafted));
    WFP_CLI_CHECK(body([&]() -> Outcome<void> {
      WFP_CLI_TRY(const bool common, common_statement(drafted, persistent));
      if (common) return {};
      WFP_CLI_TRY(const bool known, (this->*own)(drafted.object));
      return known ? Outcome<void>{} : fail(unknown_statement(words));
    }));
    if (drafted.links.keys.size() > 1)
      return fail(cursor_.failure(drafted.links.name, "this object has one key"));
    list.push_back(std::move(drafted));
    return {};
  }

  Outcome<void> filter() {
    Drafted<PolicyFilter> drafted;
    FilterParser parser(cursor_, people_);
    WFP_CLI_CHECK(name(drafted));
    WFP_CLI_CHECK(body([&]() -> Outcome<void> {
      WFP_CLI_TRY(const bool own, parser.statement(drafted));
      if (own) return {};
      WFP_CLI_TRY(const bool common, common_statement(drafted, FWPM_FILTER_FLAG_PERSISTENT));
      return common ? Outcome<void>{} : fail(unknown_statement(FilterParser::statements()));
    }));
    WFP_CLI_TRY(std::vector<Drafted<PolicyFilter>> made, parser.finish(drafted));
    for (Drafted<PolicyFilter>& one : made) draft_.filters.push_back(std::move(one));
    return {};
  }

  template <class Object>
  Outcome<bool> common_statement(Drafted<Object>& drafted, std::uint32_t persistent) {
    auto& [object, links] = drafted;
    if (cursor_.accept_word("persistent")) {
      object.flags |= persistent;
    } else if (cursor_.accept_word("description")) {
      WFP_CLI_TRY(object.description, cursor_.text("a text in quotes"));
    } else if (cursor_.accept_word("raw-flags")) {
      WFP_CLI_TRY(const std::uint64_t flags, cursor_.number("a number of 32 bits", UINT32_MAX));
      object.flags |= static_cast<std::uint32_t>(flags);
    } else if (cursor_.accept_word("data")) {
      WFP_CLI_TRY(object.data, cursor_.hex());
    } else if (cursor_.accept_word("provider")) {
      WFP_CLI_TRY(links.provider.token, cursor_.reference("provider"));
    } else if (cursor_.accept_word("key")) {
      do {
        WFP_CLI_TRY(const GUID key, cursor_.guid());
        links.keys.push_back(key);
      } while (cursor_.peek().kind == Kind::guid);
    } else if (cursor_.peek().is_word("security")) {
      cursor_.next();
      WFP_CLI_TRY(object.security, security());
    } else {
      return false;
    }
    return true;
  }

  Outcome<std::string> security() {
    const PolicyToken token = cursor_.peek();
    WFP_CLI_TRY(std::string sddl, cursor_.text("SDDL in quotes"));
    if (auto descriptor = Descriptor::from_sddl(sddl); !descriptor)
      return fail(cursor_.failure(token, "expected SDDL: " + descriptor.error().what));
    return sddl;
  }

  Outcome<bool> provider(PolicyProvider& provider) {
    if (!cursor_.accept_word("service")) return false;
    WFP_CLI_TRY(provider.service, cursor_.text("the name of a service"));
    return true;
  }

  Outcome<bool> sublayer(PolicySublayer& sublayer) {
    if (!cursor_.accept_word("weight")) return false;
    WFP_CLI_TRY(const std::uint64_t weight,
                cursor_.number("a weight from 0 to 0xffff", UINT16_MAX));
    sublayer.weight = static_cast<std::uint16_t>(weight);
    return true;
  }

  Outcome<bool> callout(PolicyCallout& callout) {
    if (cursor_.accept_word("uses-context")) {
      callout.flags |= FWPM_CALLOUT_FLAG_USES_PROVIDER_CONTEXT;
      return true;
    }
    if (!cursor_.accept_word("layer")) return false;
    const PolicyToken token = cursor_.next();
    if (token.kind == Kind::guid) {
      callout.layer = *parse_guid(token.text);
      return true;
    }
    const auto layers = find_layers(token.text);
    if (!layers) return fail(cursor_.failure(token, layers.error().what));
    if (layers->size() != 1)
      return fail(cursor_.failure(token, "a callout is for one version: write -v4 or -v6"));
    callout.layer = layers->front()->key;
    return true;
  }

  Outcome<bool> context(PolicyContext& context) {
    if (cursor_.accept_word("buffer")) {
      context.type = FWPM_GENERAL_CONTEXT;
      WFP_CLI_TRY(context.buffer, cursor_.hex());
      return true;
    }
    if (!cursor_.accept_word("option")) return false;
    context.type = FWPM_CLASSIFY_OPTIONS_CONTEXT;
    const PolicyToken token = cursor_.next();
    auto option = find_classify_option(token.text);
    if (!option) {
      const auto number = parse_number(token.text, UINT32_MAX);
      if (!number) {
        return fail(
            cursor_.failure(token, fmt::format("expected a classify option{}",
                                               did_you_mean(token.text, classify_option_names()))));
      }
      option = static_cast<std::uint32_t>(*number);
    }
    if (!cursor_.accept_op("=")) return fail(cursor_.expected("'='"));
    WFP_CLI_TRY(const WrittenValue written, cursor_.value());
    auto value = bind_value(written, {nullptr, Family::v4, &people_});
    if (!value) return fail(cursor_.failure({Kind::word, {}, written.at}, value.error()));
    context.options.emplace_back(*option, **std::move(value));
    return true;
  }

  Failure unknown_statement(std::vector<std::string_view> known) {
    known.insert(known.end(), std::begin(kCommon), std::end(kCommon));
    const std::string_view word = cursor_.peek().text;
    return cursor_.expected(fmt::format(
        "a statement{}", cursor_.peek().kind == Kind::word ? did_you_mean(word, known) : ""));
  }

  PolicyCursor cursor_;
  const PolicyPeople& people_;
  PolicyDraft draft_;
};

}  // namespace

Outcome<Policy> parse_policy(std::string_view text, std::string_view file,
                             const PolicyPeople& people) {
  WFP_CLI_TRY(std::vector<PolicyToken> tokens, policy_tokens(text, file));
  Parser parser(PolicyCursor(text, file, std::move(tokens)), people);
  WFP_CLI_TRY(PolicyDraft draft, parser.run());
  for (Drafted<PolicyContext>& one : draft.contexts) {
    if (one.object.type == 0)
      return fail(
          policy_failure(file, text, one.links.name.at, "the context needs buffer or option"));
  }
  return resolve_draft(std::move(draft), text, file);
}

}  // namespace wfp::cli
