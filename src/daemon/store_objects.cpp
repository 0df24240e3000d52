#include <cstring>
#include <unordered_map>

#include "daemon/store_rows.h"
#include "daemon/wire_object.h"

namespace wfp::daemon {
namespace {

using engine::ChangeType;
using engine::DescriptorRef;
using engine::Kind;
using engine::Lifetime;
using sqlite::Statement;
using Bytes = std::span<const std::uint8_t>;

std::vector<std::uint8_t> encode(const engine::ObjectRef& object) {
  capnp::MallocMessageBuilder message;
  write_policy_object(message.initRoot<ipc::wire::PolicyObject>(), object);
  const auto words = capnp::messageToFlatArray(message);
  const auto bytes = words.asBytes();
  return {bytes.begin(), bytes.end()};
}

// What was stored is ours, and was bounded when it came; it may take as much reading as it is long.
Result<AnyObject> decode(Bytes bytes) {
  auto words = kj::heapArray<capnp::word>(bytes.size() / sizeof(capnp::word));
  std::memcpy(words.asBytes().begin(), bytes.data(), words.asBytes().size());
  Result<AnyObject> object = fail(Status::unsuccessful, "no message");
  const auto failure = kj::runCatchingExceptions([&] {
    capnp::FlatArrayMessageReader message(words, {.traversalLimitInWords = 16 * words.size() + 64});
    object = read_policy_object(message.getRoot<ipc::wire::PolicyObject>());
  });
  WFP_IF_SOME(thrown, failure) {
    return fail(Status::unsuccessful, thrown->getDescription().cStr());
  }
  return object;
}

class Writer {
 public:
  Writer(sqlite3* database, const StoreWork& work) : database_(database), work_(work) {}

  Result<void> prepare() {
    const auto compile = [&](std::optional<Statement>& into, const char* sql) -> Result<void> {
      WFP_TRY(into, Statement::prepare(database_, sql));
      return {};
    };
    WFP_CHECK_OK(compile(find_security_, "SELECT id FROM security WHERE descriptor=?1"));
    WFP_CHECK_OK(compile(add_security_, "INSERT INTO security(descriptor) VALUES(?1)"));
    WFP_CHECK_OK(compile(add_,
                         "INSERT OR REPLACE INTO"
                         " objects(kind, key, lifetime, session, uid, security, content)"
                         " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"));
    WFP_CHECK_OK(compile(remove_, "DELETE FROM objects WHERE kind=?1 AND key=?2"));
    return compile(secure_, "UPDATE objects SET security=?3 WHERE kind=?1 AND key=?2");
  }

  Result<void> write(const engine::Change& change) {
    const auto kind = static_cast<std::int64_t>(engine::kind_of(change.object));
    const Guid& key = engine::key_of(change.object);
    switch (change.type) {
      case ChangeType::add:
        return add(change.object);
      case ChangeType::remove:
        return remove_->bind(1, kind).bind(2, key).run();
      case ChangeType::secure:
        break;
    }
    WFP_TRY(const std::int64_t security, security_id(engine::security_of(change.object)));
    WFP_CHECK_OK(secure_->bind(1, kind).bind(2, key).bind(3, security).run());
    // A built-in object has a row from the moment that its descriptor is another.
    return sqlite3_changes(database_) == 0 ? add(change.object) : Result<void>{};
  }

 private:
  Result<void> add(const engine::ObjectRef& object) {
    WFP_TRY(const std::int64_t security, security_id(engine::security_of(object)));
    const Guid session = std::visit([](const auto& stored) { return stored->session; }, object);
    const auto content = encode(object);
    add_->bind(1, static_cast<std::int64_t>(engine::kind_of(object)))
        .bind(2, engine::key_of(object))
        .bind(3, static_cast<std::int64_t>(engine::lifetime_of(object)))
        .bind(5, static_cast<std::int64_t>(work_.uid))
        .bind(6, security)
        .bind(7, Bytes(content));
    if (engine::lifetime_of(object) == Lifetime::dynamic) {
      add_->bind(4, session);
    } else {
      add_->bind_null(4);
    }
    return add_->run();
  }

