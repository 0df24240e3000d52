#include "api/client/apply.h"

#include "api/client/policy.h"
#include "api/convert/descriptor.h"
#include "api/convert/objects.h"
#include "api/convert/wire.h"

namespace wfp::api {
namespace {

using ipc::wire::Session;
using Wire = ipc::wire::PolicyEdit::Builder;

template <class T>
Call<void> write_add(const T* object, PSECURITY_DESCRIPTOR sd, Wire wire) {
  if (object == nullptr) return fail(Refusal(Status::fwp_null_pointer));
  auto add = wire.initAdd();
  WFP_CHECK_OK(write_object(*object, add.initObject()));
  WFP_TRY(const auto descriptor, bytes_of_descriptor(sd));
  if (descriptor) add.initDescriptor().setBytes(data_of(*descriptor));
  return {};
}

Call<void> write_remove(const GUID* key, PolicyKind kind, Wire wire) {
  if (key == nullptr) return fail(Refusal(Status::fwp_null_pointer));
  auto name = wire.initRemove();
  name.setKind(kind);
  name.setKey(data_of(*key));
  return {};
}

Call<void> write_edit(const OPENWFP_EDIT0& edit, Wire wire) {
  switch (number_of(edit.type)) {
    case OPENWFP_EDIT_ADD_PROVIDER:
      return write_add(edit.provider, edit.sd, wire);
    case OPENWFP_EDIT_ADD_PROVIDER_CONTEXT:
      return write_add(edit.providerContext, edit.sd, wire);
    case OPENWFP_EDIT_ADD_SUBLAYER:
      return write_add(edit.subLayer, edit.sd, wire);
    case OPENWFP_EDIT_ADD_CALLOUT:
      return write_add(edit.callout, edit.sd, wire);
    case OPENWFP_EDIT_ADD_FILTER:
      return write_add(edit.filter, edit.sd, wire);
    case OPENWFP_EDIT_DELETE_PROVIDER:
      return write_remove(edit.key, PolicyKind::PROVIDER, wire);
    case OPENWFP_EDIT_DELETE_PROVIDER_CONTEXT:
      return write_remove(edit.key, PolicyKind::PROVIDER_CONTEXT, wire);
    case OPENWFP_EDIT_DELETE_SUBLAYER:
      return write_remove(edit.key, PolicyKind::SUBLAYER, wire);
    case OPENWFP_EDIT_DELETE_CALLOUT:
      return write_remove(edit.key, PolicyKind::CALLOUT, wire);
    case OPENWFP_EDIT_DELETE_FILTER:
      return write_remove(edit.key, PolicyKind::FILTER, wire);
    default:
      return fail(Refusal(Status::fwp_invalid_enumerator, "an edit's type is none of those"));
  }
}

Call<void> write_edits(std::span<const OPENWFP_EDIT0> edits,
                       capnp::List<ipc::wire::PolicyEdit>::Builder wire, UINT32& failed) {
  for (unsigned i = 0; i < wire.size(); ++i) {
    if (auto written = write_edit(edits[i], wire[i]); !written) {
      failed = i;
      return written;
    }
  }
  return {};
}

Call<OwnedMemory> read_added(capnp::List<ipc::wire::Added>::Reader from, std::size_t asked) {
  if (from.size() != asked) return fail(malformed_answer());
  return build([&](Room& room) -> Call<void> {
    auto* added = room.place<OPENWFP_ADDED0>(from.size());
    for (unsigned i = 0; i < from.size(); ++i)
      added[i] = {guid_of(from[i].getKey()), from[i].getId()};
    return {};
  });
}

}  // namespace

Call<OwnedMemory> apply_edits(const Engine& engine, std::span<const OPENWFP_EDIT0> edits,
                              UINT32& failed) {
  return engine.run<OwnedMemory>(
      [&](Session::Client& session, Loop&) -> kj::Promise<Call<OwnedMemory>> {
        auto request = session.policyApplyRequest();
        auto list = request.initEdits(static_cast<unsigned>(edits.size()));
        if (auto written = write_edits(edits, list, failed); !written)
          return Call<OwnedMemory>(fail(std::move(written).error()));
        return request.send().then([&](auto&& response) -> Call<OwnedMemory> {
          if (auto outcome = read_outcome(response.getOutcome()); !outcome) {
            if (response.getFailed() < edits.size()) failed = response.getFailed();
            return fail(std::move(outcome).error());
          }
          return read_added(response.getAdded(), edits.size());
        });
      });
}

}  // namespace wfp::api
