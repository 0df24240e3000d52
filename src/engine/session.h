// Session: what one open engine handle is to the engine: who opened it, his token, his transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/guid.h"
#include "engine/lock.h"
#include "engine/object.h"
#include "engine/request.h"
#include "engine/snapshot.h"

namespace wfp::engine {

struct SessionRequest {
  Guid key;  // zero: the engine makes one
  DisplayData display;
  std::uint32_t flags = 0;
  std::uint32_t wait_ms = 0;  // for the transaction lock; 0: 15 s, 0xFFFFFFFF: for ever
  std::uint32_t process_id = 0;
  std::string user_name;
  bool kernel_mode = false;
  bool operator==(const SessionRequest&) const = default;
};

inline constexpr std::uint32_t kDefaultWaitMs = 15'000;
inline constexpr std::uint32_t kInfinite = 0xFFFFFFFF;
inline constexpr Time kLongestTransactionMs = 60 * 60 * 1000;  // explicit ones; then it is aborted

// Where a session stands between calls.
enum class TransactionState : std::uint8_t {
  none,
  waiting_to_read,   // for the lock, after begin()
  waiting_to_write,  // likewise
  reading,
  writing,
  waiting_to_call,  // for the lock, before a call outside a transaction
  may_call,         // has the lock for that call
  aborted,          // the transaction was held too long: the next call says so
};

struct Session {
  SessionRequest request;
  TokenRef token;
  TransactionState state = TransactionState::none;
  Time began = 0;            // of the transaction, once it has the lock
  SnapshotRef read_view;     // of a read-only transaction
  bool is_overlong = false;  // the watchdog has told of the transaction

  [[nodiscard]] bool is_dynamic() const;
  [[nodiscard]] bool in_transaction() const {
    return state == TransactionState::reading || state == TransactionState::writing;
  }
  void has_lock_since(Time now) {
    began = now;
    is_overlong = false;
  }
  [[nodiscard]] std::optional<Time> wait_until(Time now) const;
};

}  // namespace wfp::engine
