/*
 * minwindef.h: Windows' basic types. LONG, ULONG and DWORD are 32 bits wide as on Windows, where
 * `long` is too; WCHAR is the platform's own 4-byte wchar_t, so that L"" and the wcs functions
 * work.
 */
#ifndef OPENWFP_MINWINDEF_H
#define OPENWFP_MINWINDEF_H

#include "specstrings.h"
#include "winapifamily.h"
#include "winnt.h"

typedef int32_t INT, *PINT, *LPINT;
typedef float FLOAT, *PFLOAT;
typedef BYTE *PBYTE, *LPBYTE;
typedef WORD *PWORD, *LPWORD;
typedef LONG* LPLONG;
typedef DWORD *PDWORD, *LPDWORD;
typedef void* LPVOID;
typedef const void* LPCVOID;
typedef BOOL *PBOOL, *LPBOOL;
typedef uint32_t UINT, *PUINT;
typedef UINT_PTR WPARAM;
typedef LONG_PTR LPARAM;
typedef LONG_PTR LRESULT;
typedef HANDLE* LPHANDLE;
typedef HANDLE HLOCAL;
typedef HANDLE HGLOBAL;
DECLARE_HANDLE(HKEY);
DECLARE_HANDLE(HINSTANCE);
typedef HINSTANCE HMODULE;
typedef HKEY* PHKEY;
typedef LONG_PTR (*FARPROC)(void);

typedef struct _FILETIME {
  DWORD dwLowDateTime;
  DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

#define MAX_PATH 260
#define MAKEWORD(low, high) ((WORD)(((BYTE)(low)) | (((WORD)((BYTE)(high))) << 8)))
#define MAKELONG(low, high) ((LONG)(((WORD)(low)) | (((DWORD)((WORD)(high))) << 16)))
#define LOWORD(value) ((WORD)((DWORD_PTR)(value) & 0xFFFF))
#define HIWORD(value) ((WORD)((DWORD_PTR)(value) >> 16))
#define LOBYTE(value) ((BYTE)((DWORD_PTR)(value) & 0xFF))
#define HIBYTE(value) ((BYTE)((DWORD_PTR)(value) >> 8 & 0xFF))

/* min and max would break the C++ library and every C++ program that includes it. */
#if !defined(__cplusplus) && !defined(NOMINMAX)
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#endif

#endif
