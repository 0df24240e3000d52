#include "daemon/quotas.h"

#include <algorithm>
#include <string>

namespace wfp::daemon {
namespace {

constexpr std::size_t index(Quota quota) { return static_cast<std::size_t>(quota); }

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < kQuotas.size(); ++i) {
    if (index(kQuotas[i].quota) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

// The sum is never formed: amounts come from clients.
bool fits(std::uint64_t used, std::uint64_t amount, std::uint64_t ceiling) {
  return used <= ceiling && amount <= ceiling - used;
}

}  // namespace

const QuotaRow& quota_row(Quota quota) { return kQuotas[index(quota)]; }

QuotaCeilings QuotaCeilings::defaults() {
  QuotaCeilings ceilings{};
  for (const QuotaRow& row : kQuotas) {
    ceilings.user[index(row.quota)] = row.user;
    ceilings.root[index(row.quota)] = row.root;
    ceilings.everyone[index(row.quota)] = row.everyone;
  }
  return ceilings;
}

std::uint64_t QuotaCeilings::of(uid_t uid, Quota quota) const {
  return uid == 0 ? root[index(quota)] : user[index(quota)];
}

Ledger::Ledger(QuotaCeilings ceilings) : ceilings_(ceilings) {}

Result<Charge> Ledger::take(uid_t uid, Quota quota, std::uint64_t amount) {
  const QuotaRow& row = quota_row(quota);
  const std::uint64_t ceiling = ceilings_.of(uid, quota);
  if (!fits(used(uid, quota), amount, ceiling)) {
    return fail(Status::quota_exceeded, "uid " + std::to_string(uid) + " may hold " +
                                            std::to_string(ceiling) + " " + std::string(row.unit) +
                                            " at once (quota '" + std::string(row.name) + "')");
  }
  if (uid != 0 && !fits(books_->everyone[index(quota)], amount, ceilings_.everyone[index(quota)])) {
    return fail(Status::quota_exceeded,
                "all users together hold the most there may be of '" + std::string(row.name) + "'");
  }
  return hold(uid, quota, amount);
}

Charge Ledger::hold(uid_t uid, Quota quota, std::uint64_t amount) {
  books_->by_uid[uid][index(quota)] += amount;
  if (uid != 0) books_->everyone[index(quota)] += amount;
  return Charge(books_, uid, quota, amount);
}

std::uint64_t Ledger::used(uid_t uid, Quota quota) const {
  const auto usage = books_->by_uid.find(uid);
  return usage == books_->by_uid.end() ? 0 : usage->second[index(quota)];
}

void Ledger::Books::give_back(uid_t uid, Quota quota, std::uint64_t amount) {
  const auto usage = by_uid.find(uid);
  if (usage == by_uid.end()) return;
  usage->second[index(quota)] -= amount;
  if (uid != 0) everyone[index(quota)] -= amount;
  if (std::ranges::all_of(usage->second, [](std::uint64_t held) { return held == 0; }))
    by_uid.erase(usage);
}

Charge& Charge::operator=(Charge&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  books_ = std::move(other.books_);
  uid_ = other.uid_;
  quota_ = other.quota_;
  amount_ = other.amount_;
  return *this;
}

void Charge::give_back() {
  if (books_) books_->give_back(uid_, quota_, amount_);
  books_.reset();
}

}  // namespace wfp::daemon
