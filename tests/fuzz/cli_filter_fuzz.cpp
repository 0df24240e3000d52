// A filter expression is parsed without a crash, and what parses can be evaluated.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "cli/filter.h"
#include "cli/text.h"

namespace {

using wfp::cli::Endpoint;

Endpoint sample(UINT32* holder, char* path, UINT32 path_length) {
  Endpoint endpoint{};
  endpoint.properties.ipVersion = FWP_IP_VERSION_V4;
  endpoint.properties.localV4Address = 0x0a000001;
  endpoint.properties.remoteV4Address = 0x0a000002;
  endpoint.properties.ipProtocol = 6;
  endpoint.properties.localPort = 40000;
  endpoint.properties.remotePort = 443;
  endpoint.state = OPENWFP_STATE_ESTABLISHED;
  endpoint.uid = 1000;
  endpoint.holders = holder;
  endpoint.numHolders = 1;
  endpoint.appPath = path;
  endpoint.appPathLength = path_length;
  return endpoint;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const wfp::cli::FilterNames names{[](std::string_view name) -> std::optional<std::uint32_t> {
                                      return name == "alice" ? std::optional(1000u) : std::nullopt;
                                    },
                                    [](std::uint32_t) { return std::string("alice"); },
                                    [](std::string_view name) -> std::optional<std::uint16_t> {
                                      return name == "https" ? std::optional<std::uint16_t>(443)
                                                             : std::nullopt;
                                    }};
  const auto filter = wfp::cli::Filter::parse(text, names);
  if (!filter) {
    if (wfp::cli::to_text(filter.error()).empty()) __builtin_trap();
    return 0;
  }
  UINT32 holder = 77;
  char path[] = "/usr/bin/node";
  (void)filter->matches(sample(&holder, path, sizeof path - 1));
  (void)filter->matches(Endpoint{});
  return 0;
}
