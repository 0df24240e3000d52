// fetch_pages(): the answers of an enumeration's `next`, page by page, until there are as many rows
// as were wanted or no more. On the I/O thread.
#pragma once

#include <algorithm>
#include <vector>

#include "api/client/policy.h"

namespace wfp::api {

// Rows as a caller gets them: null for none.
template <class Objects, class Read>
Call<PolicyEnum::Rows> rows_of(const Objects& objects, const Read& read) {
  if (objects.empty()) return PolicyEnum::Rows{};
  WFP_TRY(auto memory, read(objects));
  return PolicyEnum::Rows{std::move(memory), static_cast<std::uint32_t>(objects.size())};
}

// Capability::next answers with Results, whose rows `list` gets; `keep` says which of them count.
template <class Capability, class Results, class List, class Row, class Read>
class Pages {
 public:
  Pages(Capability& from, std::uint32_t wanted, List list, bool (*keep)(Row), Read read)
      : from_(from), wanted_(wanted), list_(list), keep_(keep), read_(std::move(read)) {}

  using Answer = Call<PolicyEnum::Rows>;

  kj::Promise<Answer> run() {
    const auto left = static_cast<std::uint32_t>(wanted_ - rows_.size());
    if (left == 0) return read_(rows_);
    const std::uint32_t asked = std::min(kPageRows, left);
    auto request = from_.nextRequest();
    request.setCount(asked);
    return request.send().then(
        [this, asked](Response&& page) { return take(kj::mv(page), asked); });
  }

 private:
  using Response = capnp::Response<Results>;
  static constexpr std::uint32_t kPageRows = 512;

  kj::Promise<Answer> take(Response page, std::uint32_t asked) {
    if (auto outcome = read_outcome(page.getOutcome()); !outcome)
      return Answer(fail(std::move(outcome).error()));
    const auto rows = (page.*list_)();
    if (rows.size() > asked) {
      return Answer(fail(Refusal(Status::internal_error, "the engine sent a malformed page")));
    }
    if (rows.size() == 0) return read_(rows_);
    for (const auto row : rows) {
      if (keep_(row)) rows_.push_back(row);
    }
    pages_.push_back(kj::mv(page));
    return run();
  }

  Capability& from_;
  std::uint32_t wanted_;
  List list_;
  bool (*keep_)(Row);
  Read read_;
  std::vector<Row> rows_;        // into pages_
  std::vector<Response> pages_;  // their memory stays where it is
};

template <class Results, class Capability, class List, class Row, class Read>
kj::Promise<Call<PolicyEnum::Rows>> fetch_pages(Capability& from, std::uint32_t wanted, List list,
                                                bool (*keep)(Row), Read read) {
  auto pages = kj::heap<Pages<Capability, Results, List, Row, Read>>(from, wanted, list, keep,
                                                                     std::move(read));
  auto& running = *pages;
  return running.run().attach(kj::mv(pages));
}

}  // namespace wfp::api
