/*
 * sid_authorities.h: initializers of a SID_IDENTIFIER_AUTHORITY, with or without a pair of braces
 * around them, as on Windows; part of winnt.h. A system header, so that compilers do not miss
 * braces in the programs that use them.
 */
#ifndef OPENWFP_SID_AUTHORITIES_H
#define OPENWFP_SID_AUTHORITIES_H

#ifdef __GNUC__
#pragma GCC system_header
#endif

#define SECURITY_NULL_SID_AUTHORITY {0, 0, 0, 0, 0, 0}
#define SECURITY_WORLD_SID_AUTHORITY {0, 0, 0, 0, 0, 1}
#define SECURITY_LOCAL_SID_AUTHORITY {0, 0, 0, 0, 0, 2}
#define SECURITY_CREATOR_SID_AUTHORITY {0, 0, 0, 0, 0, 3}
#define SECURITY_NON_UNIQUE_AUTHORITY {0, 0, 0, 0, 0, 4}
#define SECURITY_NT_AUTHORITY {0, 0, 0, 0, 0, 5}
#define SECURITY_RESOURCE_MANAGER_AUTHORITY {0, 0, 0, 0, 0, 9}
#define SECURITY_APP_PACKAGE_AUTHORITY {0, 0, 0, 0, 0, 15}
#define SECURITY_MANDATORY_LABEL_AUTHORITY {0, 0, 0, 0, 0, 16}
#define SECURITY_SCOPED_POLICY_ID_AUTHORITY {0, 0, 0, 0, 0, 17}
#define SECURITY_AUTHENTICATION_AUTHORITY {0, 0, 0, 0, 0, 18}
#define SECURITY_PROCESS_TRUST_AUTHORITY {0, 0, 0, 0, 0, 19}

#endif
