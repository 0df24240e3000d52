// Fakes of the daemon's two ports: endpoints and identities as a test makes them up.
#pragma once

#include <unistd.h>

#include <atomic>
#include <utility>

#include "daemon/ports.h"

namespace wfp::test {

class FakeEndpointSource final : public daemon::EndpointSource {
 public:
  explicit FakeEndpointSource(endpoint::Snapshot snapshot = {})
      : snapshot_(std::make_shared<const endpoint::Snapshot>(std::move(snapshot))) {}

  Result<daemon::SnapshotPtr> snapshot() override {
    ++passes_;
    return snapshot_;
  }
  daemon::CredentialSetPtr credential_set(std::uint64_t id) override {
    for (const auto& set : snapshot_->credentials) {
      if (set->id == id) return set;
    }
    return nullptr;
  }
  [[nodiscard]] int passes() const { return passes_; }

 private:
  daemon::SnapshotPtr snapshot_;
  std::atomic<int> passes_ = 0;
};

// Everybody is the same ordinary user, or whoever the test says.
class FakeIdentitySource final : public daemon::IdentitySource {
 public:
  explicit FakeIdentitySource(security::TokenData data) : data_(std::move(data)) {}

  Result<daemon::Arrival> identify(int /*socket*/) override {
    daemon::Arrival made;
    made.pid = ::getpid();
    made.process = UniqueFd(::dup(STDIN_FILENO));
    made.credentials.uid = 1000;
    return made;
  }
  Result<security::Token> token_of(const endpoint::CredentialSet& /*credentials*/,
                                   const std::string& /*service*/) override {
    return security::Token::create(data_);
  }
  // The test's own process.
  Result<daemon::Peer> peer() {
    WFP_TRY(security::Token token, security::Token::create(data_));
    return daemon::Peer{.uid = 1000,
                        .pid = ::getpid(),
                        .token = std::move(token),
                        .process = UniqueFd(::dup(STDIN_FILENO))};
  }

 private:
  security::TokenData data_;
};

}  // namespace wfp::test
