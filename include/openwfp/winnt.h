/*
 * winnt.h: the types of Windows' security and what every header stands on. See minwindef.h for
 * widths.
 */
#ifndef OPENWFP_WINNT_H
#define OPENWFP_WINNT_H

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

#include "basetsd.h"
#include "guiddef.h"
#include "sal.h"
#include "sdkddkver.h"

#ifdef __cplusplus
extern "C" {
#endif

/* -------------------------------------------------------------------------------------------------
 * the language */

#define WINAPI
#define APIENTRY WINAPI
#define CALLBACK
#define NTAPI
#define NTSYSAPI
#define NTKERNELAPI
#define NTSYSCALLAPI
#define WINADVAPI
#define WINBASEAPI
#define DECLSPEC_IMPORT
#define DECLSPEC_NORETURN __attribute__((__noreturn__))
#define DECLSPEC_ALIGN(bytes) __attribute__((__aligned__(bytes)))
#define DECLSPEC_DEPRECATED __attribute__((__deprecated__))
#ifndef CONST
#define CONST const
#endif
#ifndef VOID
#define VOID void
#endif
#ifndef FAR
#define FAR
#define NEAR
#endif
#ifndef IN
#define IN
#endif
#ifndef OUT
#define OUT
#endif
#ifndef OPTIONAL
#define OPTIONAL
#endif
#ifndef __stdcall
#define __stdcall
#endif
#ifndef __cdecl
#define __cdecl
#endif
#ifndef __fastcall
#define __fastcall
#endif
#ifndef __int64
#define __int64 long /* the type of INT64 */
#endif
#ifndef FORCEINLINE
#define FORCEINLINE static __inline__ __attribute__((__always_inline__))
#endif
#ifndef __forceinline
#define __forceinline __inline__ __attribute__((__always_inline__))
#endif

/* An enumeration's type is int, as on Windows: any value of an int is one of it, named or not. */
#ifdef __cplusplus
#define OPENWFP_INT : int
#else
#define OPENWFP_INT
#endif

/* A program's own __declspec: the words with a meaning here, any other does not compile. */
#if !defined(__declspec) && !defined(_MSC_EXTENSIONS)
#define __declspec(word) OPENWFP_DECLSPEC_##word
#define OPENWFP_DECLSPEC_dllexport __attribute__((__visibility__("default")))
#define OPENWFP_DECLSPEC_dllimport
#define OPENWFP_DECLSPEC_noreturn __attribute__((__noreturn__))
#define OPENWFP_DECLSPEC_noinline __attribute__((__noinline__))
#define OPENWFP_DECLSPEC_nothrow __attribute__((__nothrow__))
#define OPENWFP_DECLSPEC_thread __thread
#define OPENWFP_DECLSPEC_selectany __attribute__((__weak__))
#define OPENWFP_DECLSPEC_align(bytes) __attribute__((__aligned__(bytes)))
#endif

/* -------------------------------------------------------------------------------------------------
 * basic types */

typedef void* PVOID;
typedef PVOID HANDLE;
typedef HANDLE* PHANDLE;
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR) - 1)
#define DECLARE_HANDLE(name) \
  struct name##__ {          \
    int unused;              \
  };                         \
  typedef struct name##__* name

typedef int32_t BOOL;
typedef uint8_t BYTE;
typedef uint16_t WORD;
typedef uint32_t DWORD;
typedef uint64_t DWORDLONG;
typedef char CHAR, *PCHAR;
typedef int16_t SHORT, *PSHORT;
typedef int32_t LONG, *PLONG;
typedef int64_t LONGLONG, *PLONGLONG;
typedef uint8_t UCHAR, *PUCHAR;
typedef uint16_t USHORT, *PUSHORT;
typedef uint32_t ULONG, *PULONG;
typedef uint64_t ULONGLONG, *PULONGLONG;
typedef BYTE BOOLEAN, *PBOOLEAN;
typedef LONG HRESULT;
typedef LONG NTSTATUS, *PNTSTATUS;
typedef wchar_t WCHAR, *PWCHAR, *LPWCH, *PWCH, *NWPSTR, *LPWSTR, *PWSTR;
typedef const WCHAR *LPCWCH, *PCWCH, *LPCWSTR, *PCWSTR;
typedef CHAR *LPCH, *PCH, *NPSTR, *LPSTR, *PSTR;
typedef const CHAR *LPCCH, *PCCH, *LPCSTR, *PCSTR;
#ifdef UNICODE
typedef WCHAR TCHAR, *PTCHAR, TBYTE;
typedef LPWSTR LPTSTR, PTSTR;
typedef LPCWSTR LPCTSTR, PCTSTR;
#define __TEXT(quote) L##quote
#else
typedef CHAR TCHAR, *PTCHAR;
typedef BYTE TBYTE;
typedef LPSTR LPTSTR, PTSTR;
typedef LPCSTR LPCTSTR, PCTSTR;
#define __TEXT(quote) quote
#endif
#define TEXT(quote) __TEXT(quote)