  Result<std::int64_t> security_id(const DescriptorRef& descriptor) {
    if (descriptor == last_) return last_id_;
    const auto bytes = descriptor->descriptor().to_bytes();
    find_security_->bind(1, Bytes(bytes));
    WFP_TRY(const bool is_known, find_security_->next());
    last_id_ = is_known ? find_security_->number(0) : 0;
    find_security_->reset();
    if (!is_known) {
      WFP_CHECK_OK(add_security_->bind(1, Bytes(bytes)).run());
      last_id_ = sqlite3_last_insert_rowid(database_);
    }
    last_ = descriptor;
    return last_id_;
  }

  sqlite3* database_;
  const StoreWork& work_;
  std::optional<Statement> find_security_, add_security_, add_, remove_, secure_;
  DescriptorRef last_;
  std::int64_t last_id_ = 0;
};

Result<std::unordered_map<std::int64_t, DescriptorRef>> load_security(sqlite3* database) {
  WFP_TRY(Statement rows, Statement::prepare(database, "SELECT id, descriptor FROM security"));
  std::unordered_map<std::int64_t, DescriptorRef> descriptors;
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) return descriptors;
    auto descriptor = security::SecurityDescriptor::from_bytes(rows.bytes(1));
    if (!descriptor) {
      return fail(Status::invalid_security_descr,
                  "store: an object's descriptor is damaged: " + descriptor.error().what);
    }
    descriptors[rows.number(0)] =
        std::make_shared<const security::CompiledDescriptor>(*std::move(descriptor));
  }
}

// What the statement below selects; `security` by its id.
engine::ObjectRef object_of(const Statement& row, AnyObject object, const DescriptorRef& security) {
  return std::visit(
      [&]<class T>(T&& own) -> engine::ObjectRef {
        engine::Stored<std::remove_cvref_t<T>> stored;
        stored.object = std::forward<T>(own);
        stored.lifetime = static_cast<Lifetime>(row.number(1));
        stored.session = row.key(2);
        stored.order = static_cast<std::uint64_t>(row.number(0));
        stored.security = security;
        return std::make_shared<const engine::Stored<std::remove_cvref_t<T>>>(std::move(stored));
      },
      std::move(object));
}

}  // namespace

Result<void> load_objects(sqlite3* database, StoredState& state) {
  WFP_CHECK_OK(
      sqlite::run(database, "DELETE FROM security WHERE id NOT IN (SELECT security FROM objects)"));
  WFP_TRY(const auto security, load_security(database));
  WFP_TRY(Statement rows,
          Statement::prepare(
              database,
              "SELECT seq, lifetime, session, uid, security, content FROM objects ORDER BY seq"));
  while (true) {
    WFP_TRY(const bool more, rows.next());
    if (!more) return {};
    const auto descriptor = security.find(rows.number(4));
    auto object = decode(rows.bytes(5));
    if (!object || descriptor == security.end()) {
      return fail(Status::unsuccessful,
                  "store: object " + std::to_string(rows.number(0)) +
                      " is damaged: " + (object ? "no descriptor" : object.error().what));
    }
    const engine::ObjectName name{kind_of(*object), key_of(*object)};
    state.owners.push_back({name, static_cast<uid_t>(rows.number(3)), rows.bytes(5).size()});
    state.policy.objects.push_back(object_of(rows, *std::move(object), descriptor->second));
  }
}

Result<void> write_objects(sqlite3* database, const StoreWork& work) {
  if (work.boot) {
    const std::string sql = "DELETE FROM objects WHERE lifetime IN (" +
                            std::to_string(static_cast<int>(Lifetime::dynamic)) + "," +
                            std::to_string(static_cast<int>(Lifetime::fixed)) +
                            "); DELETE FROM sessions";
    WFP_CHECK_OK(sqlite::run(database, sql.c_str()));
  }
  if (work.changes.empty()) return {};
  Writer writer(database, work);
  WFP_CHECK_OK(writer.prepare());
  for (const engine::Change& change : work.changes) WFP_CHECK_OK(writer.write(change));
  return {};
}

}  // namespace wfp::daemon
