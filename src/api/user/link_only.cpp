// The functions that OpenWFP leaves out - IPsec, IKE, virtual switches - but that programs may be
// linked to. Each says that it is not implemented; none pretends. Their arguments are not looked
// at, so they are declared without any.
#include "base/status.h"

#define WFP_LINK_ONLY(name)                                        \
  extern "C" [[gnu::visibility("default")]] std::uint32_t name();  \
  extern "C" [[gnu::visibility("default")]] std::uint32_t name() { \
    return wfp::status_info(wfp::Status::not_implemented).win32;   \
  }
#include "gen/link_only.inc"
#undef WFP_LINK_ONLY
