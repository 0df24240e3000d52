#include "api/convert/endpoints.h"

#include <endian.h>

#include <vector>

#include "api/convert/sid.h"
#include "api/windows.h"
#include "base/wide.h"

namespace wfp::api {
namespace {

constexpr std::uint32_t kNoIndex = 0xffffffff;

using Row = ipc::wire::EndpointRow::Reader;

std::string_view text_of(capnp::Data::Reader data) {
  return {reinterpret_cast<const char*>(data.begin()), data.size()};
}
std::string_view text_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

// What the tables of a page became, once in the block. Every read of a list counts towards the
// message's traversal limit by the size of the whole list, so rows use this and never the page.
struct Tables {
  struct File {
    std::uint64_t device, inode;
  };
  struct Ids {
    std::uint32_t uid, gid;
  };

  std::vector<FWP_BYTE_BLOB> app_ids;
  std::vector<std::string_view> app_paths;
  std::vector<File> app_files;
  std::vector<SID*> users;
  std::vector<Ids> user_ids;
  std::vector<char*> services;
  std::vector<char*> cgroups;
  UINT32* holders = nullptr;
  std::uint32_t holder_count = 0;
};

class Converter {
 public:
  explicit Converter(RowForm form) : form_(form) {}

  void measure(EndpointPage page);
  Call<Rows> convert(std::span<const EndpointPage> pages);

 private:
  [[nodiscard]] bool extended() const {
    return form_ == RowForm::endpoints || form_ == RowForm::single_endpoint;
  }
  [[nodiscard]] bool single() const {
    return form_ == RowForm::single_properties || form_ == RowForm::single_endpoint;
  }
  Tables place_tables(EndpointPage page, Block& block) const;
  void fill(EndpointPage page, const Tables& tables, std::uint32_t first);
  void fill_properties(const Row& row, const Tables& tables, FWPS_ALE_ENDPOINT_PROPERTIES0& out);
  void fill_endpoint(const Row& row, const Tables& tables, OPENWFP_ENDPOINT0& out);

  // The table's entry at an index of the page, or the empty one; notes an index that is out of
  // range.
  template <class T>
  T at(const std::vector<T>& table, std::uint32_t index) {
    if (index < table.size()) return table[index];
    malformed_ |= index != kNoIndex;
    return T{};
  }

