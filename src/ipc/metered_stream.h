// MeteredStream: what keeps one connection from costing the daemon more than its share of memory.
// It stands between the socket and Cap'n Proto and
//   - reads no further message while too much of what was sent is still unread by the peer,
//   - ends a connection whose peer leaves a message unread for too long,
//   - ends one that has made too many calls and never said that it is finished with them,
//   - bounds the size of a message from the peer, and takes no file descriptors.
#pragma once

#include "ipc/capnp.h"

#include <capnp/serialize-async.h>

#include <cstdint>

namespace wfp::ipc {

struct StreamLimits {
  std::uint64_t message_words = 32 * 1024;  // one message from the peer: 256 KiB
  std::size_t unsent_bytes = 64 * 1024;     // more waits to be sent: nothing is read
  std::uint32_t open_calls = 1024;          // calls the peer has not finished with
  kj::Duration stall = 30 * kj::SECONDS;    // a message unread for so long: the peer is gone
};

class MeteredStream final : public capnp::MessageStream {
 public:
  MeteredStream(kj::Own<kj::AsyncIoStream> stream, kj::Timer& timer, const StreamLimits& limits);

  // The network above, whose queue is measured; without one nothing is held back.
  void watch(capnp::TwoPartyVatNetwork* network) { network_ = network; }

  // Resolves when the caller may make a large reply: one at a time, in the order of asking, each
  // when the one before is nearly sent. So a peer that asks for many pages at once and reads none
  // costs the memory of one.
  kj::Promise<void> turn();

  kj::Promise<kj::Maybe<capnp::MessageReaderAndFds>> tryReadMessage(
      kj::ArrayPtr<kj::AutoCloseFd> fds, capnp::ReaderOptions options,
      kj::ArrayPtr<capnp::word> scratch) override;
  kj::Promise<void> writeMessage(
      kj::ArrayPtr<const int> fds,
      kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments) override;
  kj::Promise<void> writeMessages(
      kj::ArrayPtr<kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>>> messages) override;
  kj::Maybe<int> getSendBufferSize() override { return inner_.getSendBufferSize(); }
  kj::Promise<void> end() override { return inner_.end(); }

 private:
  void count_calls(capnp::MessageReader& message);
  kj::Promise<void> sent(kj::Promise<void> write);
  kj::Promise<void> writable();

  kj::Own<kj::AsyncIoStream> stream_;
  capnp::AsyncIoMessageStream inner_;
  kj::Timer& timer_;
  StreamLimits limits_;
  capnp::TwoPartyVatNetwork* network_ = nullptr;
  std::uint32_t open_calls_ = 0;
  kj::Own<kj::PromiseFulfiller<void>> drained_fulfiller_;
  kj::ForkedPromise<void> drained_;  // resolves after the next message was sent
  kj::Promise<void> wake_;
  kj::ForkedPromise<void> turns_;
};

}  // namespace wfp::ipc
