// Policy: the security descriptors in force - the engine's and that of the container of all
// endpoints, which inherits from it - and what they let a token do. The only place where the daemon
// asks who may what.
//
// Changes are prepared (pure), written by the Store, then published: Commits does the last two in
// one go.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "daemon/defaults.h"
#include "daemon/failure.h"
#include "daemon/set_request.h"
#include "daemon/store.h"
#include "endpoint/access.h"
#include "security/compiled_descriptor.h"
#include "security/explain.h"
#include "security/token.h"

namespace wfp::daemon {

// One object's descriptor, and the rules of it that are enforced: all but the SACL, which is kept
// and shown only.
struct Guarded {
  explicit Guarded(security::SecurityDescriptor whole);

  security::SecurityDescriptor descriptor;
  security::CompiledDescriptor rules;
};

// Immutable; whoever took it may go on using it on any thread.
struct Descriptors {
  Descriptors(security::SecurityDescriptor engine_whole,
              security::SecurityDescriptor endpoints_whole);

  Guarded engine;
  Guarded endpoints;
  endpoint::EndpointAccess endpoint_access;  // what single endpoints inherit from the container

  // `object` is the engine or the container: the descriptors of single endpoints are computed
  // elsewhere.
  [[nodiscard]] const Guarded& of(const Object& object) const {
    return object.kind == Object::Kind::engine ? engine : endpoints;
  }
};
using DescriptorsPtr = std::shared_ptr<const Descriptors>;

struct Change {
  Object object;
  std::string old_sddl;
  std::string new_sddl;
};

struct PreparedChange {
  DescriptorsPtr after;
  StoredDescriptors rows;       // what has to be written
  std::vector<Change> changes;  // the object that was set, then what follows from it
};

// `object` is the engine or the container: the descriptors of single endpoints are computed
// elsewhere.
struct GuardedObject;

class Policy {
 public:
  // The stored descriptors; a store without any gets the defaults. A store that holds only some of
  // them, or one that is no descriptor, is an error: the daemon does not guess.
  static Result<Policy> open(Store& store);

  [[nodiscard]] const DescriptorsPtr& current() const { return current_; }

  // The engine or the container; good until the next publish().
  [[nodiscard]] GuardedObject target(const Object& object) const;

  [[nodiscard]] Answer<void> require(const Object& object, const security::Token& token,
                                     security::AccessMask rights) const;
  // The right to open a session; administrators always have it, or nobody could repair a
  // descriptor.
  [[nodiscard]] Answer<void> require_open(const security::Token& token) const;

  // The parts of `information` as self-relative bytes.
  [[nodiscard]] Answer<security::Bytes> get(const Object& object, const security::Token& token,
                                            std::uint32_t information) const;

  // What Set makes of the descriptors, if the token may.
  [[nodiscard]] Answer<PreparedChange> set(const Object& object, const security::Token& token,
                                           const SetParts& parts) const;
  // Back to the default; takes WRITE_DAC and WRITE_OWNER. The SACL stays as it is.
  [[nodiscard]] Answer<PreparedChange> reset(const Object& object, const security::Token& token,
                                             DefaultKind kind) const;

  void publish(DescriptorsPtr after) { current_ = std::move(after); }

 private:
  explicit Policy(DescriptorsPtr current) : current_(std::move(current)) {}
  [[nodiscard]] Answer<PreparedChange> prepare(const Object& object,
                                               security::SecurityDescriptor after) const;

  DescriptorsPtr current_;
};

// An object and the rules that guard it, for one question. Refers to what outlives the question.
struct GuardedObject {
  Object object;
  const security::CompiledDescriptor& rules;
  const security::AttributeSet* attributes =
      nullptr;  // of an endpoint: what conditions call @RESOURCE
};

// access_denied or privilege_not_held, with what exactly is missing and, if the token may know,
// whose the object is; unless the token has all of `rights`. No rights are always had.
Answer<void> require_access(const GuardedObject& target, const security::Token& token,
                            security::AccessMask rights);

// The parts of `whole` that `information` names, if the token may read them.
Answer<security::Bytes> read_security(const GuardedObject& target,
                                      const security::SecurityDescriptor& whole,
                                      const security::Token& token, std::uint32_t information);

}  // namespace wfp::daemon
