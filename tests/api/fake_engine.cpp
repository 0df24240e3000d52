#include "api/fake_engine.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "api/fake_events.h"
#include "api/fake_policy.h"
#include "base/status.h"
#include "ipc/capnp.h"

namespace wfp::test {
namespace {

namespace wire = ipc::wire;

kj::Promise<void> done() { return kj::READY_NOW; }

void refuse(wire::Outcome::Builder outcome, Status status, kj::StringPtr detail) {
  outcome.setStatus(static_cast<std::uint32_t>(status));
  outcome.setDetail(detail);
}

class EnumServer final : public wire::EndpointEnum::Server {
 public:
  explicit EnumServer(const Behaviour& behaviour) : behaviour_(behaviour) {}

  kj::Promise<void> next(NextContext context) override {
    if (behaviour_.misbehaviour == Misbehaviour::dies && next_ > 0) _exit(0);
    const std::uint32_t left = behaviour_.rows - next_;
    std::uint32_t count = std::min({context.getParams().getCount(), behaviour_.page_cap, left});
    if (behaviour_.misbehaviour == Misbehaviour::empty_with_more) count = 0;
    if (behaviour_.misbehaviour == Misbehaviour::too_many_rows)
      count = context.getParams().getCount() + 1;
    auto results = context.getResults();
    results.initOutcome();
    auto page = results.initPage();
    write(page, count);
    next_ += count;
    page.setRemaining(behaviour_.rows > next_ ? behaviour_.rows - next_ : 0);
    page.setOthersHidden(true);
    return done();
  }

  void write(wire::EndpointPage::Builder page, std::uint32_t count) {
    auto apps = page.initApps(50);
    for (std::uint32_t i = 0; i < 50; ++i) {
      const std::string path = fake_app(i);
      apps[i].setPath(kj::arrayPtr(reinterpret_cast<const kj::byte*>(path.data()), path.size()));
      apps[i].setDevice(0x800);
      apps[i].setInode(7000 + i);
    }
    const kj::byte sid[] = {1, 2, 0, 0, 0, 0, 0, 22, 1, 0, 0, 0, 0xe8, 3, 0, 0};  // S-1-22-1-1000
    auto user = page.initUsers(1)[0];
    user.setSid(kj::arrayPtr(sid, sizeof sid));
    user.setUid(1000);
    user.setGid(100);
    page.initServices(1).set(0, "nginx");
    page.initCgroups(1).set(0, "/system.slice/nginx.service");
    auto holders = page.initHolders(3);
    for (unsigned i = 0; i < 3; ++i) holders.set(i, 501 + i);
    auto rows = page.initRows(count);
    for (std::uint32_t i = 0; i < count; ++i) write(rows[i], next_ + i);
  }

