/*
 * openwfp_policy.h: what OpenWFP offers beyond Windows' management API about filters: what would be
 * decided and why, how often a filter decided, many changes in one call, and who changed what.
 * Part of openwfp.h, whose rules for memory, strings and threads hold here too.
 */
#ifndef OPENWFP_POLICY_H
#define OPENWFP_POLICY_H

#include "fwpmtypes.h"
#include "openwfp.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ----------------------------------------------------------------------------------------------------
 * what would be decided */

/* Where the value of a field comes from. */
typedef enum OPENWFP_FIELD_SOURCE_ {
  OPENWFP_FIELD_VALUE = 0,     /* `value`, of the field's own type */
  OPENWFP_FIELD_PRINCIPAL = 1, /* of token fields: the token of `principal` */
  OPENWFP_FIELD_SELF = 2       /* of token fields: the caller's own token */
} OPENWFP_FIELD_SOURCE;

typedef struct OPENWFP_FIELD0_ {
  GUID fieldKey; /* FWPM_CONDITION_* */
  OPENWFP_FIELD_SOURCE source;
  FWP_VALUE0 value;
  const OPENWFP_PRINCIPAL0* principal; /* for OPENWFP_FIELD_PRINCIPAL */
} OPENWFP_FIELD0;

/* Traffic as a layer would see it. A field that is not there is empty: no condition on it holds. */
typedef struct OPENWFP_CLASSIFY_REQUEST0_ {
  GUID layerKey;
  UINT32 numFields;
  const OPENWFP_FIELD0* fields;
} OPENWFP_CLASSIFY_REQUEST0;

/* What the opinion of a sublayer did to the decision that stood when its turn came. */
typedef enum OPENWFP_EFFECT_ {
  OPENWFP_EFFECT_NONE = 0,     /* it had no opinion */
  OPENWFP_EFFECT_DECIDED = 1,  /* nothing stood before */
  OPENWFP_EFFECT_OVERRODE = 2, /* what stood was soft and said otherwise */
  OPENWFP_EFFECT_AGREED = 3,   /* what stood was soft and said the same: this one stands now */
  OPENWFP_EFFECT_FROZEN = 4,   /* what stood is hard: this one would have decided */
  OPENWFP_EFFECT_VETOED = 5    /* a callout blocked what stood as a hard permit */
} OPENWFP_EFFECT;

/* How the callout of a filter stood. */
typedef enum OPENWFP_CALLOUT_STATE_ {
  OPENWFP_CALLOUT_STATE_NONE = 0, /* the filter has none */
  OPENWFP_CALLOUT_STATE_CALLED = 1,
  OPENWFP_CALLOUT_STATE_UNREGISTERED = 2
} OPENWFP_CALLOUT_STATE;

/* One matching filter. */
typedef struct OPENWFP_FILTER_STEP0_ {
  UINT64 filterId;
  GUID filterKey;
  char* name;
  UINT32 action; /* FWP_ACTION_* */
  OPENWFP_CALLOUT_STATE calloutState;
  BOOL hasOpinion; /* FALSE: the evaluation went on to the next filter */
  BOOL block;
  BOOL hard;
  BOOL hidden;       /* the caller may not read the filter: nothing else is said of it */
  GUID* providerKey; /* NULL if there is none */
  SID* owner;        /* NULL if the caller may not know */
} OPENWFP_FILTER_STEP0;

/* One sublayer that has filters at the layer. */
typedef struct OPENWFP_SUBLAYER_STEP0_ {
  GUID subLayerKey;
  char* name;
  UINT16 weight;
  OPENWFP_EFFECT effect;
  UINT32 numFilters;
  OPENWFP_FILTER_STEP0* filters; /* that matched; the last one has the sublayer's opinion, if any */
} OPENWFP_SUBLAYER_STEP0;

typedef struct OPENWFP_DECISION0_ {
  BOOL block;
  BOOL hard;
  BOOL vetoed;
  UINT64 filterId; /* that decided; 0: the layer permits, or the caller may not read it */
  BOOL enforced;   /* FALSE: this engine only says what it would decide */
  UINT32 numSubLayers;
  OPENWFP_SUBLAYER_STEP0* subLayers; /* the heaviest first */
} OPENWFP_DECISION0;

/* Asks the engine as the layer would. Nothing happens, and no counter moves. Needs
 * FWPM_ACTRL_CLASSIFY on the engine. */
DWORD WINAPI OpenWfpClassify0(HANDLE engineHandle, const OPENWFP_CLASSIFY_REQUEST0* request,
                              OPENWFP_DECISION0** decision);

/* ---------------------------------------------------------------------------------------------------
 * how often a filter decided */

