#include "api/convert/app_id.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

#include "api/windows.h"
#include "base/wide.h"

namespace wfp::api {
namespace {

using CPath = std::unique_ptr<char, FreeMemory>;

CPath real_path(const std::string& name) { return CPath(realpath(name.c_str(), nullptr)); }

// What Windows tells apart and ENOENT does not: the file is missing, or the folder it would be in.
Status missing_part(const std::string& name) {
  const auto slash = name.find_last_of('/');
  const std::string folder = slash == std::string::npos ? "." : name.substr(0, slash + 1);
  if (name.empty() || real_path(folder) == nullptr) return Status::object_path_not_found;
  return Status::object_name_not_found;
}

}  // namespace

Result<std::string> resolve_file(const std::string& name) {
  const CPath path = real_path(name);
  if (path == nullptr) {
    const int error = errno;
    return fail(error == ENOENT ? missing_part(name) : status_from_errno(error), name);
  }
  struct stat info{};
  if (stat(path.get(), &info) != 0) return fail(status_from_errno(errno), name);
  if (S_ISDIR(info.st_mode)) return fail(Status::access_denied, name + " is a folder");
  return std::string(path.get());
}

Call<OwnedMemory> make_app_id(const std::string& path) {
  const std::wstring wide = to_wide(path);
  BlockSize size;
  size.add<FWP_BYTE_BLOB>();
  size.add<wchar_t>(wide.size() + 1);
  WFP_TRY(Block block, Block::allocate(size));
  auto* blob = block.place<FWP_BYTE_BLOB>();
  blob->size = static_cast<UINT32>((wide.size() + 1) * sizeof(wchar_t));
  blob->data = reinterpret_cast<UINT8*>(block.copy_text(std::wstring_view(wide)));
  return block.release();
}

}  // namespace wfp::api