 private:
  void write(wire::EndpointRow::Builder row, std::uint32_t i) {
    const bool v6 = i % 2 == 1;
    row.setId(kFirstId + i);
    row.setIpVersion(v6 ? 1 : 0);
    row.setLocalLow(v6 ? 1 : 0x7f000001);
    row.setRemoteHigh(v6 ? 0x20010db8'00000000 : 0);
    row.setRemoteLow(v6 ? 0x42 : 0x0a000000 + i);
    row.setTokenModifiedId(77);
    row.setLocalPort(static_cast<std::uint16_t>(1024 + i % 50'000));
    row.setRemotePort(443);
    row.setProtocol(6);
    row.setState(4);
    row.setAttribution(1);
    row.setDirection(1);
    row.setApp(behaviour_.misbehaviour == Misbehaviour::bad_app_index ? 50 : i % 50);
    row.setUser(0);
    row.setService(i == 0 ? 0 : 0xffffffff);
    row.setCgroup(0);
    row.setHoldersStart(1);
    row.setHoldersCount(behaviour_.misbehaviour == Misbehaviour::bad_holders ? 3 : 2);
    row.setNetnsInode(4026531840);
    row.setNetnsCookie(1);
    row.setCgroupId(4242);
    row.setFlags(1);
  }

  const Behaviour& behaviour_;
  std::uint32_t next_ = 0;
};

class PolicyEnumServer final : public wire::PolicyEnum::Server {
 public:
  PolicyEnumServer(FakePolicy::Messages messages, const Behaviour& behaviour)
      : messages_(std::move(messages)), behaviour_(behaviour) {}

  kj::Promise<void> next(NextContext context) override {
    const auto left = static_cast<std::uint32_t>(messages_.size()) - next_;
    const auto count = std::min({context.getParams().getCount(), behaviour_.page_cap, left});
    auto results = context.getResults();
    results.initOutcome();
    auto objects = results.initObjects(count);
    for (std::uint32_t i = 0; i < count; ++i)
      objects.setWithCaveats(i, messages_[next_ + i]->getRoot<wire::PolicyObject>());
    next_ += count;
    return done();
  }

 private:
  FakePolicy::Messages messages_;
  const Behaviour& behaviour_;
  std::uint32_t next_ = 0;
};

class NetEventEnumServer final : public wire::NetEventEnum::Server {
 public:
  kj::Promise<void> next(NextContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    if (!std::exchange(asked_, true)) write_events(results.initEvents(kFakeEvents));
    return done();
  }

 private:
  bool asked_ = false;
};

class SubscriptionServer final : public wire::Subscription::Server {};

class SessionServer final : public wire::Session::Server {
 public:
  explicit SessionServer(const Behaviour& behaviour) : behaviour_(behaviour) {}

  kj::Promise<void> close(CloseContext) override { return done(); }

  kj::Promise<void> endpointById(EndpointByIdContext context) override {
    if (behaviour_.misbehaviour == Misbehaviour::never_answers) return kj::NEVER_DONE;
    if (behaviour_.misbehaviour == Misbehaviour::throws) KJ_FAIL_REQUIRE("thrown by the engine");
    auto results = context.getResults();
    if (context.getParams().getId() != kFirstId) {
      refuse(results.initOutcome(), Status::fwp_not_found, "no such endpoint");
      return done();
    }
    results.initOutcome();
    EnumServer(behaviour_).write(results.initPage(), 1);
    return done();
  }

  kj::Promise<void> endpointEnum(EndpointEnumContext context) override {
    auto results = context.getResults();
    if (behaviour_.echo) {
      const auto text = kj::str(context.getParams().getFilter());
      refuse(results.initOutcome(), Status::fwp_never_match, text);
      return done();
    }
    results.initOutcome();
    results.setEnumeration(kj::heap<EnumServer>(behaviour_));
    return done();
  }

  kj::Promise<void> getSecurity(GetSecurityContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    results.setDescriptor(kj::arrayPtr(behaviour_.descriptor.data(), behaviour_.descriptor.size()));
    return done();
  }

  kj::Promise<void> setSecurity(SetSecurityContext context) override {
    auto results = context.getResults();
    auto outcome = results.initOutcome();
    if (!behaviour_.echo) return done();
    refuse(outcome, Status::access_denied, kj::str(context.getParams()));
    auto refusal = outcome.initRefusal();
    refusal.initObject().setEndpoints();
    refusal.setMissing(0x40000);
    refusal.setPrivilege("SeSecurityPrivilege");
    const kj::byte owner[] = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
    refusal.setOwner(kj::arrayPtr(owner, sizeof owner));
    return done();
  }

  kj::Promise<void> transactionBegin(TransactionBeginContext context) override {
    context.getResults().initOutcome().setStatus(0xdead0001);  // no status that there is
    return done();
  }

  kj::Promise<void> policyAdd(PolicyAddContext context) override {
    const auto object = context.getParams().getObject();
    auto results = context.getResults();
    auto outcome = results.initOutcome();
    if (behaviour_.echo) {
      refuse(outcome, Status::fwp_never_match, kj::str(context.getParams()));
      return done();
    }
    results.initAdded().setId(policy_.add(object));
    return done();
  }

  kj::Promise<void> policyRemove(PolicyRemoveContext context) override {
    auto outcome = context.getResults().initOutcome();
    if (!policy_.remove(context.getParams().getObject()))
      refuse(outcome, Status::fwp_not_found, "no such object");
    return done();
  }

  kj::Promise<void> policyGet(PolicyGetContext context) override {
    auto results = context.getResults();
    auto outcome = results.initOutcome();
    auto* found = policy_.find(context.getParams().getObject());
    if (found == nullptr) {
      refuse(outcome, Status::fwp_not_found, "no such object");
    } else {
      results.setObject(found->getRoot<wire::PolicyObject>());
    }
    return done();
  }

  kj::Promise<void> policyEnum(PolicyEnumContext context) override {
    auto results = context.getResults();
    auto outcome = results.initOutcome();
    const auto wanted = context.getParams().getWanted();
    if (behaviour_.echo) {
      refuse(outcome, Status::fwp_never_match, kj::str(wanted));
      return done();
    }
    results.setEnumeration(kj::heap<PolicyEnumServer>(policy_.of(wanted.getKind()), behaviour_));
    return done();
  }

  kj::Promise<void> policySubscribe(PolicySubscribeContext context) override {
    const auto params = context.getParams();
    auto results = context.getResults();
    results.initOutcome();
    results.setSubscription(
        policy_.subscribe(params.getWanted(), params.getFlags(), params.getSink()));
    return done();
  }

  kj::Promise<void> policySubscriptions(PolicySubscriptionsContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    const auto& subscribed = policy_.subscribed();
    auto list = results.initSubscriptions(static_cast<unsigned>(subscribed.size()));
    unsigned i = 0;
    for (const auto& [id, one] : subscribed) {
      list[i].setWanted(one.wanted->getRoot<wire::PolicyTemplate>());
      list[i++].setFlags(one.flags);
    }
    return done();
  }

  kj::Promise<void> policyApply(PolicyApplyContext context) override {
    auto results = context.getResults();
    auto outcome = results.initOutcome();
    const auto edits = context.getParams().getEdits();
    auto added = results.initAdded(edits.size());
    for (unsigned i = 0; i < edits.size(); ++i) {
      if (edits[i].isAdd()) {
        added[i].setKey(edits[i].getAdd().getObject().getKey());
        added[i].setId(policy_.add(edits[i].getAdd().getObject()));
      } else if (!policy_.remove(edits[i].getRemove())) {
        refuse(outcome, Status::fwp_not_found, "no such object");
        results.setFailed(i);
        return done();
      }
    }
    return done();
  }

  kj::Promise<void> netEventEnum(NetEventEnumContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    results.setEnumeration(kj::heap<NetEventEnumServer>());
    return done();
  }

  kj::Promise<void> netEventSubscribe(NetEventSubscribeContext context) override {
    auto request = context.getParams().getSink().happenedRequest();
    write_events(request.initEvents(kFakeEvents));
    request.send().detach([](kj::Exception&&) {});
    auto results = context.getResults();
    results.initOutcome();
    results.setSubscription(kj::heap<SubscriptionServer>());
    return done();
  }

  kj::Promise<void> classify(ClassifyContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    write_decision(results.initDecision());
    return done();
  }

  kj::Promise<void> filterHits(FilterHitsContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    const auto ids = context.getParams().getFilterIds();
    auto hits = results.initHits(ids.size());
    for (unsigned i = 0; i < ids.size(); ++i) {
      hits[i].setId(ids[i]);
      hits[i].setDecided(10 * ids[i]);
    }
    return done();
  }

  kj::Promise<void> auditEnum(AuditEnumContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    write_record(results.initRecords(1)[0]);
    results.setLost(4);
    return done();
  }

  kj::Promise<void> optionSet(OptionSetContext context) override {
    option_.setRoot(context.getParams().getValue());
    context.getResults().initOutcome();
    return done();
  }

  kj::Promise<void> optionGet(OptionGetContext context) override {
    auto results = context.getResults();
    results.initOutcome();
    results.setValue(option_.getRoot<wire::ConditionValue>());
    return done();
  }

  kj::Promise<void> access(AccessContext context) override {
    refuse(context.getResults().initOutcome(), Status::access_denied, kj::str(context.getParams()));
    return done();
  }

 private:
  const Behaviour& behaviour_;
  FakePolicy policy_;
  capnp::MallocMessageBuilder option_;
};

class EngineServer final : public wire::Engine::Server {
 public:
  explicit EngineServer(const Behaviour& behaviour) : behaviour_(behaviour) {}

  kj::Promise<void> hello(HelloContext context) override {
    if (behaviour_.misbehaviour == Misbehaviour::never_greets) return kj::NEVER_DONE;
    auto results = context.getResults();
    results.initOutcome();
    results.setVersion(wire::PROTOCOL_VERSION);
    results.setRelease("fake");
    return done();
  }

  kj::Promise<void> openSession(OpenSessionContext context) override {
    auto results = context.getResults();
    const auto request = context.getParams().getRequest();
    if (behaviour_.echo && request.hasName()) {
      refuse(results.initOutcome(), Status::access_denied, kj::str(request));
      return done();
    }
    results.initOutcome();
    results.setSession(kj::heap<SessionServer>(behaviour_));
    return done();
  }

 private:
  const Behaviour& behaviour_;
};

int listen_at(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size());
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
      listen(fd, 64) != 0)
    _exit(1);
  return fd;
}

[[noreturn]] void serve(int fd, const Behaviour& behaviour) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (behaviour.misbehaviour == Misbehaviour::hangs_up) {
    for (;;) ::close(accept(fd, nullptr, nullptr));
  }
  auto io = kj::setupAsyncIo();
  auto receiver = io.lowLevelProvider->wrapListenSocketFd(fd);
  capnp::TwoPartyServer server(kj::heap<EngineServer>(behaviour));
  server.listen(*receiver).wait(io.waitScope);
  _exit(0);
}

}  // namespace

FakeEngine::FakeEngine(const Behaviour& behaviour) {
  if (behaviour.listener != 0 &&
      (chmod(dir_.path().c_str(), 0777) != 0 || seteuid(behaviour.listener) != 0)) {
    std::abort();
  }
  const int fd = listen_at(socket_path());
  if (behaviour.listener != 0 && seteuid(0) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) serve(fd, behaviour);
  ::close(fd);
}

void FakeEngine::kill() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

FakeEngine::~FakeEngine() { kill(); }

}  // namespace wfp::test
