#include "daemon/session_registry.h"

#include <sys/random.h>

namespace wfp::daemon {
namespace {

Result<Guid> random_guid() {
  Guid guid;
  if (::getrandom(&guid, sizeof guid, 0) != static_cast<ssize_t>(sizeof guid)) {
    return fail(Status::insufficient_resources, "no random numbers for a session key");
  }
  guid.data3 = static_cast<std::uint16_t>((guid.data3 & 0x0FFF) | 0x4000);  // version 4: random
  guid.data4[0] = static_cast<std::uint8_t>((guid.data4[0] & 0x3F) | 0x80);
  return guid;
}

bool too_long(const std::optional<std::string>& text) {
  return text && text->size() > kMaxDisplayText;
}

}  // namespace

Result<SessionRegistry::Entry> SessionRegistry::add(SessionInfo info) {
  if ((info.flags & ~(schema::kSessionFlagDynamic | schema::kSessionFlagReserved)) != 0)
    return fail(Status::fwp_invalid_flags);
  if (too_long(info.name) || too_long(info.description)) {
    return fail(Status::fwp_invalid_parameter, "a session's name and description have at most " +
                                                   std::to_string(kMaxDisplayText) + " bytes");
  }
  if (info.key.is_zero()) {
    WFP_TRY(info.key, random_guid());
  }
  const Guid key = info.key;
  if (!sessions_->try_emplace(key, std::move(info)).second) {
    return fail(Status::fwp_already_exists,
                "a session with the key " + to_string(key) + " is open");
  }
  return Entry(sessions_, key);
}

std::vector<SessionInfo> SessionRegistry::list() const {
  std::vector<SessionInfo> result;
  result.reserve(sessions_->size());
  for (const auto& [key, info] : *sessions_) result.push_back(info);
  return result;
}

}  // namespace wfp::daemon
