// File names -> application ids, as endpoints and filters carry them.
#pragma once

#include <string>

#include "api/convert/block.h"

namespace wfp::api {

// The absolute path of a file with every symbolic link followed, as this process sees it. The
// calling program need not be able to read it. Status::object_name_not_found, object_path_not_found
// (a folder is missing), access_denied (also: it is a folder).
Result<std::string> resolve_file(const std::string& name);

// FWP_BYTE_BLOB and its data: the path as NUL-terminated wchar_t.
Call<OwnedMemory> make_app_id(const std::string& path);

}  // namespace wfp::api
