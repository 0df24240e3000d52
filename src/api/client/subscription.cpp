#include "api/client/subscription.h"

#include "api/client/process.h"

namespace wfp::api {
namespace {

using Session = ipc::wire::Session;

// The engine's end of a delivery. Its answer is what lets the engine send more.
template <class Read>
class Sink {
 public:
  Sink(std::shared_ptr<Delivery> delivery, Read read, kj::Timer& timer)
      : delivery_(std::move(delivery)), read_(std::move(read)), timer_(timer) {}

  template <class List>
  kj::Promise<void> take(List list) {
    std::vector<OwnedMemory> items;
    for (const auto row : list) {
      if (auto item = read_(row); item && *item != nullptr) items.push_back(*std::move(item));
    }
    delivery_->hand_over(std::move(items));
    return until_there_is_room();
  }

 private:
  kj::Promise<void> until_there_is_room() {
    if (delivery_->keeps_up()) return kj::READY_NOW;
    return timer_.afterDelay(kPause).then([this] { return until_there_is_room(); });
  }

  static constexpr auto kPause = 5 * kj::MILLISECONDS;

  std::shared_ptr<Delivery> delivery_;
  Read read_;
  kj::Timer& timer_;
};

class ChangeSink final : public ipc::wire::ChangeSink::Server {
 public:
  template <class... Arguments>
  explicit ChangeSink(Arguments&&... arguments) : sink_(std::forward<Arguments>(arguments)...) {}
  kj::Promise<void> changed(ChangedContext context) override {
    return sink_.take(context.getParams().getChanges());
  }

 private:
  Sink<Subscription::ReadChange> sink_;
};

class EventSink final : public ipc::wire::NetEventSink::Server {
 public:
  template <class... Arguments>
  explicit EventSink(Arguments&&... arguments) : sink_(std::forward<Arguments>(arguments)...) {}
  kj::Promise<void> happened(HappenedContext context) override {
    return sink_.take(context.getParams().getEvents());
  }

 private:
  Sink<Subscription::ReadEvent> sink_;
};

Call<std::shared_ptr<Delivery>> make_delivery(Delivery::Callback callback) {
  WFP_TRY(const auto process, Process::get());
  WFP_TRY(auto worker, process->worker());
  return std::make_shared<Delivery>(std::move(worker), std::move(callback));
}

// `ask` makes the request and sends it: a promise of its answer, or why it cannot be made.
template <class Ask>
Call<std::shared_ptr<Subscription>> subscribe(const std::shared_ptr<Engine>& engine,
                                              PolicyKind kind, Delivery::Callback callback,
                                              const Ask& ask) {
  WFP_TRY(auto delivery, make_delivery(std::move(callback)));
  WFP_TRY(const auto id, engine->run<std::uint64_t>([&](Session::Client& session, Loop& loop)
                                                        -> kj::Promise<Call<std::uint64_t>> {
    auto asked = ask(session, loop, delivery);
    if (!asked) return Call<std::uint64_t>(fail(std::move(asked).error()));
    return asked->then([&loop](auto&& response) -> Call<std::uint64_t> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return loop.keep(std::make_unique<Subscription::OnThread>(response.getSubscription()));
    });
  }));
  return std::make_shared<Subscription>(engine, kind, std::move(delivery),
                                        OnLoop<Subscription::OnThread>(engine->thread(), id));
}

template <class Subscriptions, class Read>
Call<PolicyEnum::Rows> read_all(Subscriptions subscriptions, const Read& read) {
  if (subscriptions.size() == 0) return PolicyEnum::Rows{};
  WFP_TRY(auto memory, read(subscriptions));
  return PolicyEnum::Rows{std::move(memory), subscriptions.size()};
}

}  // namespace

Call<std::shared_ptr<Subscription>> Subscription::to_changes(const std::shared_ptr<Engine>& engine,
                                                             PolicyKind kind,
                                                             const WriteSelection& write,
                                                             std::uint32_t flags, ReadChange read,
                                                             Delivery::Callback callback) {
  using Answer = capnp::RemotePromise<Session::PolicySubscribeResults>;
  const auto ask = [&](Session::Client& session, Loop& loop,
                       const std::shared_ptr<Delivery>& delivery) -> Call<Answer> {
    auto request = session.policySubscribeRequest();
    auto wanted = request.initWanted();
    wanted.setKind(kind);
    WFP_CHECK_OK(write(wanted));
    request.setFlags(flags);
    request.setSink(kj::heap<ChangeSink>(delivery, std::move(read), loop.timer()));
    return request.send();
  };
  return subscribe(engine, kind, std::move(callback), ask);
}

Call<std::shared_ptr<Subscription>> Subscription::to_events(const std::shared_ptr<Engine>& engine,
                                                            const WriteWanted& write,
                                                            ReadEvent read,
                                                            Delivery::Callback callback) {
  using Answer = capnp::RemotePromise<Session::NetEventSubscribeResults>;
  const auto ask = [&](Session::Client& session, Loop& loop,
                       const std::shared_ptr<Delivery>& delivery) -> Call<Answer> {
    auto request = session.netEventSubscribeRequest();
    WFP_CHECK_OK(write(request.initWanted()));
    request.setSink(kj::heap<EventSink>(delivery, std::move(read), loop.timer()));
    return request.send();
  };
  return subscribe(engine, PolicyKind::NET_EVENT, std::move(callback), ask);
}

Call<PolicyEnum::Rows> change_subscriptions(const Engine& engine, PolicyKind kind,
                                            const ReadSubscriptions& read) {
  return engine.run<PolicyEnum::Rows>([&](Session::Client& session, Loop&) {
    auto request = session.policySubscriptionsRequest();
    request.setKind(kind);
    return request.send().then([&](auto&& response) -> Call<PolicyEnum::Rows> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return read_all(response.getSubscriptions(), read);
    });
  });
}

Call<PolicyEnum::Rows> event_subscriptions(const Engine& engine,
                                           const ReadEventSubscriptions& read) {
  return engine.run<PolicyEnum::Rows>([&](Session::Client& session, Loop&) {
    return session.netEventSubscriptionsRequest().send().then(
        [&](auto&& response) -> Call<PolicyEnum::Rows> {
          WFP_CHECK_OK(read_outcome(response.getOutcome()));
          return read_all(response.getSubscriptions(), read);
        });
  });
}

}  // namespace wfp::api