#ifndef TRUE
#define TRUE 1
#endif
#ifndef FALSE
#define FALSE 0
#endif

#define MAXCHAR 0x7f
#define MAXSHORT 0x7fff
#define MAXLONG 0x7fffffff
#define MAXUCHAR 0xff
#define MAXBYTE 0xff
#define MAXWORD 0xffff
#define MAXUSHORT 0xffff
#define MAXULONG 0xffffffff
#define MAXLONGLONG ((LONGLONG)0x7fffffffffffffff)

typedef union _LARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    LONG HighPart;
  };
  struct {
    DWORD LowPart;
    LONG HighPart;
  } u;
  LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
  __extension__ struct {
    DWORD LowPart;
    DWORD HighPart;
  };
  struct {
    DWORD LowPart;
    DWORD HighPart;
  } u;
  ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

typedef struct _LUID {
  DWORD LowPart;
  LONG HighPart;
} LUID, *PLUID;
#define _LUID_DEFINED
#define RtlEqualLuid(left, right) \
  ((left)->LowPart == (right)->LowPart && (left)->HighPart == (right)->HighPart)

typedef struct _LIST_ENTRY {
  struct _LIST_ENTRY* Flink;
  struct _LIST_ENTRY* Blink;
} LIST_ENTRY, *PLIST_ENTRY;

#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#define RTL_FIELD_SIZE(type, field) (sizeof(((type*)0)->field))
#define RTL_SIZEOF_THROUGH_FIELD(type, field) (offsetof(type, field) + RTL_FIELD_SIZE(type, field))
#define RTL_NUMBER_OF(array) (sizeof(array) / sizeof((array)[0]))
#define ARRAYSIZE(array) RTL_NUMBER_OF(array)
#define _ARRAYSIZE(array) RTL_NUMBER_OF(array)
#ifndef _countof
#define _countof(array) RTL_NUMBER_OF(array)
#endif
#define CONTAINING_RECORD(address, type, field) \
  ((type*)((char*)(address) - (ULONG_PTR)offsetof(type, field)))
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))
#define DBG_UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#ifdef __cplusplus
#define C_ASSERT(condition) static_assert(condition, #condition)
#else
#define C_ASSERT(condition)                                                    \
  __extension__ typedef char OPENWFP_C_ASSERT_(__LINE__)[(condition) ? 1 : -1] \
      __attribute__((__unused__))
#endif
#define OPENWFP_C_ASSERT_(line) OPENWFP_C_ASSERT__(line)
#define OPENWFP_C_ASSERT__(line) openwfp_c_assert_##line

#define RtlEqualMemory(left, right, length) (!memcmp((left), (right), (length)))
#define RtlMoveMemory(to, from, length) memmove((to), (from), (length))
#define RtlCopyMemory(to, from, length) memcpy((to), (from), (length))
#define RtlFillMemory(to, length, fill) memset((to), (fill), (length))
#define RtlZeroMemory(to, length) memset((to), 0, (length))

/* ---------------------------------------------------------------------------------------------
 * rights and masks */

typedef DWORD ACCESS_MASK, *PACCESS_MASK;
typedef DWORD SECURITY_INFORMATION, *PSECURITY_INFORMATION;

#include "gen/security.h"
#include "sid_authorities.h"

typedef SID_NAME_USE* PSID_NAME_USE;
typedef TOKEN_TYPE* PTOKEN_TYPE;
typedef TOKEN_INFORMATION_CLASS* PTOKEN_INFORMATION_CLASS;
typedef SECURITY_IMPERSONATION_LEVEL* PSECURITY_IMPERSONATION_LEVEL;
typedef AUDIT_EVENT_TYPE* PAUDIT_EVENT_TYPE;

