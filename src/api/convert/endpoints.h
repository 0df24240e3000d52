// Endpoints of the protocol -> FWPS_ALE_ENDPOINT_PROPERTIES0 and OPENWFP_ENDPOINT0, one allocation
// per result; an application's id stands in it once per page, however many rows have it.
#pragma once

#include <cstdint>
#include <span>

#include "api/convert/block.h"
#include "ipc/capnp.h"

namespace wfp::api {

using EndpointPage = ipc::wire::EndpointPage::Reader;

// The rows of a result, or none: then memory is null.
struct Rows {
  OwnedMemory memory;
  std::uint32_t count = 0;
  bool others_hidden = false;
};

// What a result consists of.
enum class RowForm : std::uint8_t {
  properties,         // an array of pointers to FWPS_ALE_ENDPOINT_PROPERTIES0
  single_properties,  // one FWPS_ALE_ENDPOINT_PROPERTIES0
  endpoints,          // an array of OPENWFP_ENDPOINT0
  single_endpoint,    // one OPENWFP_ENDPOINT0
};

// Status::internal_error for pages that the engine should not have sent, among them a single row
// that is not one.
Call<Rows> convert_endpoints(std::span<const EndpointPage> pages, RowForm form);

}  // namespace wfp::api
