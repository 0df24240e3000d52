// aclapi.h: filling in trustees and looking into them, in both widths.
#include <aclapi.h>

#include "win32/trustee.h"

namespace wfp::win32 {
namespace {

template <class Trustee>
void build(Trustee* trustee, TRUSTEE_FORM form, const void* what) {
  if (trustee == nullptr) return;
  *trustee = Trustee{};
  trustee->MultipleTrusteeOperation = NO_MULTIPLE_TRUSTEE;
  trustee->TrusteeForm = form;
  trustee->TrusteeType = TRUSTEE_IS_UNKNOWN;
  trustee->ptstrName = static_cast<decltype(trustee->ptstrName)>(const_cast<void*>(what));
}

DWORD present(bool object, bool inherited) {
  return (object ? ACE_OBJECT_TYPE_PRESENT : 0u) |
         (inherited ? ACE_INHERITED_OBJECT_TYPE_PRESENT : 0u);
}

template <class Trustee>
void build_with_sid(Trustee* trustee, POBJECTS_AND_SID objects, const GUID* type,
                    const GUID* inherited, PSID sid) {
  if (objects == nullptr) return;
  *objects = {present(type != nullptr, inherited != nullptr), type == nullptr ? GUID{} : *type,
              inherited == nullptr ? GUID{} : *inherited, static_cast<SID*>(sid)};
  build(trustee, TRUSTEE_IS_OBJECTS_AND_SID, objects);
}

template <class Trustee, class Objects, class Text>
void build_with_name(Trustee* trustee, Objects* objects, SE_OBJECT_TYPE kind, Text type,
                     Text inherited, Text name) {
  if (objects == nullptr) return;
  *objects = {present(type != nullptr, inherited != nullptr), kind, type, inherited, name};
  build(trustee, TRUSTEE_IS_OBJECTS_AND_NAME, objects);
}

template <class Entry, class Text>
void build_entry(Entry* entry, Text name, DWORD permissions, ACCESS_MODE mode, DWORD inheritance) {
  if (entry == nullptr) return;
  entry->grfAccessPermissions = permissions;
  entry->grfAccessMode = mode;
  entry->grfInheritance = inheritance;
  build(&entry->Trustee, TRUSTEE_IS_NAME, name);
}

// A trustee by SID has no name to give.
template <class Trustee>
auto name_of(const Trustee* trustee) -> decltype(trustee->ptstrName) {
  return trustee != nullptr && trustee->TrusteeForm == TRUSTEE_IS_NAME ? trustee->ptstrName
                                                                       : nullptr;
}
template <class Trustee>
TRUSTEE_TYPE type_of(const Trustee* trustee) {
  return trustee == nullptr ? TRUSTEE_IS_UNKNOWN : trustee->TrusteeType;
}
template <class Trustee>
TRUSTEE_FORM form_of(const Trustee* trustee) {
  return trustee == nullptr ? TRUSTEE_BAD_FORM : trustee->TrusteeForm;
}

}  // namespace
}  // namespace wfp::win32

using namespace wfp::win32;

VOID WINAPI BuildTrusteeWithNameA(PTRUSTEE_A pTrustee, LPSTR pName) {
  build(pTrustee, TRUSTEE_IS_NAME, pName);
}
VOID WINAPI BuildTrusteeWithNameW(PTRUSTEE_W pTrustee, LPWSTR pName) {
  build(pTrustee, TRUSTEE_IS_NAME, pName);
}
VOID WINAPI BuildTrusteeWithSidA(PTRUSTEE_A pTrustee, PSID pSid) {
  build(pTrustee, TRUSTEE_IS_SID, pSid);
}
VOID WINAPI BuildTrusteeWithSidW(PTRUSTEE_W pTrustee, PSID pSid) {
  build(pTrustee, TRUSTEE_IS_SID, pSid);
}

VOID WINAPI BuildTrusteeWithObjectsAndSidA(PTRUSTEE_A pTrustee, POBJECTS_AND_SID pObjSid,
                                           GUID* pObjectGuid, GUID* pInheritedObjectGuid,
                                           PSID pSid) {
  build_with_sid(pTrustee, pObjSid, pObjectGuid, pInheritedObjectGuid, pSid);
}
VOID WINAPI BuildTrusteeWithObjectsAndSidW(PTRUSTEE_W pTrustee, POBJECTS_AND_SID pObjSid,
                                           GUID* pObjectGuid, GUID* pInheritedObjectGuid,
                                           PSID pSid) {
  build_with_sid(pTrustee, pObjSid, pObjectGuid, pInheritedObjectGuid, pSid);
}
VOID WINAPI BuildTrusteeWithObjectsAndNameA(PTRUSTEE_A pTrustee, POBJECTS_AND_NAME_A pObjName,
                                            SE_OBJECT_TYPE ObjectType, LPSTR ObjectTypeName,
                                            LPSTR InheritedObjectTypeName, LPSTR Name) {
  build_with_name(pTrustee, pObjName, ObjectType, ObjectTypeName, InheritedObjectTypeName, Name);
}
VOID WINAPI BuildTrusteeWithObjectsAndNameW(PTRUSTEE_W pTrustee, POBJECTS_AND_NAME_W pObjName,
                                            SE_OBJECT_TYPE ObjectType, LPWSTR ObjectTypeName,
                                            LPWSTR InheritedObjectTypeName, LPWSTR Name) {
  build_with_name(pTrustee, pObjName, ObjectType, ObjectTypeName, InheritedObjectTypeName, Name);
}

VOID WINAPI BuildExplicitAccessWithNameA(PEXPLICIT_ACCESS_A pExplicitAccess, LPSTR pTrusteeName,
                                         DWORD AccessPermissions, ACCESS_MODE AccessMode,
                                         DWORD Inheritance) {
  build_entry(pExplicitAccess, pTrusteeName, AccessPermissions, AccessMode, Inheritance);
}
VOID WINAPI BuildExplicitAccessWithNameW(PEXPLICIT_ACCESS_W pExplicitAccess, LPWSTR pTrusteeName,
                                         DWORD AccessPermissions, ACCESS_MODE AccessMode,
                                         DWORD Inheritance) {
  build_entry(pExplicitAccess, pTrusteeName, AccessPermissions, AccessMode, Inheritance);
}

LPSTR WINAPI GetTrusteeNameA(PTRUSTEE_A pTrustee) { return name_of(pTrustee); }
LPWSTR WINAPI GetTrusteeNameW(PTRUSTEE_W pTrustee) { return name_of(pTrustee); }
TRUSTEE_TYPE WINAPI GetTrusteeTypeA(PTRUSTEE_A pTrustee) { return type_of(pTrustee); }
TRUSTEE_TYPE WINAPI GetTrusteeTypeW(PTRUSTEE_W pTrustee) { return type_of(pTrustee); }
TRUSTEE_FORM WINAPI GetTrusteeFormA(PTRUSTEE_A pTrustee) { return form_of(pTrustee); }
TRUSTEE_FORM WINAPI GetTrusteeFormW(PTRUSTEE_W pTrustee) { return form_of(pTrustee); }
