/*
 * openwfp.h: what OpenWFP offers beyond Windows' API. Everything here is exported by
 * libfwpuclnt.so.0 (the user-mode flavour), returns Win32 / FWP_E codes as its Fwpm and Fwps
 * functions do, and works on their engine and enumeration handles: FwpmEngineOpen0 opens,
 * FwpsAleEndpointCreateEnumHandle0 enumerates.
 *
 * Memory: each result is one allocation. Free the pointer that came back with FwpmFreeMemory0; what
 * it points to, at any depth, is inside. Nothing is handed out by a call that fails: the out
 * pointers are then NULL. Strings: UTF-8 with a terminating NUL, where not said otherwise. Numbers:
 * host byte order. Threads: every function may be called from several threads at once, also on one
 * handle.
 */
#ifndef OPENWFP_H
#define OPENWFP_H

#include "fwpstypes.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ----------------------------------------------------------------------------------------------------
 * endpoints */

/* Where an endpoint stands. Protocols without a handshake know BOUND and ESTABLISHED (it has a
 * peer) alone. */
typedef enum OPENWFP_STATE_ {
  OPENWFP_STATE_BOUND = 0,
  OPENWFP_STATE_LISTEN = 1,
  OPENWFP_STATE_SYN_SENT = 2,
  OPENWFP_STATE_SYN_RECEIVED = 3,
  OPENWFP_STATE_ESTABLISHED = 4,
  OPENWFP_STATE_FIN_WAIT_1 = 5,
  OPENWFP_STATE_FIN_WAIT_2 = 6,
  OPENWFP_STATE_CLOSE_WAIT = 7,
  OPENWFP_STATE_CLOSING = 8,
  OPENWFP_STATE_LAST_ACK = 9,
  OPENWFP_STATE_TIME_WAIT = 10
} OPENWFP_STATE;

/* Who began. NONE: it has no peer, or the kernel keeps no trace of it (TIME_WAIT). */
typedef enum OPENWFP_DIRECTION_ {
  OPENWFP_DIRECTION_NONE = 0,
  OPENWFP_DIRECTION_OUTBOUND = 1,
  OPENWFP_DIRECTION_INBOUND = 2,
  OPENWFP_DIRECTION_LISTENING = 3
} OPENWFP_DIRECTION;

/* How the application and the user of an endpoint are known (docs/endpoints.md, kind by kind). */
typedef enum OPENWFP_ATTRIBUTION_ {
  OPENWFP_ATTRIBUTION_NONE = 0, /* they are not: no application, the user is SYSTEM */
  OPENWFP_ATTRIBUTION_HOLDER =
      1, /* the earliest process that holds it and runs as the user who made it */
  OPENWFP_ATTRIBUTION_CREATOR = 2 /* the process that made it, seen making it */
} OPENWFP_ATTRIBUTION;

/* OPENWFP_ENDPOINT0.flags; ignore bits you do not know. */
#define OPENWFP_ENDPOINT_FLAG_MPTCP \
  0x00000001u /* a Multipath TCP connection, its subflows folded into it */
#define OPENWFP_ENDPOINT_FLAG_FOREIGN_APP \
  0x00000002u /* the application runs in another user or mount namespace */
#define OPENWFP_ENDPOINT_FLAG_DELETED_APP 0x00000004u /* its executable has no name any more */

#define OPENWFP_ID_UNKNOWN 0xFFFFFFFFu /* a uid or gid that is not known */

/* One endpoint with everything known of it. What is not known is NULL, 0 or OPENWFP_ID_UNKNOWN. */
typedef struct OPENWFP_ENDPOINT0_ {
  FWPS_ALE_ENDPOINT_PROPERTIES0 properties; /* as the FwpsAleEndpoint functions give it */
  OPENWFP_STATE state;
  OPENWFP_DIRECTION direction;
  OPENWFP_ATTRIBUTION attribution;
  UINT32 flags; /* OPENWFP_ENDPOINT_FLAG_* */
  UINT32 uid; /* effective user and group of the socket's creator, in the daemon's user namespace */
  UINT32 gid;
  SID* userSid;      /* the `user` of its security descriptor */
  UINT32 numHolders; /* processes that hold the socket, in the daemon's pid namespace, the earliest
                        first */
  UINT32 netnsInode; /* what `stat -Lc %i /proc/PID/ns/net` shows */
  UINT32* holders;
  UINT64 netnsCookie; /* SO_NETNS_COOKIE */
  UINT64 cgroupId;    /* inode of the cgroup v2 directory */
  char* cgroupPath;   /* below the cgroup mount, "/system.slice/nginx.service" */
  char* service;    /* "nginx" for nginx.service; NULL where the cgroup is not a system service's */
  UINT64 appDevice; /* of the executable, as stat(2) gives st_dev; 0 = unknown */
  UINT64 appInode;
  UINT32 appPathLength; /* bytes of appPath without its NUL */
  char* appPath; /* the bytes of properties.appId as the kernel has them, not necessarily UTF-8 */
} OPENWFP_ENDPOINT0;