typedef struct _GENERIC_MAPPING {
  ACCESS_MASK GenericRead;
  ACCESS_MASK GenericWrite;
  ACCESS_MASK GenericExecute;
  ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

typedef struct _LUID_AND_ATTRIBUTES {
  LUID Luid;
  DWORD Attributes;
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;

typedef struct _PRIVILEGE_SET {
  DWORD PrivilegeCount;
  DWORD Control;
  LUID_AND_ATTRIBUTES Privilege[ANYSIZE_ARRAY];
} PRIVILEGE_SET, *PPRIVILEGE_SET;

/* ----------------------------------------------------------------------------------------------------------
 * SID */

typedef PVOID PSID;
typedef PVOID PSECURITY_DESCRIPTOR;

typedef struct _SID_IDENTIFIER_AUTHORITY {
  BYTE Value[6]; /* big-endian */
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

typedef struct _SID {
  BYTE Revision;
  BYTE SubAuthorityCount;
  SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
  DWORD SubAuthority[ANYSIZE_ARRAY];
} SID, *PISID;

typedef struct _SID_AND_ATTRIBUTES {
  PSID Sid;
  DWORD Attributes;
} SID_AND_ATTRIBUTES, *PSID_AND_ATTRIBUTES;

/* -------------------------------------------------------------------------------------------------
 * ACE and ACL */

typedef struct _ACL {
  BYTE AclRevision;
  BYTE Sbz1;
  WORD AclSize;
  WORD AceCount;
  WORD Sbz2;
} ACL, *PACL;

typedef struct _ACE_HEADER {
  BYTE AceType;
  BYTE AceFlags;
  WORD AceSize;
} ACE_HEADER, *PACE_HEADER;

/* The ACEs whose body is a mask and, from SidStart on, a SID and then, for callback types,
 * application data. */
#define OPENWFP_ACE(name)  \
  typedef struct _##name { \
    ACE_HEADER Header;     \
    ACCESS_MASK Mask;      \
    DWORD SidStart;        \
  } name, *P##name
OPENWFP_ACE(ACCESS_ALLOWED_ACE);
OPENWFP_ACE(ACCESS_DENIED_ACE);
OPENWFP_ACE(SYSTEM_AUDIT_ACE);
OPENWFP_ACE(SYSTEM_ALARM_ACE);
OPENWFP_ACE(SYSTEM_RESOURCE_ATTRIBUTE_ACE);
OPENWFP_ACE(SYSTEM_SCOPED_POLICY_ID_ACE);
OPENWFP_ACE(SYSTEM_MANDATORY_LABEL_ACE);
OPENWFP_ACE(SYSTEM_PROCESS_TRUST_LABEL_ACE);
OPENWFP_ACE(SYSTEM_ACCESS_FILTER_ACE);
OPENWFP_ACE(ACCESS_ALLOWED_CALLBACK_ACE);
OPENWFP_ACE(ACCESS_DENIED_CALLBACK_ACE);
OPENWFP_ACE(SYSTEM_AUDIT_CALLBACK_ACE);
OPENWFP_ACE(SYSTEM_ALARM_CALLBACK_ACE);

/* The same with up to two GUIDs before the SID; a GUID that Flags does not announce takes no room.
 */
#define OPENWFP_OBJECT_ACE(name) \
  typedef struct _##name {       \
    ACE_HEADER Header;           \
    ACCESS_MASK Mask;            \
    DWORD Flags;                 \
    GUID ObjectType;             \
    GUID InheritedObjectType;    \
    DWORD SidStart;              \
  } name, *P##name
OPENWFP_OBJECT_ACE(ACCESS_ALLOWED_OBJECT_ACE);
OPENWFP_OBJECT_ACE(ACCESS_DENIED_OBJECT_ACE);
OPENWFP_OBJECT_ACE(SYSTEM_AUDIT_OBJECT_ACE);
OPENWFP_OBJECT_ACE(SYSTEM_ALARM_OBJECT_ACE);
OPENWFP_OBJECT_ACE(ACCESS_ALLOWED_CALLBACK_OBJECT_ACE);
OPENWFP_OBJECT_ACE(ACCESS_DENIED_CALLBACK_OBJECT_ACE);
OPENWFP_OBJECT_ACE(SYSTEM_AUDIT_CALLBACK_OBJECT_ACE);
OPENWFP_OBJECT_ACE(SYSTEM_ALARM_CALLBACK_OBJECT_ACE);

typedef struct _ACL_REVISION_INFORMATION {
  DWORD AclRevision;
} ACL_REVISION_INFORMATION, *PACL_REVISION_INFORMATION;

typedef struct _ACL_SIZE_INFORMATION {
  DWORD AceCount;
  DWORD AclBytesInUse;
  DWORD AclBytesFree;
} ACL_SIZE_INFORMATION, *PACL_SIZE_INFORMATION;

/* -----------------------------------------------------------------------------------------
 * security descriptor */

typedef WORD SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;

typedef struct _SECURITY_DESCRIPTOR {
  BYTE Revision;
  BYTE Sbz1;
  SECURITY_DESCRIPTOR_CONTROL Control;
  PSID Owner;
  PSID Group;
  PACL Sacl;
  PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;

typedef struct _SECURITY_DESCRIPTOR_RELATIVE {
  BYTE Revision;
  BYTE Sbz1;
  SECURITY_DESCRIPTOR_CONTROL Control;
  DWORD Owner;
  DWORD Group;
  DWORD Sacl;
  DWORD Dacl;
} SECURITY_DESCRIPTOR_RELATIVE, *PISECURITY_DESCRIPTOR_RELATIVE;
#define SECURITY_DESCRIPTOR_MIN_LENGTH (sizeof(SECURITY_DESCRIPTOR))

typedef struct _OBJECT_TYPE_LIST {
  WORD Level;
  WORD Sbz;
  GUID* ObjectType;
} OBJECT_TYPE_LIST, *POBJECT_TYPE_LIST;

/* --------------------------------------------------------------------------------------------------------
 * token */

typedef PVOID PACCESS_TOKEN;

typedef struct _TOKEN_USER {
  SID_AND_ATTRIBUTES User;
} TOKEN_USER, *PTOKEN_USER;

typedef struct _TOKEN_GROUPS {
  DWORD GroupCount;
  SID_AND_ATTRIBUTES Groups[ANYSIZE_ARRAY];
} TOKEN_GROUPS, *PTOKEN_GROUPS;

typedef struct _TOKEN_PRIVILEGES {
  DWORD PrivilegeCount;
  LUID_AND_ATTRIBUTES Privileges[ANYSIZE_ARRAY];
} TOKEN_PRIVILEGES, *PTOKEN_PRIVILEGES;

typedef struct _TOKEN_OWNER {
  PSID Owner;
} TOKEN_OWNER, *PTOKEN_OWNER;

typedef struct _TOKEN_PRIMARY_GROUP {
  PSID PrimaryGroup;
} TOKEN_PRIMARY_GROUP, *PTOKEN_PRIMARY_GROUP;

typedef struct _TOKEN_DEFAULT_DACL {
  PACL DefaultDacl;
} TOKEN_DEFAULT_DACL, *PTOKEN_DEFAULT_DACL;

typedef struct _TOKEN_MANDATORY_LABEL {
  SID_AND_ATTRIBUTES Label;
} TOKEN_MANDATORY_LABEL, *PTOKEN_MANDATORY_LABEL;

typedef struct _TOKEN_ELEVATION {
  DWORD TokenIsElevated;
} TOKEN_ELEVATION, *PTOKEN_ELEVATION;

typedef struct _TOKEN_STATISTICS {
  LUID TokenId;
  LUID AuthenticationId;
  LARGE_INTEGER ExpirationTime;
  TOKEN_TYPE TokenType;
  SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
  DWORD DynamicCharged;
  DWORD DynamicAvailable;
  DWORD GroupCount;
  DWORD PrivilegeCount;
  LUID ModifiedId;
} TOKEN_STATISTICS, *PTOKEN_STATISTICS;

typedef struct _QUOTA_LIMITS {
  SIZE_T PagedPoolLimit;
  SIZE_T NonPagedPoolLimit;
  SIZE_T MinimumWorkingSetSize;
  SIZE_T MaximumWorkingSetSize;
  SIZE_T PagefileLimit;
  LARGE_INTEGER TimeLimit;
} QUOTA_LIMITS, *PQUOTA_LIMITS;

#ifdef __cplusplus
}
#endif

#endif
