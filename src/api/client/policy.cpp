#include "api/client/policy.h"

#include "api/client/pages.h"

namespace wfp::api {
namespace {

using Session = ipc::wire::Session;

}  // namespace

void write_name(const PolicyName& name, ipc::wire::Name::Builder wire) {
  wire.setKind(name.kind);
  if (const auto* key = std::get_if<0>(&name.key_or_id)) {
    wire.setKey(kj::arrayPtr(key->data(), key->size()));
  } else {
    wire.setId(std::get<1>(name.key_or_id));
  }
}

Call<std::uint64_t> add_object(const Engine& engine, const WritePolicyObject& write,
                               std::optional<std::span<const std::uint8_t>> descriptor) {
  return engine.run<std::uint64_t>(
      [&](Session::Client& session, Loop&) -> kj::Promise<Call<std::uint64_t>> {
        auto request = session.policyAddRequest();
        if (auto written = write(request.initObject()); !written)
          return Call<std::uint64_t>(fail(std::move(written).error()));
        if (descriptor) {
          request.initDescriptor().setBytes(kj::arrayPtr(descriptor->data(), descriptor->size()));
        }
        return request.send().then([](auto&& response) -> Call<std::uint64_t> {
          WFP_CHECK_OK(read_outcome(response.getOutcome()));
          return response.getAdded().getId();
        });
      });
}

Call<void> remove_object(const Engine& engine, const PolicyName& name) {
  return engine.run_for_outcome([&](Session::Client& session, Loop&) {
    auto request = session.policyRemoveRequest();
    write_name(name, request.initObject());
    return send_for_outcome(request);
  });
}

Call<OwnedMemory> get_object(const Engine& engine, const PolicyName& name,
                             const ReadPolicyObject& read) {
  return engine.run<OwnedMemory>([&](Session::Client& session, Loop&) {
    auto request = session.policyGetRequest();
    write_name(name, request.initObject());
    return request.send().then([&](auto&& response) -> Call<OwnedMemory> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      return read(response.getObject());
    });
  });
}

Call<std::shared_ptr<PolicyEnum>> PolicyEnum::create(const std::shared_ptr<Engine>& engine,
                                                     PolicyKind kind, const WriteSelection& write) {
  WFP_TRY(const auto id,
          engine->run<std::uint64_t>(
              [&](Session::Client& session, Loop& loop) -> kj::Promise<Call<std::uint64_t>> {
                auto request = session.policyEnumRequest();
                auto wanted = request.initWanted();
                wanted.setKind(kind);
                if (auto written = write(wanted); !written)
                  return Call<std::uint64_t>(fail(std::move(written).error()));
                return request.send().then([&loop](auto&& response) -> Call<std::uint64_t> {
                  WFP_CHECK_OK(read_outcome(response.getOutcome()));
                  return loop.keep(std::make_unique<OnThread>(response.getEnumeration()));
                });
              }));
  return std::make_shared<PolicyEnum>(engine, kind, OnLoop<OnThread>(engine->thread(), id));
}

Call<PolicyEnum::Rows> PolicyEnum::next(std::uint32_t count, const Read& read) {
  using Results = ipc::wire::PolicyEnum::NextResults;
  constexpr auto every = +[](ipc::wire::PolicyObject::Reader) { return true; };
  const std::lock_guard lock(mutex_);
  return on_thread_.run<Rows>([&](OnThread& self, Loop&) {
    return fetch_pages<Results>(self.capability, count, &Results::Reader::getObjects, every,
                                [&read](const Objects& objects) { return rows_of(objects, read); });
  });
}

}  // namespace wfp::api
