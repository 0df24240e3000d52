#include "kinds.h"
#include "security/condition.h"
#include "security/sddl.h"

namespace wfp::vectors {

using namespace security;

namespace {

std::string differs(const std::string& got, const std::string& wanted) {
  return got == wanted ? "" : "got " + got + " instead of " + wanted;
}

std::string formatted(const Result<SecurityDescriptor>& descriptor, const SidContext& context) {
  if (!descriptor) return "error: " + descriptor.error().what;
  const auto text = format_sddl(*descriptor, context);
  return text ? *text : "error: " + text.error().what;
}

}  // namespace

std::string judge_sddl_binary(const Json& line) {
  const Context context(line);
  const Bytes bytes = from_hex(line.at("hex").get<std::string>());
  if (line.value("parse", true)) {
    const auto parsed = parse_sddl(line.at("sddl").get<std::string>(), context.sids);
    if (!parsed) return "refused: " + parsed.error().what;
    if (parsed->to_bytes() != bytes) return differs(to_hex(parsed->to_bytes()), to_hex(bytes));
  }
  const auto read = SecurityDescriptor::from_bytes(bytes);
  if (!read) return "bytes refused: " + read.error().what;
  if (!line.contains("canonical")) return "";
  return differs(formatted(read, context.sids), line.at("canonical").get<std::string>());
}

std::string judge_cond_binary(const Json& line) {
  const Context context(line);
  const std::string text = line.at("expr").get<std::string>();
  const auto bytes = parse_condition(text, context.sids);
  if (!bytes) return "refused: " + bytes.error().what;
  if (std::string wrong = differs(to_hex(*bytes), line.at("hex").get<std::string>());
      !wrong.empty())
    return wrong;
  const auto back = format_condition(from_hex(line.at("hex").get<std::string>()), context.sids);
  return back ? differs(*back, text) : "bytes refused: " + back.error().what;
}

std::string judge_sddl_text(const Json& line) {
  const Context context(line);
  const auto parsed = parse_sddl(line.at("sddl").get<std::string>(), context.sids);
  return differs(formatted(parsed, context.sids), line.at("canonical").get<std::string>());
}

std::string judge_sd_format(const Json& line) {
  const Context context(line);
  const auto read = SecurityDescriptor::from_bytes(from_hex(line.at("hex").get<std::string>()));
  return differs(formatted(read, context.sids), line.at("sddl").get<std::string>());
}

std::string judge_sddl_accept(const Json& line) {
  const Sid some_domain(5, {21, 1, 2, 3});
  const auto parsed = parse_sddl(line.at("sddl").get<std::string>(), SidContext::all(some_domain));
  if (!parsed) return "refused: " + parsed.error().what;
  const Json& wanted = line.at("first_ace_mask");
  if (wanted.is_null()) return "";
  const Acl* acl = parsed->dacl.is_present() ? parsed->dacl.acl() : parsed->sacl.acl();
  if (acl == nullptr || acl->empty()) return "no ACE";
  return (*acl->aces().begin()).mask() == mask_of(wanted) ? "" : "the first ACE has another mask";
}

std::string judge_sddl_reject(const Json& line) {
  const Sid some_domain(5, {21, 1, 2, 3});
  return parse_sddl(line.at("sddl").get<std::string>(), SidContext::all(some_domain)) ? "accepted"
                                                                                      : "";
}

std::string judge_sid_string(const Json& line) {
  const Context context(line);
  const auto sid = Sid::parse(line.at("string").get<std::string>(), context.sids);
  const Json& wanted = line.at("sid");
  if (wanted.is_null()) return sid ? "accepted as " + to_string(*sid) : "";
  if (!sid) return "refused: " + sid.error().what;
  const auto canonical = Sid::parse(wanted.get<std::string>());
  if (!canonical) return "the expected SID is none";
  return *sid == *canonical ? "" : differs(to_string(*sid), to_string(*canonical));
}

std::string judge_binary_validate(const Json& line) {
  const auto read = SecurityDescriptor::from_bytes(from_hex(line.at("hex").get<std::string>()));
  if (read.has_value() == line.at("valid").get<bool>()) return "";
  return read ? "accepted" : "refused: " + read.error().what;
}

}  // namespace wfp::vectors
