// The GUIDs as symbols of the library, for programs that neither include initguid.h nor define them
// themselves.
#include <guiddef.h>

#define WFP_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  extern "C" const GUID name;                                     \
  const GUID name = {l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}};
#include "gen/guid_symbols.inc"
#undef WFP_GUID