typedef struct OPENWFP_FILTER_HITS0_ {
  UINT64 filterId;
  UINT64 decided;   /* since the filter was added or the engine started */
  UINT64 overruled; /* it had an opinion and another one decided */
  INT64 lastUnixMs; /* 0: never */
} OPENWFP_FILTER_HITS0;

/* *hits is an array with one entry for each id, in their order. Needs FWPM_ACTRL_READ_STATS on each
 * filter. */
DWORD WINAPI OpenWfpFilterHitsGet0(HANDLE engineHandle, const UINT64* filterIds,
                                   UINT32 numFilterIds, OPENWFP_FILTER_HITS0** hits);

/* --------------------------------------------------------------------------------------------------
 * many changes in one call */

typedef enum OPENWFP_EDIT_TYPE_ {
  OPENWFP_EDIT_ADD_PROVIDER = 0,
  OPENWFP_EDIT_ADD_PROVIDER_CONTEXT = 1,
  OPENWFP_EDIT_ADD_SUBLAYER = 2,
  OPENWFP_EDIT_ADD_CALLOUT = 3,
  OPENWFP_EDIT_ADD_FILTER = 4,
  OPENWFP_EDIT_DELETE_PROVIDER = 5,
  OPENWFP_EDIT_DELETE_PROVIDER_CONTEXT = 6,
  OPENWFP_EDIT_DELETE_SUBLAYER = 7,
  OPENWFP_EDIT_DELETE_CALLOUT = 8,
  OPENWFP_EDIT_DELETE_FILTER = 9
} OPENWFP_EDIT_TYPE;

typedef struct OPENWFP_EDIT0_ {
  OPENWFP_EDIT_TYPE type;
  __extension__ union {
    const FWPM_PROVIDER0* provider;
    const FWPM_PROVIDER_CONTEXT0* providerContext;
    const FWPM_SUBLAYER0* subLayer;
    const FWPM_CALLOUT0* callout;
    const FWPM_FILTER0* filter;
    const GUID* key; /* of what is deleted */
  };
  PSECURITY_DESCRIPTOR sd; /* of what is added, self-relative; NULL: inherited */
} OPENWFP_EDIT0;

typedef struct OPENWFP_ADDED0_ {
  GUID key;
  UINT64 id; /* 0 for kinds without */
} OPENWFP_ADDED0;

#define OPENWFP_NO_EDIT 0xFFFFFFFFu

/* Does all of the edits, in their order, or none: inside the session's explicit transaction, or in
 * one of its own. What each of them needs and may answer is what the Fwpm function for it does.
 * *added (may be NULL) is an array with one entry for each edit, zeros for deletions. failedEdit
 * (may be NULL): the first one that could not be done, OPENWFP_NO_EDIT if it was none of them. */
DWORD WINAPI OpenWfpPolicyApply0(HANDLE engineHandle, const OPENWFP_EDIT0* edits, UINT32 numEdits,
                                 OPENWFP_ADDED0** added, UINT32* failedEdit);

/* ------------------------------------------------------------------------------------------------------
 * who changed what */

typedef struct OPENWFP_AUDIT_TEMPLATE0_ {
  INT64 sinceUnixMs;
  const OPENWFP_OBJECT0* object; /* NULL: of any */
  UINT32 most;                   /* the newest so many; 0: all that are kept */
  UINT64 after;                  /* only records with a higher number */
} OPENWFP_AUDIT_TEMPLATE0;

typedef struct OPENWFP_AUDIT_RECORD0_ {
  UINT64 number; /* rises by one with every record */
  INT64 unixMs;
  SID* user;
  UINT32 uid;
  UINT32 processId;
  char* program;   /* what the client calls itself */
  char* operation; /* "add", "delete", "set security" */
  OPENWFP_OBJECT0 object;
  char* objectName; /* its display name at the time; "" if it has none */
  DWORD desiredAccess;
  BOOL granted;
  char* before; /* a readable form; "" if there is nothing to say */
  char* after;
} OPENWFP_AUDIT_RECORD0;

/* What the SACLs of the objects have recorded, the oldest first; *records is an array. wanted (may
 * be NULL): all. lost (may be NULL): how many older records are not kept any more. Needs
 * SeSecurityPrivilege, as reading a SACL does. */
DWORD WINAPI OpenWfpAuditEnum0(HANDLE engineHandle, const OPENWFP_AUDIT_TEMPLATE0* wanted,
                               OPENWFP_AUDIT_RECORD0** records, UINT32* numRecords, UINT64* lost);

#ifdef __cplusplus
}
#endif

#endif /* OPENWFP_POLICY_H */
