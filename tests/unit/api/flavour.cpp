// These tests are a flavour of their own.
#include "api/flavour.h"

namespace wfp::api {
const Flavour kFlavour{.kernel_mode = false, .handle_tag = 0x54, .code = [](Status status) {
                         return static_cast<std::uint32_t>(status);
                       }};
}  // namespace wfp::api