  RowForm form_;
  bool malformed_ = false;
  std::uint32_t count_ = 0;
  BlockSize size_;
  FWPS_ALE_ENDPOINT_PROPERTIES0** pointers_ = nullptr;
  FWPS_ALE_ENDPOINT_PROPERTIES0* properties_ = nullptr;
  OPENWFP_ENDPOINT0* endpoints_ = nullptr;
};

void Converter::measure(EndpointPage page) {
  const std::uint32_t rows = page.getRows().size();
  count_ += rows;
  for (const auto app : page.getApps()) {
    size_.add<wchar_t>(app.getPath().size() + 1);
    if (extended()) size_.add<char>(app.getPath().size() + 1);
  }
  if (!extended()) return;
  for (const auto user : page.getUsers()) size_.add<std::uint8_t>(user.getSid().size());
  for (const auto service : page.getServices()) size_.add<char>(service.size() + 1);
  for (const auto cgroup : page.getCgroups()) size_.add<char>(cgroup.size() + 1);
  size_.add<UINT32>(page.getHolders().size());
}

Tables Converter::place_tables(EndpointPage page, Block& block) const {
  Tables tables;
  for (const auto app : page.getApps()) {
    const std::string_view path = text_of(app.getPath());
    const std::wstring wide = to_wide(path);
    auto* text = block.copy_text(std::wstring_view(wide));
    tables.app_ids.push_back(
        {static_cast<UINT32>((wide.size() + 1) * sizeof(wchar_t)), reinterpret_cast<UINT8*>(text)});
    if (!extended()) continue;
    tables.app_paths.emplace_back(block.copy_text(path), path.size());
    tables.app_files.push_back({app.getDevice(), app.getInode()});
  }
  if (!extended()) return tables;
  for (const auto user : page.getUsers()) {
    tables.users.push_back(place_sid(user.getSid(), block));
    tables.user_ids.push_back({user.getUid(), user.getGid()});
  }
  for (const auto service : page.getServices())
    tables.services.push_back(block.copy_text(text_of(service)));
  for (const auto cgroup : page.getCgroups())
    tables.cgroups.push_back(block.copy_text(text_of(cgroup)));
  tables.holder_count = page.getHolders().size();
  tables.holders = block.place<UINT32>(tables.holder_count);
  UINT32* next = tables.holders;
  for (const std::uint32_t holder : page.getHolders()) *next++ = holder;
  return tables;
}

void write_address(std::uint64_t high, std::uint64_t low, bool v6, UINT32& v4, UINT8 (&bytes)[16]) {
  if (!v6) {
    v4 = static_cast<UINT32>(low);
    return;
  }
  const std::uint64_t halves[2] = {htobe64(high), htobe64(low)};
  std::memcpy(bytes, halves, sizeof bytes);
}

void Converter::fill_properties(const Row& row, const Tables& tables,
                                FWPS_ALE_ENDPOINT_PROPERTIES0& out) {
  const bool v6 = row.getIpVersion() == FWP_IP_VERSION_V6;
  out.endpointId = row.getId();
  out.ipVersion = static_cast<FWP_IP_VERSION>(row.getIpVersion());
  write_address(row.getLocalHigh(), row.getLocalLow(), v6, out.localV4Address, out.localV6Address);
  write_address(row.getRemoteHigh(), row.getRemoteLow(), v6, out.remoteV4Address,
                out.remoteV6Address);
  out.ipProtocol = row.getProtocol();
  out.localPort = row.getLocalPort();
  out.remotePort = row.getRemotePort();
  out.localTokenModifiedId = row.getTokenModifiedId();
  out.appId = at(tables.app_ids, row.getApp());
}

void Converter::fill_endpoint(const Row& row, const Tables& tables, OPENWFP_ENDPOINT0& out) {
  fill_properties(row, tables, out.properties);
  out.state = static_cast<OPENWFP_STATE>(row.getState());
  out.direction = static_cast<OPENWFP_DIRECTION>(row.getDirection());
  out.attribution = static_cast<OPENWFP_ATTRIBUTION>(row.getAttribution());
  out.flags = row.getFlags();
  out.uid = out.gid = OPENWFP_ID_UNKNOWN;
  if (row.getUser() < tables.user_ids.size()) {
    out.uid = tables.user_ids[row.getUser()].uid;
    out.gid = tables.user_ids[row.getUser()].gid;
  }
  out.userSid = at(tables.users, row.getUser());
  if (std::uint64_t{row.getHoldersStart()} + row.getHoldersCount() <= tables.holder_count) {
    out.numHolders = row.getHoldersCount();
    out.holders = out.numHolders == 0 ? nullptr : tables.holders + row.getHoldersStart();
  } else {
    malformed_ = true;
  }
  out.netnsInode = row.getNetnsInode();
  out.netnsCookie = row.getNetnsCookie();
  out.cgroupId = row.getCgroupId();
  out.cgroupPath = at(tables.cgroups, row.getCgroup());
  out.service = at(tables.services, row.getService());
  if (row.getApp() >= tables.app_files.size()) return;
  const std::string_view path = tables.app_paths[row.getApp()];
  out.appDevice = tables.app_files[row.getApp()].device;
  out.appInode = tables.app_files[row.getApp()].inode;
  out.appPathLength = static_cast<UINT32>(path.size());
  out.appPath =
      const_cast<char*>(path.data());  // NOLINT: the block's own copy, the caller's from now on
}

void Converter::fill(EndpointPage page, const Tables& tables, std::uint32_t first) {
  std::uint32_t i = first;
  for (const auto row : page.getRows()) {
    if (extended()) {
      fill_endpoint(row, tables, endpoints_[i]);
    } else {
      if (pointers_ != nullptr) pointers_[i] = &properties_[i];
      fill_properties(row, tables, properties_[i]);
    }
    ++i;
  }
}

Call<Rows> Converter::convert(std::span<const EndpointPage> pages) {
  Rows rows;
  for (const auto page : pages) {
    measure(page);
    rows.others_hidden |= page.getOthersHidden();
  }
  rows.count = count_;
  if (single() && count_ != 1) malformed_ = true;
  if (count_ == 0 && !malformed_) return rows;
  if (form_ == RowForm::properties) size_.add<FWPS_ALE_ENDPOINT_PROPERTIES0*>(count_);
  extended() ? size_.add<OPENWFP_ENDPOINT0>(count_)
             : size_.add<FWPS_ALE_ENDPOINT_PROPERTIES0>(count_);
  WFP_TRY(Block block, Block::allocate(size_));
  if (form_ == RowForm::properties) pointers_ = block.place<FWPS_ALE_ENDPOINT_PROPERTIES0*>(count_);
  if (extended()) {
    endpoints_ = block.place<OPENWFP_ENDPOINT0>(count_);
  } else {
    properties_ = block.place<FWPS_ALE_ENDPOINT_PROPERTIES0>(count_);
  }
  std::uint32_t first = 0;
  for (const auto page : pages) {
    fill(page, place_tables(page, block), first);
    first += page.getRows().size();
  }
  if (malformed_) return fail(Refusal(Status::internal_error, "the engine sent a malformed page"));
  rows.memory = block.release();
  return rows;
}

}  // namespace

Call<Rows> convert_endpoints(std::span<const EndpointPage> pages, RowForm form) {
  return Converter(form).convert(pages);
}

}  // namespace wfp::api
