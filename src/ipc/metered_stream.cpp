#include "ipc/metered_stream.h"

#include <capnp/rpc.capnp.h>

namespace wfp::ipc {

MeteredStream::MeteredStream(kj::Own<kj::AsyncIoStream> stream, kj::Timer& timer,
                             const StreamLimits& limits)
    : stream_(kj::mv(stream)),
      inner_(*stream_),
      timer_(timer),
      limits_(limits),
      drained_(nullptr),
      wake_(nullptr),
      turns_(kj::Promise<void>(kj::READY_NOW).fork()) {
  auto pair = kj::newPromiseAndFulfiller<void>();
  drained_ = pair.promise.fork();
  drained_fulfiller_ = kj::mv(pair.fulfiller);
}

kj::Promise<void> MeteredStream::turn() {
  // evalLast: by then the reply of the turn before has been queued, and writable() sees it.
  turns_ = turns_.addBranch()
               .then([this] { return kj::evalLast([this] { return writable(); }); })
               .fork();
  return turns_.addBranch();
}

kj::Promise<void> MeteredStream::writable() {
  if (!network_ || network_->getCurrentQueueSize() <= limits_.unsent_bytes) return kj::READY_NOW;
  return drained_.addBranch().then([this] { return writable(); });
}

kj::Promise<kj::Maybe<capnp::MessageReaderAndFds>> MeteredStream::tryReadMessage(
    kj::ArrayPtr<kj::AutoCloseFd> /*fds*/, capnp::ReaderOptions /*options*/,
    kj::ArrayPtr<capnp::word> scratch) {
  using Message = kj::Maybe<capnp::MessageReaderAndFds>;
  return writable().then([this, scratch] {
    capnp::ReaderOptions options;
    options.traversalLimitInWords = limits_.message_words;
    return inner_.tryReadMessage(nullptr, options, scratch)
        .then([this](Message message) -> Message {
          WFP_IF_SOME(some, message) { count_calls(*some->reader); }
          return message;
        });
  });
}

void MeteredStream::count_calls(capnp::MessageReader& message) {
  using capnp::rpc::Message;
  switch (message.getRoot<Message>().which()) {
    case Message::CALL:
    case Message::BOOTSTRAP:
      KJ_REQUIRE(++open_calls_ <= limits_.open_calls,
                 "too many unfinished calls on one connection");
      break;
    case Message::FINISH:
      if (open_calls_ > 0) --open_calls_;
      break;
    default:
      break;
  }
}

kj::Promise<void> MeteredStream::writeMessage(
    kj::ArrayPtr<const int> fds, kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>> segments) {
  return sent(inner_.writeMessage(fds, segments));
}

kj::Promise<void> MeteredStream::writeMessages(
    kj::ArrayPtr<kj::ArrayPtr<const kj::ArrayPtr<const capnp::word>>> messages) {
  return sent(inner_.writeMessages(messages));
}

kj::Promise<void> MeteredStream::sent(kj::Promise<void> write) {
  return timer_.timeoutAfter(limits_.stall, kj::mv(write)).then([this] {
    // The network takes the message off its account a few steps after this one: those who wait look
    // then.
    wake_ = kj::evalLast([this] {
              auto pair = kj::newPromiseAndFulfiller<void>();
              drained_ = pair.promise.fork();
              auto fulfiller = kj::mv(drained_fulfiller_);
              drained_fulfiller_ = kj::mv(pair.fulfiller);
              fulfiller->fulfill();
            }).eagerlyEvaluate([](kj::Exception&&) {});
  });
}

}  // namespace wfp::ipc
