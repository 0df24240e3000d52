// SessionRegistry: the sessions that are open now, by key. A session is listed as long as its Entry
// lives.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/guid.h"
#include "base/result.h"
#include "schema/constants.h"
#include "security/sid.h"

namespace wfp::daemon {

// What the session list shows. An absent name and an empty one are different.
struct SessionInfo {
  Guid key;  // zero: one is made
  std::optional<std::string> name;
  std::optional<std::string> description;
  std::uint32_t flags = 0;
  std::uint32_t wait_ms = 0;  // as the client gave it
  pid_t process_id = 0;
  security::Sid user;
  bool kernel_mode = false;

  [[nodiscard]] bool is_dynamic() const { return (flags & schema::kSessionFlagDynamic) != 0; }
};

class SessionRegistry {
  using Sessions = std::map<Guid, SessionInfo>;

 public:
  class Entry {
   public:
    Entry(std::shared_ptr<Sessions> sessions, const Guid& key)
        : sessions_(std::move(sessions)), key_(key) {}
    Entry(Entry&& other) noexcept = default;
    Entry& operator=(Entry&&) = delete;
    ~Entry() {
      if (sessions_) sessions_->erase(key_);
    }
    [[nodiscard]] const SessionInfo& info() const { return sessions_->at(key_); }

   private:
    std::shared_ptr<Sessions> sessions_;
    Guid key_;
  };

  // fwp_already_exists: a session with this key is open. fwp_invalid_flags. fwp_invalid_parameter:
  // a name too long.
  Result<Entry> add(SessionInfo info);

  [[nodiscard]] std::vector<SessionInfo> list() const;
  [[nodiscard]] std::size_t size() const { return sessions_->size(); }

 private:
  std::shared_ptr<Sessions> sessions_ = std::make_shared<Sessions>();
};

inline constexpr std::size_t kMaxDisplayText = 4096;  // bytes of a session's name or description

}  // namespace wfp::daemon
