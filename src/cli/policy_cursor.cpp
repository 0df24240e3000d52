#include "cli/policy_cursor.h"

#include <algorithm>

namespace wfp::cli {
namespace {

using Kind = PolicyToken::Kind;

}  // namespace

bool PolicyCursor::accept_word(std::string_view word) {
  if (!peek().is_word(word)) return false;
  next();
  return true;
}

bool PolicyCursor::accept_op(std::string_view op) {
  if (!peek().is_op(op)) return false;
  next();
  return true;
}

void PolicyCursor::skip_separators() {
  while (peek().kind == Kind::separator) next();
}

std::size_t PolicyCursor::line_of(const PolicyToken& token) {
  if (token.at < counted_) return position_of(text_, token.at).line;
  lines_ += static_cast<std::size_t>(
      std::ranges::count(text_.substr(counted_, token.at - counted_), '\n'));
  counted_ = token.at;
  return lines_;
}

Outcome<std::string> PolicyCursor::text(const std::string& what) {
  const PolicyToken& token = peek();
  if (token.kind == Kind::word) {
    next();
    return std::string(token.text);
  }
  if (token.kind != Kind::string) return fail(expected(what));
  auto bytes = unquoted(token.text);
  if (!bytes)
    return fail(failure(token, "a backslash is written \\\\, a quote \\\", a byte \\xHH"));
  if (bytes->find('\0') != std::string::npos)
    return fail(failure(token, "a zero byte cannot stand in a text"));
  next();
  return *std::move(bytes);
}

Outcome<GUID> PolicyCursor::guid() {
  if (peek().kind != Kind::guid)
    return fail(expected("a key {xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx}"));
  return *parse_guid(next().text);
}

Outcome<std::uint64_t> PolicyCursor::number(const std::string& what, std::uint64_t maximum) {
  const auto number = peek().kind == Kind::word ? parse_number(peek().text, maximum) : std::nullopt;
  if (!number) return fail(expected(what));
  next();
  return *number;
}

Outcome<std::string> PolicyCursor::hex() {
  auto bytes = peek().kind == Kind::word ? parse_hex(peek().text) : std::nullopt;
  if (!bytes) return fail(expected("bytes as 0x..."));
  next();
  return *std::move(bytes);
}

Outcome<PolicyToken> PolicyCursor::reference(std::string_view kind) {
  const PolicyToken& token = peek();
  if (token.kind != Kind::word && token.kind != Kind::string && token.kind != Kind::guid)
    return fail(expected(std::string("the name or {key} of a ").append(kind)));
  return next();
}

Outcome<WrittenValue> PolicyCursor::value() {
  const PolicyToken first = peek();
  if (first.kind != Kind::word && first.kind != Kind::string) return fail(expected("a value"));
  next();
  if (first.kind == Kind::string || !peek().is_op("("))
    return WrittenValue{{}, first.text, first.kind == Kind::string, first.at};
  next();
  const PolicyToken inner = peek();
  if (inner.kind != Kind::word && inner.kind != Kind::string) return fail(expected("a value"));
  next();
  if (!accept_op(")")) return fail(expected("')'"));
  return WrittenValue{first.text, inner.text, inner.kind == Kind::string, first.at};
}

Outcome<void> PolicyCursor::end_of_statement() {
  if (peek().kind != Kind::separator && peek().kind != Kind::end && !peek().is_op("}"))
    return fail(expected("the end of the line, ';' or '}'"));
  skip_separators();
  return {};
}

}  // namespace wfp::cli
