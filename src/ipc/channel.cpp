#include "ipc/channel.h"

namespace wfp::ipc {
namespace {

constexpr unsigned kFdFlags = kj::LowLevelAsyncIoProvider::TAKE_OWNERSHIP |
                              kj::LowLevelAsyncIoProvider::ALREADY_CLOEXEC |
                              kj::LowLevelAsyncIoProvider::ALREADY_NONBLOCK;

}  // namespace

// The network's own options bound what the daemon sends, the stream's what it takes.
Channel::Channel(kj::LowLevelAsyncIoProvider& provider, UniqueFd socket, kj::Timer& timer,
                 const StreamLimits& limits)
    : stream_(std::make_shared<MeteredStream>(provider.wrapSocketFd(socket.release(), kFdFlags),
                                              timer, limits)),
      network_(*stream_, capnp::rpc::twoparty::Side::SERVER) {
  stream_->watch(&network_);
}

Channel::~Channel() { stream_->watch(nullptr); }

void Channel::serve(capnp::Capability::Client bootstrap) {
  rpc_.emplace(capnp::makeRpcServer(network_, kj::mv(bootstrap)));
  rpc_->setFlowLimit(kCallWordsInProgress);
}

}  // namespace wfp::ipc
