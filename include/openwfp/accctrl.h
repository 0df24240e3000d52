/*
 * accctrl.h: trustees, and what they shall be allowed, denied or audited for.
 */
#ifndef OPENWFP_ACCCTRL_H
#define OPENWFP_ACCCTRL_H

#include "windows.h"

#include "gen/accctrl.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct _OBJECTS_AND_SID {
  DWORD ObjectsPresent; /* ACE_OBJECT_TYPE_PRESENT, ACE_INHERITED_OBJECT_TYPE_PRESENT */
  GUID ObjectTypeGuid;
  GUID InheritedObjectTypeGuid;
  SID* pSid;
} OBJECTS_AND_SID, *POBJECTS_AND_SID;

typedef struct _OBJECTS_AND_NAME_A {
  DWORD ObjectsPresent;
  SE_OBJECT_TYPE ObjectType;
  LPSTR ObjectTypeName;
  LPSTR InheritedObjectTypeName;
  LPSTR ptstrName;
} OBJECTS_AND_NAME_A, *POBJECTS_AND_NAME_A;

typedef struct _OBJECTS_AND_NAME_W {
  DWORD ObjectsPresent;
  SE_OBJECT_TYPE ObjectType;
  LPWSTR ObjectTypeName;
  LPWSTR InheritedObjectTypeName;
  LPWSTR ptstrName;
} OBJECTS_AND_NAME_W, *POBJECTS_AND_NAME_W;

/* ptstrName is what TrusteeForm says: a name, a SID, an OBJECTS_AND_SID or an OBJECTS_AND_NAME. */
typedef struct _TRUSTEE_A {
  struct _TRUSTEE_A* pMultipleTrustee;
  MULTIPLE_TRUSTEE_OPERATION MultipleTrusteeOperation;
  TRUSTEE_FORM TrusteeForm;
  TRUSTEE_TYPE TrusteeType;
  LPSTR ptstrName;
} TRUSTEE_A, *PTRUSTEE_A, TRUSTEEA, *PTRUSTEEA;

/* ptstrName is what TrusteeForm says: a name, a SID, an OBJECTS_AND_SID or an OBJECTS_AND_NAME. */
typedef struct _TRUSTEE_W {
  struct _TRUSTEE_W* pMultipleTrustee;
  MULTIPLE_TRUSTEE_OPERATION MultipleTrusteeOperation;
  TRUSTEE_FORM TrusteeForm;
  TRUSTEE_TYPE TrusteeType;
  LPWSTR ptstrName;
} TRUSTEE_W, *PTRUSTEE_W, TRUSTEEW, *PTRUSTEEW;

typedef struct _EXPLICIT_ACCESS_A {
  DWORD grfAccessPermissions;
  ACCESS_MODE grfAccessMode;
  DWORD grfInheritance;
  TRUSTEE_A Trustee;
} EXPLICIT_ACCESS_A, *PEXPLICIT_ACCESS_A, EXPLICIT_ACCESSA, *PEXPLICIT_ACCESSA;

typedef struct _EXPLICIT_ACCESS_W {
  DWORD grfAccessPermissions;
  ACCESS_MODE grfAccessMode;
  DWORD grfInheritance;
  TRUSTEE_W Trustee;
} EXPLICIT_ACCESS_W, *PEXPLICIT_ACCESS_W, EXPLICIT_ACCESSW, *PEXPLICIT_ACCESSW;

#ifdef UNICODE
typedef OBJECTS_AND_NAME_W OBJECTS_AND_NAME_, *POBJECTS_AND_NAME_;
typedef TRUSTEE_W TRUSTEE_, *PTRUSTEE_, TRUSTEE, *PTRUSTEE;
typedef EXPLICIT_ACCESS_W EXPLICIT_ACCESS_, *PEXPLICIT_ACCESS_, EXPLICIT_ACCESS, *PEXPLICIT_ACCESS;
#else
typedef OBJECTS_AND_NAME_A OBJECTS_AND_NAME_, *POBJECTS_AND_NAME_;
typedef TRUSTEE_A TRUSTEE_, *PTRUSTEE_, TRUSTEE, *PTRUSTEE;
typedef EXPLICIT_ACCESS_A EXPLICIT_ACCESS_, *PEXPLICIT_ACCESS_, EXPLICIT_ACCESS, *PEXPLICIT_ACCESS;
#endif

#ifdef __cplusplus
}
#endif

#endif
