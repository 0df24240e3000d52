/*
 * guiddef.h: GUIDs. DEFINE_GUID declares a name, or defines it in a source that included initguid.h
 * before; a definition is weak, so that any number of sources, and the library, may define the same
 * name.
 */
#ifndef OPENWFP_GUIDDEF_H
#define OPENWFP_GUIDDEF_H

#include <stdint.h>
#include <string.h>

typedef struct _GUID {
  uint32_t Data1;
  uint16_t Data2;
  uint16_t Data3;
  uint8_t Data4[8];
} GUID;
typedef GUID* LPGUID;
typedef const GUID* LPCGUID;
typedef GUID IID, *LPIID;
typedef GUID CLSID, *LPCLSID;
typedef GUID UUID;

#ifdef __cplusplus
#define EXTERN_C extern "C"
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define EXTERN_C extern
#define EXTERN_C_START
#define EXTERN_C_END
#endif

#ifndef DECLSPEC_SELECTANY
#define DECLSPEC_SELECTANY __attribute__((__weak__))
#endif

#define OPENWFP_DECLARE_GUID(name) EXTERN_C const GUID name
#ifdef __cplusplus
#define OPENWFP_GUID_LINKAGE EXTERN_C
#else
#define OPENWFP_GUID_LINKAGE
#endif
#define OPENWFP_DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  OPENWFP_DECLARE_GUID(name);                                                \
  OPENWFP_GUID_LINKAGE DECLSPEC_SELECTANY const GUID name = {                \
      l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}}

#endif

/* Outside the guard: initguid.h defines INITGUID and comes here again. */
#undef DEFINE_GUID
#ifdef INITGUID
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) \
  OPENWFP_DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)
#else
#define DEFINE_GUID(name, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8) OPENWFP_DECLARE_GUID(name)
#endif

#ifndef OPENWFP_GUIDDEF_COMPARE
#define OPENWFP_GUIDDEF_COMPARE

#ifdef __cplusplus
#define REFGUID const GUID&
#define REFIID const IID&
#define REFCLSID const CLSID&
inline int InlineIsEqualGUID(REFGUID left, REFGUID right) {
  return memcmp(&left, &right, sizeof(GUID)) == 0;
}
inline int IsEqualGUID(REFGUID left, REFGUID right) {
  return memcmp(&left, &right, sizeof(GUID)) == 0;
}
#else
#define REFGUID const GUID* const
#define REFIID const IID* const
#define REFCLSID const CLSID* const
#define InlineIsEqualGUID(left, right) (!memcmp(left, right, sizeof(GUID)))
#define IsEqualGUID(left, right) (!memcmp(left, right, sizeof(GUID)))
#endif
#define IsEqualIID(left, right) IsEqualGUID(left, right)
#define IsEqualCLSID(left, right) IsEqualGUID(left, right)

#endif

#if defined(__cplusplus) && !defined(_SYS_GUID_OPERATOR_EQ_)
#define _SYS_GUID_OPERATOR_EQ_
inline bool operator==(const GUID& left, const GUID& right) {
  return memcmp(&left, &right, sizeof(GUID)) == 0;
}
inline bool operator!=(const GUID& left, const GUID& right) { return !(left == right); }
#endif
