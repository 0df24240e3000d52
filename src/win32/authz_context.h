// What the handles of authz.h stand for.
#pragma once

#include <authz.h>

#include <memory>
#include <mutex>
#include <vector>

#include "security/claim.h"
#include "security/token.h"
#include "win32/handle_table.h"
#include "win32/token_object.h"

namespace wfp::win32 {

class ResourceManager final : public HandleObject {};

// A client as it is at one moment.
struct ClientData {
  SidWithAttributes user{};
  std::vector<SidWithAttributes> groups{};
  std::vector<SidWithAttributes> restricted{};
  std::vector<SidWithAttributes> device_groups{};
  std::vector<LUID_AND_ATTRIBUTES> privileges{};
  security::Sid integrity;
  std::vector<security::Claim> user_claims{};
  std::vector<security::Claim> device_claims{};
  std::vector<security::Claim> local_claims{};
  LARGE_INTEGER expires{};
  LUID identifier{};
  LUID logon{};
};

struct Client {
  ClientData data;
  security::Token token;
};
using ClientRef = std::shared_ptr<const Client>;

// invalid_parameter for claims that no token may hold.
Result<ClientRef> make_client(ClientData data);

// A client context: some functions change it in place, and a check in progress keeps what it began
// with.
class ClientContext final : public HandleObject {
 public:
  explicit ClientContext(ClientRef client) : client_(std::move(client)) {}

  [[nodiscard]] ClientRef client() const {
    const std::lock_guard lock(mutex_);
    return client_;
  }

  // Replaces the client by what `change` makes of its data: all of it or nothing.
  template <class Change>
  Result<void> modify(Change change) const {
    const std::lock_guard lock(mutex_);
    ClientData data = client_->data;
    WFP_CHECK_OK(change(data));
    WFP_TRY(client_, make_client(std::move(data)));
    return {};
  }

 private:
  mutable std::mutex mutex_;
  mutable ClientRef client_;  // under mutex_; handles share their objects as const
};

inline Result<std::shared_ptr<const ClientContext>> context_of(AUTHZ_CLIENT_CONTEXT_HANDLE handle) {
  return handle_table().get<ClientContext>(static_cast<HANDLE>(handle));
}

template <class Handle, class Object>
Result<Handle> give_authz_handle(std::shared_ptr<const Object> object) {
  WFP_TRY(const HANDLE handle, handle_table().add(std::move(object)));
  return reinterpret_cast<Handle>(handle);
}

}  // namespace wfp::win32