/* The next rows of an enumeration, as FwpsAleEndpointEnum0 but with everything known: *entries is
 * an array (not of pointers) of *numEntriesReturned rows, NULL for none. Both functions advance the
 * same position of a handle. othersHidden (may be NULL): TRUE if this machine may have endpoints
 * which the caller may not see; how many is not said. Fewer rows than requested means that the
 * enumeration is exhausted. */
DWORD WINAPI OpenWfpEndpointEnum0(HANDLE engineHandle, HANDLE enumHandle,
                                  UINT32 numEntriesRequested, OPENWFP_ENDPOINT0** entries,
                                  UINT32* numEntriesReturned, BOOL* othersHidden);

/* One endpoint. FWP_E_NOT_FOUND for one that does not exist and for one that the caller may not
 * see. */
DWORD WINAPI OpenWfpEndpointGetById0(HANDLE engineHandle, UINT64 endpointId,
                                     OPENWFP_ENDPOINT0** endpoint);

/* -------------------------------------------------------------------------------------------
 * security of objects */

typedef enum OPENWFP_OBJECT_TYPE_ {
  OPENWFP_OBJECT_NONE = 0,
  OPENWFP_OBJECT_ENGINE = 1, /* the filter engine: FwpmEngineSetSecurityInfo0's object */
  OPENWFP_OBJECT_ENDPOINTS =
      2, /* the container of all endpoints: FwpsAleEndpointSetSecurityInfo0's object */
  OPENWFP_OBJECT_ENDPOINT = 3, /* one endpoint; its descriptor is computed from the container's */
  OPENWFP_OBJECT_PROVIDER = 4, /* from here on: the object with the key, or the kind's container */
  OPENWFP_OBJECT_PROVIDER_CONTEXT = 5,
  OPENWFP_OBJECT_SUBLAYER = 6,
  OPENWFP_OBJECT_LAYER = 7,
  OPENWFP_OBJECT_CALLOUT = 8,
  OPENWFP_OBJECT_FILTER = 9,
  OPENWFP_OBJECT_NET_EVENTS = 10 /* the container alone */
} OPENWFP_OBJECT_TYPE;

typedef struct OPENWFP_OBJECT0_ {
  OPENWFP_OBJECT_TYPE type;
  UINT64 endpointId; /* for OPENWFP_OBJECT_ENDPOINT */
  GUID key;          /* for OPENWFP_OBJECT_PROVIDER and what follows; all zero: the container */
} OPENWFP_OBJECT0;

/* As FwpmEngineGetSecurityInfo0 and FwpmEngineSetSecurityInfo0, rights and pointer rules included,
 * for any object. Set on one endpoint answers ERROR_NOT_SUPPORTED: its descriptor is computed, so
 * an ACE on the container grants it. */
DWORD WINAPI OpenWfpGetSecurityInfo0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                     SECURITY_INFORMATION securityInfo, PSID* sidOwner,
                                     PSID* sidGroup, PACL* dacl, PACL* sacl,
                                     PSECURITY_DESCRIPTOR* securityDescriptor);
DWORD WINAPI OpenWfpSetSecurityInfo0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                     SECURITY_INFORMATION securityInfo, const SID* sidOwner,
                                     const SID* sidGroup, const ACL* dacl, const ACL* sacl);

#define OPENWFP_RESET_WINDOWS_DEFAULT \
  0x00000001u /* exactly Windows' default, without OpenWFP's two ACEs */

/* Puts the default descriptor back; needs what setting all of it needs. */
DWORD WINAPI OpenWfpResetSecurity0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                   UINT32 flags);

/* ---------------------------------------------------------------------------------------------------
 * who may what */

/* Whom a question is about. With `user` NULL: the token that a program with this uid and these gids
 * (the first is its primary group) and no capabilities would have after connecting. Otherwise
 * exactly this token. Asking about somebody gives the asker none of his rights. */
typedef struct OPENWFP_PRINCIPAL0_ {
  const SID* user;
  UINT32 uid;
  UINT32 numGids;
  const UINT32* gids;
  UINT32 numGroups;
  const SID_AND_ATTRIBUTES* groups;
  UINT32 numPrivileges;
  const LUID_AND_ATTRIBUTES* privileges;
} OPENWFP_PRINCIPAL0;

