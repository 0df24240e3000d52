/*
 * basetsd.h: integers of a given width. INT64 and UINT64 are <stdint.h>'s types, so that a pointer
 * to a uint64_t is a pointer to a UINT64, as on Windows; print them with PRIu64 and its kin (they
 * are `long` here, `long long` there).
 */
#ifndef OPENWFP_BASETSD_H
#define OPENWFP_BASETSD_H

#include <stdint.h>

typedef int8_t INT8, *PINT8;
typedef int16_t INT16, *PINT16;
typedef int32_t INT32, *PINT32;
typedef int64_t INT64, *PINT64;
typedef uint8_t UINT8, *PUINT8;
typedef uint16_t UINT16, *PUINT16;
typedef uint32_t UINT32, *PUINT32;
typedef uint64_t UINT64, *PUINT64;
typedef int32_t LONG32, *PLONG32;
typedef uint32_t ULONG32, *PULONG32;
typedef uint32_t DWORD32, *PDWORD32;
typedef int64_t LONG64, *PLONG64;
typedef uint64_t ULONG64, *PULONG64;
typedef uint64_t DWORD64, *PDWORD64;

typedef intptr_t INT_PTR, *PINT_PTR;
typedef uintptr_t UINT_PTR, *PUINT_PTR;
typedef intptr_t LONG_PTR, *PLONG_PTR;
typedef uintptr_t ULONG_PTR, *PULONG_PTR;
typedef ULONG_PTR DWORD_PTR, *PDWORD_PTR;
typedef ULONG_PTR SIZE_T, *PSIZE_T;
typedef LONG_PTR SSIZE_T, *PSSIZE_T;
typedef ULONG_PTR KAFFINITY;

#define MAXUINT8 ((UINT8)0xFF)
#define MAXUINT16 ((UINT16)0xFFFF)
#define MAXUINT32 ((UINT32)0xFFFFFFFF)
#define MAXUINT64 ((UINT64) - 1)
#define MAXINT32 ((INT32)0x7FFFFFFF)
#define MAXINT64 ((INT64)(MAXUINT64 >> 1))
#define MAXULONG32 ((ULONG32)0xFFFFFFFF)
#define MAXULONG64 ((ULONG64) - 1)

#define HandleToULong(handle) ((ULONG)(ULONG_PTR)(handle))
#define ULongToHandle(value) ((HANDLE)(ULONG_PTR)(ULONG)(value))
#define PtrToUlong(pointer) ((ULONG)(ULONG_PTR)(pointer))
#define UlongToPtr(value) ((VOID*)(ULONG_PTR)(ULONG)(value))

#endif
