# The protocol between the client libraries and wfpd, over one AF_UNIX stream socket per engine handle.
#
# A capability is a handle: a session, an enumeration. It dies with the connection. Who calls is settled once,
# from the socket, before the first message is read; nothing a client says about itself is believed.
#
# Every answer carries an Outcome. An RPC-level exception means that the session is gone.
@0xd8a1c4b0f36e5127;

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("wfp::ipc::wire");

const protocolVersion :UInt32 = 1;

struct Outcome {
  status @0 :UInt32;            # a Status (NTSTATUS bits); 0 = success
  refusal @1 :Refusal;          # only with accessDenied and privilegeNotHeld
  detail @2 :Text;              # one sentence for a person, may be empty
}

struct Refusal {
  object @0 :Object;
  missing @1 :UInt32;           # the access rights, or
  privilege @2 :Text;           # the privilege that is missing
  owner @3 :Data;               # the object's owner (SID), empty if the caller may not know it
}

struct Object {
  union {
    engine @0 :Void;
    endpoints @1 :Void;         # the container of all ALE endpoints
    endpoint @2 :UInt64;        # one endpoint: its descriptor is computed from the container's
  }
}

# Bootstrap capability of a connection.
interface Engine {
  hello @0 (version :UInt32, program :Text) -> (outcome :Outcome, version :UInt32, release :Text);
  openSession @1 (request :SessionRequest) -> (outcome :Outcome, session :Session, key :Data);
}

# Absent text pointers are NULL: a NULL display name and an empty one are different.
struct SessionRequest {
  key @0 :Data;                 # 16 bytes; empty or all zero: the engine makes one
  name @1 :Text;
  description @2 :Text;
  flags @3 :UInt32;
  transactionWaitMs @4 :UInt32; # 0: the default
  kernelMode @5 :Bool;          # which flavour of the library asks; shown in the session list, decides nothing
}

struct SessionRow {
  key @0 :Data;
  name @1 :Text;
  description @2 :Text;
  flags @3 :UInt32;
  transactionWaitMs @4 :UInt32;
  processId @5 :UInt32;
  user @6 :Data;                # SID
  kernelMode @7 :Bool;
  hasName @8 :Bool;             # a NULL display name and an empty one are different
  hasDescription @9 :Bool;
}

interface Session {
  close @0 () -> (outcome :Outcome);

  endpointById @1 (id :UInt64) -> (outcome :Outcome, page :EndpointPage);
  endpointEnum @2 (filter :EndpointFilter) -> (outcome :Outcome, enumeration :EndpointEnum);

  getSecurity @3 (object :Object, information :UInt32) -> (outcome :Outcome, descriptor :Data);
  setSecurity @4 (object :Object, information :UInt32, owner :OptionalData, group :OptionalData,
                  dacl :OptionalData, sacl :OptionalData) -> (outcome :Outcome);

  openToken @5 (modifiedId :UInt64, desiredAccess :UInt32) -> (outcome :Outcome, token :Token, granted :UInt32);

  sessionEnum @6 () -> (outcome :Outcome, enumeration :SessionEnum);

  transactionBegin @7 (flags :UInt32) -> (outcome :Outcome);
  transactionCommit @8 () -> (outcome :Outcome);
  transactionAbort @9 () -> (outcome :Outcome);

  # Extensions: what `wfp` shows. About whom: the caller (self); or whoever would connect with these Unix credentials
  # and no capabilities (unix, if it is not null); or exactly this token.
  access @10 (object :Object, principal :Token, self :Bool, desired :UInt32, unix :UnixUser)
      -> (outcome :Outcome, granted :UInt32, reasons :List(AccessReason));
  status @11 () -> (outcome :Outcome, report :StatusReport);
  resetSecurity @12 (object :Object, windowsDefault :Bool) -> (outcome :Outcome);
}

# A pointer argument of Set: absent (NULL) and present are different; its bit decides whether it counts at all.
struct OptionalData {
  union {
    null @0 :Void;
    bytes @1 :Data;
  }
}

# ---------------------------------------------------------------------------------------------- endpoints

# A value of a template member, tagged as FWP_CONDITION_VALUE0 is. `nullPointer`: the type needs a pointer and
# the caller passed NULL.
struct ConditionValue {
  type @0 :UInt32;
  union {
    empty @1 :Void;
    number @2 :UInt64;          # integers, in host order
    address @3 :Data;           # BYTE_ARRAY16: 16 bytes, network order
    v4Mask :group { address @4 :UInt32; mask @5 :UInt32; }   # host order
    v6Mask :group { prefix @6 :Data; length @7 :UInt8; }
    range :group { low @8 :ConditionValue; high @9 :ConditionValue; }
    nullPointer @10 :Void;
  }
}