typedef enum OPENWFP_ACCESS_SOURCE_ {
  OPENWFP_ACCESS_SOURCE_NONE = 0,         /* nothing grants it: refused */
  OPENWFP_ACCESS_SOURCE_ACE = 1,          /* an access-allowed or access-denied entry */
  OPENWFP_ACCESS_SOURCE_OWNER = 2,        /* the owner's READ_CONTROL and WRITE_DAC */
  OPENWFP_ACCESS_SOURCE_PRIVILEGE = 3,    /* SeSecurityPrivilege, SeTakeOwnershipPrivilege */
  OPENWFP_ACCESS_SOURCE_NULL_DACL = 4,    /* no DACL protects the object: everyone */
  OPENWFP_ACCESS_SOURCE_ADMINISTRATOR = 5 /* administrators always open the engine */
} OPENWFP_ACCESS_SOURCE;

/* Why some rights were granted or refused. */
typedef struct OPENWFP_ACCESS_REASON0_ {
  DWORD rights; /* the rights that this settles */
  BOOL granted;
  OPENWFP_ACCESS_SOURCE source;
  BOOL inherited; /* the ACE came from a parent */
  char* ace;      /* SDDL of the deciding entry; NULL if none decided */
} OPENWFP_ACCESS_REASON0;

typedef struct OPENWFP_ACCESS0_ {
  DWORD granted; /* of the desired rights; all that are had, for MAXIMUM_ALLOWED */
  UINT32 numReasons;
  OPENWFP_ACCESS_REASON0* reasons;
} OPENWFP_ACCESS0;

/* What `principal` (NULL: the caller, with the token of his session) may do with an object:
 * desiredAccess is a mask of FWPM_ACTRL_*, standard and generic rights, or MAXIMUM_ALLOWED. A
 * refusal is an answer, not an error. Asking about somebody else needs READ_CONTROL on the object.
 */
DWORD WINAPI OpenWfpAccessQuery0(HANDLE engineHandle, const OPENWFP_OBJECT0* object,
                                 const OPENWFP_PRINCIPAL0* principal, DWORD desiredAccess,
                                 OPENWFP_ACCESS0** access);

/* ------------------------------------------------------------------------------------------------------
 * the engine */

typedef struct OPENWFP_LIMIT0_ {
  char* name;  /* "connections" */
  char* unit;  /* "" for a plain count, "bytes" */
  UINT64 used; /* by the caller's uid */
  UINT64 maximum;
} OPENWFP_LIMIT0;

#define OPENWFP_COUNT_WITHHELD (-1) /* the caller lacks FWPM_ACTRL_READ_STATS on the endpoints */

typedef struct OPENWFP_STATUS0_ {
  char* release;       /* version of wfpd, "0.1.0" */
  char* mode;          /* "observe", "classify-only" */
  char* kernelRelease; /* as uname -r */
  char* socketPath;
  char* stateDirectory;
  UINT64 uptimeMs;
  INT64 startedUnixMs;
  UINT32 processId;
  UINT32 numLimits;
  OPENWFP_LIMIT0* limits;
  UINT32 numNotes;
  UINT32 numMissingCapabilities;
  char** notes;               /* what this daemon cannot see or do and why, a sentence each */
  char** missingCapabilities; /* "CAP_BPF" */
  INT64 endpointCount;        /* of the whole machine, or OPENWFP_COUNT_WITHHELD */
  INT64 sessionCount;
  UINT64 passMicroseconds; /* how long the last kernel pass took; 0 = none yet */
} OPENWFP_STATUS0;

DWORD WINAPI OpenWfpStatusGet0(HANDLE engineHandle, OPENWFP_STATUS0** status);

/* -------------------------------------------------------------------------------------------------
 * why it was refused */

/* Why the calling thread's last failing call failed. */
typedef struct OPENWFP_REFUSAL0_ {
  DWORD status;           /* the code that call returned */
  OPENWFP_OBJECT0 object; /* what was refused; type OPENWFP_OBJECT_NONE unless access was denied */
  DWORD missingAccess;    /* the rights that are missing, 0 if it is not that */
  char* privilege; /* the privilege that is missing, "SeSecurityPrivilege"; "" if it is not that */
  SID* owner;      /* the object's owner; NULL if the caller may not know */
  char* detail;    /* a sentence for a person */
} OPENWFP_REFUSAL0;

/* ERROR_NOT_FOUND if no call of this thread has failed. A call that succeeds leaves the last
 * refusal as it is; this function never replaces it. Both flavours of the library keep their own.
 */
DWORD WINAPI OpenWfpGetLastRefusal0(OPENWFP_REFUSAL0** refusal);

#ifdef __cplusplus
}
#endif

#include "openwfp_policy.h"

#endif /* OPENWFP_H */
