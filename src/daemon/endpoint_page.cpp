#include "daemon/endpoint_page.h"

#include <sys/sysmacros.h>

#include <span>

#include "daemon/wire_answer.h"
#include "endpoint/access.h"

namespace wfp::daemon {
namespace {

using endpoint::Endpoint;
using endpoint::Index;
using endpoint::kNone;
using endpoint::Snapshot;

constexpr std::uint32_t kUnknownId = 0xFFFFFFFF;

// Gives the entries of one of the snapshot's tables the numbers they have in a page, in the order
// of first use.
class PageTable {
 public:
  explicit PageTable(std::size_t size) : numbers_(size, kNone) {}

  Index number(Index entry) {
    if (entry == kNone) return kNone;
    if (numbers_[entry] == kNone) {
      numbers_[entry] = static_cast<Index>(entries_.size());
      entries_.push_back(entry);
    }
    return numbers_[entry];
  }
  [[nodiscard]] const std::vector<Index>& entries() const { return entries_; }
  [[nodiscard]] unsigned size() const { return static_cast<unsigned>(entries_.size()); }

 private:
  std::vector<Index> numbers_;
  std::vector<Index> entries_;
};

// Two big-endian halves of an IPv6 address; an IPv4 address is the low 32 bits of the second, in
// host order.
struct Halves {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};

std::uint64_t big_endian(std::span<const std::uint8_t> bytes) {
  std::uint64_t value = 0;
  for (const std::uint8_t byte : bytes) value = value << 8 | byte;
  return value;
}

Halves halves(const endpoint::Address& address, endpoint::IpVersion version) {
  const std::span<const std::uint8_t> bytes(address);
  if (version == endpoint::IpVersion::v4) return {0, big_endian(bytes.first(4))};
  return {big_endian(bytes.first(8)), big_endian(bytes.subspan(8))};
}

class PageWriter {
 public:
  PageWriter(ipc::wire::EndpointPage::Builder page, const EndpointListing& listing)
      : page_(page),
        snapshot_(*listing.snapshot),
        apps_(snapshot_.applications.size()),
        cgroups_(snapshot_.cgroups.size()),
        owner_numbers_(snapshot_.credentials.size() + 1, kNone) {}

  void write(std::span<const std::uint32_t> rows) {
    auto list = page_.initRows(static_cast<unsigned>(rows.size()));
    for (unsigned i = 0; i < rows.size(); ++i) write_row(list[i], snapshot_.endpoints[rows[i]]);
    write_apps();
    write_users();
    write_cgroups();
    auto holders = page_.initHolders(static_cast<unsigned>(holders_.size()));
    for (unsigned i = 0; i < holders.size(); ++i) holders.set(i, holders_[i]);
  }

 private:
  void write_row(ipc::wire::EndpointRow::Builder row, const Endpoint& endpoint);
  void write_holders(ipc::wire::EndpointRow::Builder row, const Endpoint& endpoint);
  Index user_number(const Endpoint& endpoint);
  void write_apps();
  void write_users();
  void write_cgroups();

