#include "daemon/connect_rate.h"

#include <algorithm>

namespace wfp::daemon {
namespace {

constexpr std::size_t kRemembered = 4096;  // buckets before the full ones are forgotten

const RateRow& row_of(uid_t uid) { return uid == 0 ? kRootConnectRate : kUserConnectRate; }

double refilled(const RateRow& row, double left, kj::Duration since) {
  const double seconds = static_cast<double>(since / kj::MICROSECONDS) / 1e6;
  return std::min<double>(row.burst, left + seconds * row.per_second);
}

}  // namespace

bool ConnectRate::take(uid_t uid, kj::TimePoint now) {
  if (buckets_.size() >= kRemembered) forget_full(now);
  const RateRow& row = row_of(uid);
  auto& bucket =
      buckets_.try_emplace(uid, Bucket{static_cast<double>(row.burst), now}).first->second;
  bucket.left = refilled(row, bucket.left, now - bucket.at);
  bucket.at = now;
  if (bucket.left < 1) return false;
  bucket.left -= 1;
  return true;
}

void ConnectRate::forget_full(kj::TimePoint now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const auto& [uid, bucket] = entry;
    return refilled(row_of(uid), bucket.left, now - bucket.at) >= row_of(uid).burst;
  });
}

}  // namespace wfp::daemon