struct EndpointFilter {         # FWPS_ALE_ENDPOINT_ENUM_TEMPLATE0; all members empty = everything
  localSubnet @0 :ConditionValue;
  remoteSubnet @1 :ConditionValue;
  protocol @2 :ConditionValue;
  localPort @3 :ConditionValue;
  remotePort @4 :ConditionValue;
}

interface EndpointEnum {        # a snapshot taken when it was created, narrowed and checked for the caller
  next @0 (count :UInt32) -> (outcome :Outcome, page :EndpointPage);   # at most count rows; the daemon may cap it
}

# Rows have no pointers, so that a page is one flat block; what repeats stands once in the tables beside them.
struct EndpointPage {
  rows @0 :List(EndpointRow);
  apps @1 :List(App);
  users @2 :List(User);
  services @3 :List(Text);
  cgroups @4 :List(Text);
  holders @5 :List(UInt32);     # process ids; a row names a run of them
  remaining @6 :UInt64;         # rows of the snapshot after this page
  othersHidden @7 :Bool;        # the caller may not see every endpoint of the machine; how many is not said
}

struct EndpointRow {
  id @0 :UInt64;                # the socket cookie
  localHigh @1 :UInt64;         # IPv6 address as two big-endian halves; IPv4 in the low 32 bits of Low, host order
  localLow @2 :UInt64;
  remoteHigh @3 :UInt64;
  remoteLow @4 :UInt64;
  tokenModifiedId @5 :UInt64;
  netnsCookie @6 :UInt64;
  cgroupId @7 :UInt64;
  app @8 :UInt32;               # index into apps, 0xffffffff = none; likewise the next three
  user @9 :UInt32;
  service @10 :UInt32;
  cgroup @11 :UInt32;
  holdersStart @12 :UInt32;
  holdersCount @13 :UInt32;
  netnsInode @14 :UInt32;
  flags @15 :UInt32;            # flag... bits, below
  localPort @16 :UInt16;        # host order
  remotePort @17 :UInt16;
  protocol @18 :UInt8;
  ipVersion @19 :UInt8;         # FWP_IP_VERSION
  state @20 :UInt8;             # endpoint::State
  attribution @21 :UInt8;       # endpoint::Attribution
  direction @22 :UInt8;         # endpoint::Direction
}

# Bits of EndpointRow.flags, the OPENWFP_ENDPOINT_FLAG_ ones of openwfp.h.
const flagMultipath :UInt32 = 1;
const flagForeignApp :UInt32 = 2;
const flagDeletedApp :UInt32 = 4;

struct App {
  path @0 :Data;                # bytes as the kernel has them, no NUL; "ns:<namespace>:<path>" for a foreign one
  device @1 :UInt64;            # as stat(2) gives st_dev
  inode @2 :UInt64;
}

struct User {
  sid @0 :Data;
  uid @1 :UInt32;
  gid @2 :UInt32;
}

# ---------------------------------------------------------------------------------------------- the rest

interface SessionEnum {
  next @0 (count :UInt32) -> (outcome :Outcome, rows :List(SessionRow));
}

struct Token {
  user @0 :Data;
  userAttributes @1 :UInt32;
  groups @2 :List(Group);
  privileges @3 :List(Privilege);
  primaryGroup @4 :Data;
  modifiedId @5 :UInt64;
  integrity @6 :Data;

  struct Group { sid @0 :Data; attributes @1 :UInt32; }
  struct Privilege { luid @0 :UInt64; attributes @1 :UInt32; }
}

struct UnixUser {
  uid @0 :UInt32;
  gids @1 :List(UInt32);        # the first is the primary group
}

struct AccessReason {
  rights @0 :UInt32;            # the rights this settles
  granted @1 :Bool;
  source @2 :Source;
  ace @3 :Text;                 # SDDL of the deciding entry, if one decided
  inherited @4 :Bool;
  enum Source { none @0; ace @1; owner @2; privilege @3; nullDacl @4; administrator @5; }
}

struct StatusReport {
  release @0 :Text;
  mode @1 :Text;                # "observe"
  uptimeMs @2 :UInt64;
  startedUnixMs @3 :Int64;
  processId @4 :UInt32;
  socketPath @5 :Text;
  stateDirectory @6 :Text;
  limits @7 :List(Limit);       # quotas, with what the caller's uid uses
  notes @8 :List(Text);         # what this daemon cannot see or do, and why
  missingCapabilities @9 :List(Text);
  kernelRelease @10 :Text;
  endpointCount @11 :Int64;     # of the whole machine, -1 unless the caller holds READ_STATS on the container
  sessionCount @12 :Int64;      # likewise
  passMicroseconds @13 :UInt64; # the last kernel pass, 0 = none yet
}

struct Limit {
  name @0 :Text;
  unit @1 :Text;
  used @2 :UInt64;
  maximum @3 :UInt64;
}
