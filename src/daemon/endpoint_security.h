// EndpointSecurity: the descriptor of the container of all endpoints, which inherits from the
// engine's, and what it lets a token do.
//
// A change is prepared (pure), written by the store, then published: EngineHost does the last two.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "daemon/guard.h"
#include "daemon/set_request.h"
#include "endpoint/access.h"

namespace wfp::daemon {

// The descriptor, ready to be asked. Immutable; whoever took it may go on using it on any thread.
struct EndpointRules {
  explicit EndpointRules(security::SecurityDescriptor whole);

  security::SecurityDescriptor descriptor;
  security::CompiledDescriptor rules;    // all but the SACL
  security::CompiledDescriptor audited;  // with it: who asks what is to be recorded
  endpoint::EndpointAccess access;       // what single endpoints inherit
};
using EndpointRulesPtr = std::shared_ptr<const EndpointRules>;

class EndpointSecurity {
 public:
  // A daemon that nobody has configured.
  static Result<EndpointSecurity> defaults(const security::SecurityDescriptor& engine);
  // As it was stored. Bytes that are no descriptor are an error: the daemon does not guess.
  static Result<EndpointSecurity> stored(std::span<const std::uint8_t> bytes);

  [[nodiscard]] const EndpointRulesPtr& current() const { return current_; }
  [[nodiscard]] GuardedObject target() const { return {Object::endpoints(), current_->rules}; }
  [[nodiscard]] Answer<void> require(const security::Token& token,
                                     security::AccessMask rights) const {
    return require_access(target(), token, rights);
  }

  // The parts of `information` as self-relative bytes.
  [[nodiscard]] Answer<security::Bytes> get(const security::Token& token,
                                            std::uint32_t information) const;

  // What Set makes of the descriptor under the engine's, if the token may.
  [[nodiscard]] Answer<EndpointRulesPtr> set(const security::Token& token, const SetParts& parts,
                                             const security::SecurityDescriptor& engine) const;
  // Back to the default; takes WRITE_DAC and WRITE_OWNER. The SACL stays as it is.
  [[nodiscard]] Answer<EndpointRulesPtr> reset(const security::Token& token,
                                               engine::DefaultKind kind,
                                               const security::SecurityDescriptor& engine) const;
  // What follows from another descriptor of the engine; nullptr: nothing. A protected descriptor,
  // or one without rules, does not follow.
  [[nodiscard]] Result<EndpointRulesPtr> follow(const security::SecurityDescriptor& engine) const;

  void publish(EndpointRulesPtr after) { current_ = std::move(after); }

 private:
  explicit EndpointSecurity(security::SecurityDescriptor whole)
      : current_(std::make_shared<const EndpointRules>(std::move(whole))) {}

  EndpointRulesPtr current_;
};

// For the log: an ACE that SDDL cannot say does not keep the others from being read by a person.
std::string text_of(const security::SecurityDescriptor& descriptor);

}  // namespace wfp::daemon
