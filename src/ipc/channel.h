// Channel: one accepted connection as Cap'n Proto speaks it, within the limits of a MeteredStream.
#pragma once

#include <memory>
#include <optional>

#include "base/unique.h"
#include "ipc/capnp.h"
#include "ipc/metered_stream.h"

namespace wfp::ipc {

// Words of calls that may be in progress on one connection; reading stops above it.
inline constexpr std::size_t kCallWordsInProgress = 64 * 1024;

class Channel {
 public:
  // `socket` is non-blocking and close-on-exec.
  Channel(kj::LowLevelAsyncIoProvider& provider, UniqueFd socket, kj::Timer& timer,
          const StreamLimits& limits);
  Channel(const Channel&) = delete;
  Channel& operator=(const Channel&) = delete;
  ~Channel();

  // Answers the peer's calls from now on. Once.
  void serve(capnp::Capability::Client bootstrap);

  // Resolves when the peer is gone or has broken the protocol.
  kj::Promise<void> disconnected() { return network_.onDisconnect(); }

  // Shared, because a call that is being cancelled may outlive the channel by some turns of the
  // loop.
  [[nodiscard]] const std::shared_ptr<MeteredStream>& stream() const { return stream_; }

 private:
  std::shared_ptr<MeteredStream> stream_;
  capnp::TwoPartyVatNetwork network_;
  std::optional<capnp::RpcSystem<capnp::rpc::twoparty::VatId>> rpc_;
};

}  // namespace wfp::ipc
