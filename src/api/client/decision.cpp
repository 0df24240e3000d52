#include "api/client/decision.h"

#include "api/convert/principal.h"
#include "api/convert/sid.h"
#include "api/convert/value.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

using ipc::wire::Session;
using Request = ipc::wire::ClassifyRequest;
using Decision = ipc::wire::Decision;

Call<void> write_field(const OPENWFP_FIELD0& from, Request::Field::Builder wire) {
  wire.setField(data_of(from.fieldKey));
  auto value = wire.initValue();
  switch (number_of(from.source)) {
    case OPENWFP_FIELD_VALUE:
      return write_value(from.value, value.initValue());
    case OPENWFP_FIELD_SELF:
      value.setSelf();
      return {};
    case OPENWFP_FIELD_PRINCIPAL:
      if (from.principal == nullptr) return fail(Refusal(Status::fwp_null_pointer));
      WFP_CHECK_OK(check_principal(*from.principal));
      if (from.principal->user != nullptr) {
        write_token(*from.principal, value.initToken());
      } else {
        write_unix_user(*from.principal, value.initUnix());
      }
      return {};
    default:
      return fail(Refusal(Status::fwp_invalid_enumerator, "a field's source is none of those"));
  }
}

Call<void> write_request(const OPENWFP_CLASSIFY_REQUEST0& from, Request::Builder wire) {
  if (from.numFields != 0 && from.fields == nullptr) return fail(Refusal(Status::fwp_null_pointer));
  wire.setLayer(data_of(from.layerKey));
  auto fields = wire.initFields(from.numFields);
  for (UINT32 i = 0; i < from.numFields; ++i) WFP_CHECK_OK(write_field(from.fields[i], fields[i]));
  return {};
}

void read_filter(Decision::FilterStep::Reader from, OPENWFP_FILTER_STEP0& to, Room& room) {
  to.filterId = from.getId();
  to.filterKey = guid_of(from.getKey());
  to.name = place_text(from.getName(), room);
  to.action = from.getAction();
  to.calloutState = static_cast<OPENWFP_CALLOUT_STATE>(from.getCallout());
  to.hasOpinion = from.getHasOpinion() ? TRUE : FALSE;
  to.block = from.getBlock() ? TRUE : FALSE;
  to.hard = from.getHard() ? TRUE : FALSE;
  to.hidden = from.getHidden() ? TRUE : FALSE;
  to.providerKey = place_guid(from.getProvider(), room);
  to.owner = place_sid(from.getOwner(), room);
}

void read_sublayer(Decision::SublayerStep::Reader from, OPENWFP_SUBLAYER_STEP0& to, Room& room) {
  to.subLayerKey = guid_of(from.getKey());
  to.name = place_text(from.getName(), room);
  to.weight = from.getWeight();
  to.effect = static_cast<OPENWFP_EFFECT>(from.getEffect());
  const auto filters = from.getFilters();
  to.numFilters = filters.size();
  to.filters = room.place<OPENWFP_FILTER_STEP0>(filters.size());
  for (unsigned i = 0; i < filters.size(); ++i) read_filter(filters[i], to.filters[i], room);
}

Call<void> read_decision(Decision::Reader from, Room& room) {
  auto* to = room.place<OPENWFP_DECISION0>();
  to->block = from.getBlock() ? TRUE : FALSE;
  to->hard = from.getHard() ? TRUE : FALSE;
  to->vetoed = from.getVetoed() ? TRUE : FALSE;
  to->filterId = from.getFilterId();
  to->enforced = from.getEnforced() ? TRUE : FALSE;
  const auto walk = from.getWalk();
  to->numSubLayers = walk.size();
  to->subLayers = room.place<OPENWFP_SUBLAYER_STEP0>(walk.size());
  for (unsigned i = 0; i < walk.size(); ++i) read_sublayer(walk[i], to->subLayers[i], room);
  return {};
}

using Hits = capnp::List<ipc::wire::FilterHits>::Reader;

Call<OwnedMemory> read_hits(Hits from, std::size_t asked) {
  if (from.size() != asked) return fail(malformed_answer());
  return build([&](Room& room) -> Call<void> {
    auto* hits = room.place<OPENWFP_FILTER_HITS0>(from.size());
    for (unsigned i = 0; i < from.size(); ++i) {
      hits[i] = {from[i].getId(), from[i].getDecided(), from[i].getOverruled(),
                 from[i].getLastUnixMs()};
    }
    return {};
  });
}

}  // namespace

Call<OwnedMemory> classify(const Engine& engine, const OPENWFP_CLASSIFY_REQUEST0& request) {
  return engine.run<OwnedMemory>(
      [&](Session::Client& session, Loop&) -> kj::Promise<Call<OwnedMemory>> {
        auto asked = session.classifyRequest();
        if (auto written = write_request(request, asked.initRequest()); !written)
          return Call<OwnedMemory>(fail(std::move(written).error()));
        return asked.send().then([](auto&& response) -> Call<OwnedMemory> {
          WFP_CHECK_OK(read_outcome(response.getOutcome()));
          return build([&](Room& room) { return read_decision(response.getDecision(), room); });
        });
      });
}

Call<OwnedMemory> filter_hits(const Engine& engine, std::span<const UINT64> ids) {
  if (ids.empty()) return OwnedMemory();
  return engine.run<OwnedMemory>([&](Session::Client& session, Loop&) {
    auto request = session.filterHitsRequest();
    request.setFilterIds(kj::arrayPtr(ids.data(), ids.size()));
    return request.send().then([&](auto&& response) -> Call<OwnedMemory> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return read_hits(response.getHits(), ids.size());
    });
  });
}

}  // namespace wfp::api