  ipc::wire::EndpointPage::Builder page_;
  const Snapshot& snapshot_;
  PageTable apps_;
  PageTable cgroups_;
  std::vector<Index> owner_numbers_;  // of a credential set's user; the last: of SYSTEM
  std::vector<endpoint::Owner> owners_;
  std::vector<std::uint32_t> holders_;
};

void PageWriter::write_row(ipc::wire::EndpointRow::Builder row, const Endpoint& endpoint) {
  const Halves local = halves(endpoint.local, endpoint.ip_version);
  const Halves remote = halves(endpoint.remote, endpoint.ip_version);
  row.setId(endpoint.id);
  row.setLocalHigh(local.high);
  row.setLocalLow(local.low);
  row.setRemoteHigh(remote.high);
  row.setRemoteLow(remote.low);
  row.setLocalPort(endpoint.local_port);
  row.setRemotePort(endpoint.remote_port);
  row.setProtocol(endpoint.protocol);
  row.setIpVersion(static_cast<std::uint8_t>(endpoint.ip_version));
  row.setState(static_cast<std::uint8_t>(endpoint.state));
  row.setAttribution(static_cast<std::uint8_t>(endpoint.attribution));
  row.setDirection(static_cast<std::uint8_t>(endpoint.direction));
  if (const auto* credentials = snapshot_.credential_set(endpoint))
    row.setTokenModifiedId(credentials->id);
  if (const auto* network = snapshot_.network_namespace(endpoint)) {
    row.setNetnsCookie(network->cookie);
    row.setNetnsInode(network->inode);
  }
  if (const auto* cgroup = snapshot_.cgroup(endpoint)) row.setCgroupId(cgroup->id);
  row.setUser(user_number(endpoint));
  const Index cgroup = cgroups_.number(endpoint.cgroup);
  row.setCgroup(cgroup);
  row.setService(
      snapshot_.cgroup(endpoint) && !snapshot_.cgroup(endpoint)->service.empty() ? cgroup : kNone);
  std::uint32_t flags = endpoint.multipath ? ipc::wire::FLAG_MULTIPATH : 0;
  const auto* owner = snapshot_.owner(endpoint);
  row.setApp(apps_.number(owner ? owner->application : kNone));
  if (const auto* app = snapshot_.application(endpoint)) {
    if (!app->host) flags |= ipc::wire::FLAG_FOREIGN_APP;
    if (app->deleted) flags |= ipc::wire::FLAG_DELETED_APP;
  }
  row.setFlags(flags);
  write_holders(row, endpoint);
}

// An endpoint belongs to the user of its credentials or, where nobody of his is known to hold it,
// to SYSTEM.
Index PageWriter::user_number(const Endpoint& endpoint) {
  const endpoint::Owner owner = endpoint::owner_of(snapshot_, endpoint);
  Index& number = owner.is_system ? owner_numbers_.back() : owner_numbers_[endpoint.credentials];
  if (number == kNone) {
    number = static_cast<Index>(owners_.size());
    owners_.push_back(owner);
  }
  return number;
}

void PageWriter::write_holders(ipc::wire::EndpointRow::Builder row, const Endpoint& endpoint) {
  row.setHoldersStart(static_cast<std::uint32_t>(holders_.size()));
  row.setHoldersCount(endpoint.holder_count);
  for (const Index holder : snapshot_.holders_of(endpoint))
    holders_.push_back(snapshot_.processes[holder].pid);
}

void PageWriter::write_apps() {
  auto list = page_.initApps(apps_.size());
  for (unsigned i = 0; i < list.size(); ++i) {
    const endpoint::Application& app = snapshot_.applications[apps_.entries()[i]];
    list[i].setPath({reinterpret_cast<const capnp::byte*>(app.id.data()), app.id.size()});
    // As the kernel has it: major above, minor in the low 20 bits.
    list[i].setDevice(app.inode == 0 ? 0 : makedev(app.device >> 20, app.device & 0xFFFFF));
    list[i].setInode(app.inode);
  }
}

void PageWriter::write_users() {
  auto list = page_.initUsers(static_cast<unsigned>(owners_.size()));
  for (unsigned i = 0; i < list.size(); ++i) {
    const endpoint::Owner& owner = owners_[i];
    list[i].setSid(data_of(owner.user().bytes()));
    list[i].setUid(owner.is_system ? kUnknownId : owner.uid);
    list[i].setGid(owner.is_system ? kUnknownId : owner.gid);
  }
}

void PageWriter::write_cgroups() {
  auto paths = page_.initCgroups(cgroups_.size());
  auto services = page_.initServices(cgroups_.size());
  for (unsigned i = 0; i < paths.size(); ++i) {
    const endpoint::Cgroup& cgroup = snapshot_.cgroups[cgroups_.entries()[i]];
    paths.set(i, cgroup.path.c_str());
    services.set(i, cgroup.service.c_str());
  }
}

}  // namespace

std::uint64_t EndpointListing::size_in_bytes() const {
  const auto bytes = [](const auto& table) {
    return table.capacity() * sizeof(typename std::decay_t<decltype(table)>::value_type);
  };
  std::uint64_t size = bytes(rows) + bytes(snapshot->endpoints) + bytes(snapshot->holders) +
                       bytes(snapshot->processes) + bytes(snapshot->applications) +
                       bytes(snapshot->cgroups);
  for (const auto& app : snapshot->applications) size += app.id.capacity() + app.path.capacity();
  return size;
}

void write_page(ipc::wire::EndpointPage::Builder page, const EndpointListing& listing,
                std::size_t first, std::uint32_t count) {
  PageWriter(page, listing).write(std::span(listing.rows).subspan(first, count));
  page.setRemaining(listing.rows.size() - first - count);
  page.setOthersHidden(listing.others_hidden);
}

}  // namespace wfp::daemon
