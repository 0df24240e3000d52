// EngineModel: what the engine should do, written down in the plainest way: copies of whole
// policies, linear searches.
//
// It knows one layer, a handful of keys and the conditions that engine_driver.cpp makes. It
// predicts the status of each call, what every session sees, and what each request is answered.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "engine/classify.h"
#include "engine/lock.h"
#include "engine/object.h"

namespace wfp::engine::model {

struct Object {
  Kind kind = Kind::provider;
  Guid key;
  Lifetime lifetime = Lifetime::fixed;
  Guid session;
  std::optional<Guid> provider;
  std::uint16_t weight = 0;  // of a sublayer
  Filter filter;             // of a filter
  std::uint64_t order = 0;
};

struct Policy {
  std::vector<Object> objects;
  [[nodiscard]] const Object* find(Kind kind, const Guid& key) const;
};

// The traffic the model knows.
struct Traffic {
  std::optional<std::uint16_t> port;
  std::uint8_t app = 0;  // 0: none
  std::uint32_t flags = 0;
};

struct Answer {
  Verdict verdict = Verdict::permit;
  std::uint64_t filter = 0;
  bool operator==(const Answer&) const = default;
};

// Callout keys end in an even or odd number: the even ones are registered, and block if divisible
// by four.
bool is_registered(const Guid& callout);
bool blocks(const Guid& callout);

Answer answer(const Policy& policy, const Traffic& traffic);

class EngineModel {
 public:
  enum class Transaction { none, waiting_to_read, waiting_to_write, reading, writing };
  struct Session {
    bool dynamic = false;
    Transaction transaction = Transaction::none;
    Time deadline = 0;
    Policy view;  // of a transaction
  };

  Policy committed;
  std::map<Guid, Session> sessions;

  void open(const Guid& session, bool dynamic) {
    sessions[session] = {dynamic, Transaction::none, 0, {}};
  }
  void close(const Guid& session);
  // Statuses; fwp_timeout with `waits` set means that the session now waits.
  Status begin(const Guid& session, bool reads, Time now, bool& waits);
  Status commit(const Guid& session);
  Status abort(const Guid& session);
  void advance(Time now);
  // `added` is filled in by the engine's answer afterwards: see place().
  Status add(const Guid& session, Object object);
  void place(const Guid& session, Object object);  // after a successful add
  Status remove(const Guid& session, Kind kind, const Guid& key);
  void restart(bool same_boot);
  [[nodiscard]] const Policy& seen_by(const Guid& session) const;
  [[nodiscard]] bool is_waiting(const Guid& session) const;

 private:
  struct Waiter {
    Guid session;
    bool reads;
  };
  [[nodiscard]] Status may_write(const Guid& session) const;
  [[nodiscard]] bool is_free(bool reads) const;
  Policy& written_by(const Guid& session);
  void grant();
  std::vector<Waiter> queue_;
};

}  // namespace wfp::engine::model
