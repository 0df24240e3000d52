#include "api/client/endpoint_enum.h"

#include <algorithm>
#include <deque>
#include <vector>

namespace wfp::api {
namespace {

// Rows per message, and messages asked for ahead: while one is read here the engine writes the
// next.
constexpr std::uint32_t kPageRows = 8192;
constexpr std::size_t kWindow = 3;

using Response = capnp::Response<ipc::wire::EndpointEnum::NextResults>;

// Collects the pages of one call. On the I/O thread.
class Fetch {
 public:
  Fetch(EndpointEnum::Capability& from, std::uint32_t count) : from_(from), wanted_(count) {}

  // Brings no more rows than were wanted, whatever the engine has.
  kj::Promise<Call<Rows>> run(RowForm form) {
    send();  // the first answer says how much there is to ask for
    return receive().then([this, form](Call<std::monostate> fetched) -> Call<Rows> {
      if (!fetched) return fail(std::move(fetched).error());
      std::vector<EndpointPage> readers;
      for (const Response& page : pages_) readers.push_back(page.getPage());
      return convert_endpoints(readers, form);
    });
  }

 private:
  struct Asked {
    std::uint32_t rows;
    kj::Promise<Response> answer;
  };

  void send() {
    const std::uint32_t rows = std::min(kPageRows, wanted_ - asked_);
    auto request = from_.nextRequest();
    request.setCount(rows);
    asked_ += rows;
    in_flight_.push_back({rows, request.send()});
  }

  // Reads what is in flight and asks for more until there is no more.
  kj::Promise<Call<std::monostate>> receive() {
    if (in_flight_.empty()) return Call<std::monostate>();
    Asked first = kj::mv(in_flight_.front());
    in_flight_.pop_front();
    return first.answer.then(
        [this, rows = first.rows](Response&& page) { return take(kj::mv(page), rows); });
  }

  kj::Promise<Call<std::monostate>> take(Response page, std::uint32_t rows) {
    if (auto outcome = read_outcome(page.getOutcome()); !outcome) {
      return Call<std::monostate>(fail(std::move(outcome).error()));
    }
    const std::uint32_t got = page.getPage().getRows().size();
    const std::uint64_t remaining = page.getPage().getRemaining();
    if (got > rows || (got == 0 && remaining > 0)) {
      return Call<std::monostate>(
          fail(Refusal(Status::internal_error, "the engine sent a malformed page")));
    }
    asked_ -= rows - got;  // a capped page: the rest is asked for again
    pages_.push_back(kj::mv(page));
    std::uint64_t coming = 0;
    for (const Asked& asked : in_flight_) coming += asked.rows;
    while (in_flight_.size() < kWindow && coming < remaining && asked_ < wanted_) {
      send();
      coming += in_flight_.back().rows;
    }
    return receive();
  }

  EndpointEnum::Capability& from_;
  std::uint32_t wanted_;
  std::uint32_t asked_ = 0;  // received and in flight
  std::deque<Asked> in_flight_;
  std::vector<Response> pages_;
};

}  // namespace

Call<std::shared_ptr<EndpointEnum>> EndpointEnum::create(const std::shared_ptr<Engine>& engine,
                                                         const WriteFilter& write_filter) {
  WFP_TRY(const auto id,
          engine->run<std::uint64_t>([&](ipc::wire::Session::Client& session, Loop& loop) {
            auto request = session.endpointEnumRequest();
            if (write_filter) write_filter(request.initFilter());
            return request.send().then([&loop](auto&& response) -> Call<std::uint64_t> {
              WFP_CHECK_OK(read_outcome(response.getOutcome()));
              return loop.keep(std::make_unique<OnThread>(response.getEnumeration()));
            });
          }));
  return std::make_shared<EndpointEnum>(engine, OnLoop<OnThread>(engine->thread(), id));
}

Call<Rows> EndpointEnum::next(std::uint32_t count, RowForm form) {
  const std::lock_guard lock(mutex_);
  return on_thread_.run<Rows>([&](OnThread& self, Loop&) -> kj::Promise<Call<Rows>> {
    if (count == 0) return Call<Rows>();
    auto fetch = kj::heap<Fetch>(self.capability, count);
    auto rows = fetch->run(form);
    return rows.attach(kj::mv(fetch));
  });
}

Call<Rows> endpoint_by_id(const Engine& engine, std::uint64_t id, RowForm form) {
  return engine.run<Rows>([&](ipc::wire::Session::Client& session, Loop&) {
    auto request = session.endpointByIdRequest();
    request.setId(id);
    return request.send().then([form](auto&& response) -> Call<Rows> {
      WFP_CHECK_OK(read_outcome(response.getOutcome()));
      const EndpointPage page = response.getPage();
      return convert_endpoints({&page, 1}, form);
    });
  });
}

}  // namespace wfp::api
