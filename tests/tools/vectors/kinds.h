// The kinds of test vectors and how one line of each is judged.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "security/bytes.h"
#include "security/sid.h"
#include "security/token.h"

namespace wfp::vectors {

using Json = nlohmann::json;

// Empty if the line holds, else what came out instead.
using Judge = std::string (*)(const Json& line);

// The judge of a kind (the name of its file), or nullptr.
Judge judge_of(std::string_view kind);

// Shared by the judges.
security::Bytes from_hex(std::string_view hex);
std::string to_hex(security::ByteView bytes);
std::uint32_t mask_of(const Json& hex_string);

// The SIDs that aliases of the line stand for.
struct Context {
  explicit Context(const Json& line);
  security::Sid domain;
  security::SidContext sids;
};

// The token of a line, as access_check and as cond_* write it.
Result<security::Token> access_token(const Json& token);
Result<security::Token> claims_token(const Json& token);

// One judge a kind.
std::string judge_sddl_binary(const Json& line);
std::string judge_cond_binary(const Json& line);
std::string judge_sddl_text(const Json& line);
std::string judge_sd_format(const Json& line);
std::string judge_sddl_accept(const Json& line);
std::string judge_sddl_reject(const Json& line);
std::string judge_sid_string(const Json& line);
std::string judge_binary_validate(const Json& line);
std::string judge_access_check(const Json& line);
std::string judge_cond_eval(const Json& line);
std::string judge_cond_access(const Json& line);
std::string judge_inherit(const Json& line);

}  // namespace wfp::vectors
