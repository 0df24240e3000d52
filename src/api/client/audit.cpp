#include "api/client/audit.h"

#include "api/convert/object_name.h"
#include "api/convert/sid.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

using ipc::wire::Session;
using Records = capnp::List<ipc::wire::AuditRecord>::Reader;

Call<void> write_wanted(const OPENWFP_AUDIT_TEMPLATE0* from,
                        ipc::wire::AuditTemplate::Builder wire) {
  if (from == nullptr) return {};
  wire.setSinceUnixMs(from->sinceUnixMs);
  wire.setMost(from->most);
  wire.setAfter(from->after);
  if (from->object == nullptr) return {};
  WFP_TRY(const Object object, object_named(from->object));
  write_object(object, wire.initObject().initOne());
  return {};
}

void read_record(ipc::wire::AuditRecord::Reader from, OPENWFP_AUDIT_RECORD0& to, Room& room) {
  to.number = from.getNumber();
  to.unixMs = from.getUnixMs();
  to.user = place_sid(from.getUser(), room);
  to.uid = from.getUid();
  to.processId = from.getProcessId();
  to.program = place_text(from.getProgram(), room);
  to.operation = place_text(from.getOperation(), room);
  to.object = windows_object(read_object(from.getObject()));
  to.objectName = place_text(from.getObjectName(), room);
  to.desiredAccess = from.getDesired();
  to.granted = from.getGranted() ? TRUE : FALSE;
  to.before = place_text(from.getBefore(), room);
  to.after = place_text(from.getAfter(), room);
}

Call<PolicyEnum::Rows> read_records(Records from) {
  if (from.size() == 0) return PolicyEnum::Rows{};
  WFP_TRY(auto memory, build([&](Room& room) -> Call<void> {
            auto* records = room.place<OPENWFP_AUDIT_RECORD0>(from.size());
            for (unsigned i = 0; i < from.size(); ++i) read_record(from[i], records[i], room);
            return {};
          }));
  return PolicyEnum::Rows{std::move(memory), from.size()};
}

}  // namespace

Call<PolicyEnum::Rows> audit_records(const Engine& engine, const OPENWFP_AUDIT_TEMPLATE0* wanted,
                                     UINT64& lost) {
  return engine.run<PolicyEnum::Rows>(
      [&](Session::Client& session, Loop&) -> kj::Promise<Call<PolicyEnum::Rows>> {
        auto request = session.auditEnumRequest();
        if (auto written = write_wanted(wanted, request.initWanted()); !written)
          return Call<PolicyEnum::Rows>(fail(std::move(written).error()));
        return request.send().then([&](auto&& response) -> Call<PolicyEnum::Rows> {
          WFP_CHECK_OK(read_outcome(response.getOutcome()));
          lost = response.getLost();
          return read_records(response.getRecords());
        });
      });
}

}  // namespace wfp::api
