#include "api/fake_events.h"

namespace wfp::test {
namespace {

const kj::byte kSid[] = {1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0};
capnp::Data::Reader sid() { return kj::arrayPtr(kSid, sizeof kSid); }

const kj::byte kKey[] = {1, 0, 0, 0, 2, 0, 3, 0, 4, 5, 6, 7, 8, 9, 10, 11};
capnp::Data::Reader key() { return kj::arrayPtr(kKey, sizeof kKey); }

}  // namespace

void write_events(capnp::List<ipc::wire::NetEvent>::Builder events) {
  for (unsigned i = 0; i < events.size(); ++i) {
    const bool v6 = i == 1;
    auto event = events[i];
    event.setSequence(i);
    event.setType(i == 1 ? 6 : 3);  // CLASSIFY_ALLOW, CLASSIFY_DROP
    event.setUnixNs(1'000'000'000 + i);
    event.setFlags(0x5ff);
    event.setIpVersion(v6 ? 1 : 0);
    event.setProtocol(6);
    event.setLocalLow(v6 ? 1 : 0x7f000001);
    event.setRemoteHigh(v6 ? 0x20010db8'00000000 : 0);
    event.setRemoteLow(v6 ? 0x42 : 0x0a000001);
    event.setLocalPort(40000);
    event.setRemotePort(443);
    event.setUser(sid());
    event.setPackageSid(sid());
    const kj::byte app[] = {'/', 0, 0, 0, 0, 0, 0, 0};
    event.setAppId(kj::arrayPtr(app, sizeof app));
    event.setFilterId(77 + i);
    event.setLayerId(48);
    event.setDirection(1);
    event.setIsLoopback(true);
  }
}

void write_decision(ipc::wire::Decision::Builder decision) {
  decision.setBlock(true);
  decision.setHard(true);
  decision.setFilterId(9);
  auto step = decision.initWalk(1)[0];
  step.setKey(key());
  step.setName("sublayer");
  step.setWeight(0x4000);
  step.setEffect(1);
  auto filters = step.initFilters(2);
  filters[0].setHidden(true);
  filters[1].setId(9);
  filters[1].setKey(key());
  filters[1].setName("filter");
  filters[1].setAction(0x1001);
  filters[1].setHasOpinion(true);
  filters[1].setBlock(true);
  filters[1].setProvider(key());
  filters[1].setOwner(sid());
}

void write_record(ipc::wire::AuditRecord::Builder record) {
  record.setNumber(5);
  record.setUnixMs(123);
  record.setUser(sid());
  record.setUid(1000);
  record.setProcessId(42);
  record.setProgram("program");
  record.setOperation("add");
  auto object = record.initObject().initPolicy();
  object.setKind(ipc::wire::Kind::FILTER);
  object.setKey(key());
  record.setObjectName("name");
  record.setDesired(2);
  record.setGranted(true);
  record.setBefore("");
  record.setAfter("after");
}

}  // namespace wfp::test
