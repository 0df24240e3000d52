// What one user may hold of the daemon, so that a greedy or hostile one runs into his own ceiling
// and into nobody else's. A Charge is a held share; dropping it gives the share back.
//
//   WFP_TRY(Charge charge, ledger.take(uid, Quota::sessions));
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace wfp::daemon {

enum class Quota : std::uint8_t {
  connections,
  refused_connections,
  sessions,
  enumerations,
  held_bytes,
  passes,
  policy_objects,
  policy_bytes,
  subscriptions,
  net_event_subscriptions
};
inline constexpr std::size_t kQuotaCount = 10;

// One row of the table of numbers; docs/quotas.md repeats it and a test compares the two.
struct QuotaRow {
  Quota quota;
  std::string_view name;  // as the configuration file and the status report spell it
  std::string_view unit;
  std::uint64_t user;      // ceiling of one ordinary uid
  std::uint64_t root;      // ceiling of uid 0
  std::uint64_t everyone;  // ceiling of all ordinary uids together
  std::string_view counts;
};

inline constexpr std::uint64_t kMiB = 1024 * 1024;

inline constexpr std::array<QuotaRow, kQuotaCount> kQuotas = {{
    {Quota::connections, "connections", "connections", 64, 512, 2048, "open connections"},
    {Quota::refused_connections, "refused-connections", "connections", 8, 16, 64,
     "connections over the ceiling that are still being told so"},
    {Quota::sessions, "sessions", "sessions", 256, 2048, 8192, "open sessions"},
    {Quota::enumerations, "enumerations", "handles", 128, 1024, 4096, "open enumeration handles"},
    {Quota::held_bytes, "held-bytes", "bytes", 128 * kMiB, 1024 * kMiB, 1024 * kMiB,
     "memory of the snapshots behind enumeration handles"},
    {Quota::passes, "passes", "requests", 8, 32, 64,
     "requests that wait for a pass over the kernel's sockets"},
    {Quota::policy_objects, "policy-objects", "objects", 10'000, 500'000, 100'000,
     "filters and other objects of the policy that the user added"},
    {Quota::policy_bytes, "policy-bytes", "bytes", 16 * kMiB, 1024 * kMiB, 256 * kMiB,
     "what these objects hold"},
    {Quota::subscriptions, "subscriptions", "subscriptions", 64, 1024, 2048,
     "subscriptions to changes of the policy"},
    {Quota::net_event_subscriptions, "net-event-subscriptions", "subscriptions", 16, 256, 512,
     "subscriptions to net events"},
}};

// Ceilings in force: the table's, with what the configuration file overrides.
struct QuotaCeilings {
  std::array<std::uint64_t, kQuotaCount> user;
  std::array<std::uint64_t, kQuotaCount> root;
  std::array<std::uint64_t, kQuotaCount> everyone;

  static QuotaCeilings defaults();
  [[nodiscard]] std::uint64_t of(uid_t uid, Quota quota) const;
};

const QuotaRow& quota_row(Quota quota);

class Charge;

// Who holds how much. Belongs to the daemon's loop: not for other threads.
class Ledger {
 public:
  explicit Ledger(QuotaCeilings ceilings);

  // Status::quota_exceeded, with a sentence naming the quota and its number, when a ceiling would
  // be passed.
  Result<Charge> take(uid_t uid, Quota quota, std::uint64_t amount = 1);
  // For what is there already, whatever the ceilings say now.
  Charge hold(uid_t uid, Quota quota, std::uint64_t amount = 1);

  [[nodiscard]] std::uint64_t used(uid_t uid, Quota quota) const;
  [[nodiscard]] std::uint64_t ceiling(uid_t uid, Quota quota) const {
    return ceilings_.of(uid, quota);
  }

 private:
  friend class Charge;
  using Usage = std::array<std::uint64_t, kQuotaCount>;
  struct Books {
    std::map<uid_t, Usage> by_uid;  // no row for who holds nothing
    Usage everyone{};
    void give_back(uid_t uid, Quota quota, std::uint64_t amount);
  };

  QuotaCeilings ceilings_;
  std::shared_ptr<Books> books_ = std::make_shared<Books>();
};

class Charge {
 public:
  Charge() = default;
  Charge(Charge&& other) noexcept { *this = std::move(other); }
  Charge& operator=(Charge&& other) noexcept;
  ~Charge() { give_back(); }

  [[nodiscard]] std::uint64_t amount() const { return books_ ? amount_ : 0; }

 private:
  friend class Ledger;
  Charge(std::shared_ptr<Ledger::Books> books, uid_t uid, Quota quota, std::uint64_t amount)
      : books_(std::move(books)), uid_(uid), quota_(quota), amount_(amount) {}
  void give_back();

  std::shared_ptr<Ledger::Books> books_;
  uid_t uid_ = 0;
  Quota quota_ = Quota::connections;
  std::uint64_t amount_ = 0;
};

}  // namespace wfp::daemon
