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
    policy :group {             # an object of the policy, or the container of its kind
      kind @3 :Kind;
      key @4 :Data;             # 16 bytes; empty: the container
    }
  }
}

enum Kind {                     # engine::Kind, in its order
  engine @0;
  provider @1;
  providerContext @2;
  sublayer @3;
  layer @4;
  callout @5;
  filter @6;
  netEvent @7;
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

  # Policy. Everything in one explicit transaction, or in one of its own.
  policyAdd @13 (object :PolicyObject, descriptor :OptionalData) -> (outcome :Outcome, added :Added);
  policyRemove @14 (object :Name) -> (outcome :Outcome);
  policyGet @15 (object :Name) -> (outcome :Outcome, object :PolicyObject);
  policyEnum @16 (wanted :PolicyTemplate) -> (outcome :Outcome, enumeration :PolicyEnum);
  # All of them or none. `failed`: the index of the first that could not be done.
  policyApply @17 (edits :List(PolicyEdit)) -> (outcome :Outcome, failed :UInt32, added :List(Added));
  policySubscribe @18 (wanted :PolicyTemplate, flags :UInt32, sink :ChangeSink)
      -> (outcome :Outcome, subscription :Subscription);
  policySubscriptions @19 (kind :Kind) -> (outcome :Outcome, subscriptions :List(PolicySubscription));

  optionGet @20 (option :UInt32) -> (outcome :Outcome, value :ConditionValue);
  optionSet @21 (option :UInt32, value :ConditionValue) -> (outcome :Outcome);

  netEventEnum @22 (wanted :NetEventTemplate) -> (outcome :Outcome, enumeration :NetEventEnum);
  netEventSubscribe @23 (wanted :NetEventTemplate, sink :NetEventSink)
      -> (outcome :Outcome, subscription :Subscription);
  netEventSubscriptions @24 () -> (outcome :Outcome, subscriptions :List(NetEventSubscription));

  # Extensions: what would be decided, and why; how often filters decided; what was changed by whom.
  classify @25 (request :ClassifyRequest) -> (outcome :Outcome, decision :Decision);
  filterHits @26 (filterIds :List(UInt64)) -> (outcome :Outcome, hits :List(FilterHits));
  auditEnum @27 (wanted :AuditTemplate) -> (outcome :Outcome, records :List(AuditRecord), lost :UInt64);
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
    # BYTE_BLOB, SID, SECURITY_DESCRIPTOR, TOKEN_ACCESS_INFORMATION, BYTE_ARRAY6; signed and
    # floating-point values are `number`, as their bits.
    bytes @11 :Data;
    text @12 :Text;             # UNICODE_STRING
    tokenInformation :group { sids @13 :List(Token.Group); restricted @14 :List(Token.Group); }
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

# ---------------------------------------------------------------------------------------------- policy

# Names an object by its key, or by the id that the engine gave it (filters, provider contexts, callouts, layers).
struct Name {
  kind @0 :Kind;
  union {
    key @1 :Data;               # 16 bytes
    id @2 :UInt64;
  }
}

struct Added {
  key @0 :Data;
  id @1 :UInt64;                # 0 for kinds without
}

# An object as a program adds it, and as it is given back. Absent pointers are NULL. Keys: 16 bytes.
struct PolicyObject {
  key @0 :Data;                 # all zero: the engine makes one
  name @1 :Text;
  description @2 :Text;
  flags @3 :UInt32;
  providerKey @4 :Data;
  providerData @5 :Data;
  id @6 :UInt64;                # out
  union {
    unset @7 :Void;
    provider :group { serviceName @8 :Text; }
    providerContext :group {
      type @9 :UInt32;
      content :union {
        none @10 :Void;         # a type whose data does not travel, or a NULL pointer
        data @11 :Data;         # GENERAL
        options @12 :List(ClassifyOption);
      }
    }
    sublayer :group { weight @13 :UInt16; }
    callout :group { layer @14 :Data; }
    filter @15 :Filter;
    layer @16 :Void;            # id says which: what a layer is, both sides know
  }

  struct ClassifyOption { type @0 :UInt32; value @1 :ConditionValue; }
}

struct Filter {
  layer @0 :Data;
  sublayer @1 :Data;
  weight @2 :ConditionValue;
  conditions @3 :List(Condition);
  action @4 :UInt32;
  actionKey @5 :Data;           # of the callout; of a plain action any GUID
  rawContext @6 :UInt64;
  context @7 :Data;             # with FWPM_FILTER_FLAG_HAS_PROVIDER_CONTEXT
  hasReserved @8 :Bool;         # `reserved` was not NULL
  effectiveWeight @9 :UInt64;   # out
}

struct Condition {
  field @0 :Data;
  match @1 :UInt32;
  value @2 :ConditionValue;
}

struct PolicyTemplate {
  kind @0 :Kind;
  # Members that the kind's template lacks stay absent. All absent: everything of the kind.
  provider @1 :Data;
  layer @2 :Data;
  contextType @3 :UInt32;
  hasContextType @4 :Bool;
  isNull @5 :Bool;              # the caller passed no template: for filters not the same as an empty one
  # Of filters only.
  containment @6 :UInt32;
  flags @7 :UInt32;
  conditions @8 :List(Condition);
  actionMask @9 :UInt32;
  callout @10 :Data;
  hasContextTemplate @11 :Bool; # then contextProvider and contextType are its
  contextProvider @12 :Data;
}

struct PolicyEdit {
  union {
    add :group { object @0 :PolicyObject; descriptor @1 :OptionalData; }
    remove @2 :Name;
  }
}

interface PolicyEnum {          # a snapshot taken when it was created, checked for the caller
  next @0 (count :UInt32) -> (outcome :Outcome, objects :List(PolicyObject));
}

# Dropping it ends it.
interface Subscription {
  key @0 () -> (key :Data);
}

struct PolicySubscription {
  wanted @0 :PolicyTemplate;
  flags @1 :UInt32;
  sessionKey @2 :Data;
}

# Called with one batch at a time: the next one follows the answer. A sink that does not keep up loses batches.
interface ChangeSink {
  changed @0 (changes :List(PolicyChange), lost :UInt64) -> ();
}

struct PolicyChange {
  type @0 :UInt32;              # FWPM_CHANGE_TYPE
  kind @1 :Kind;
  key @2 :Data;
  id @3 :UInt64;
}

# ---------------------------------------------------------------------------------------------- net events

struct NetEvent {
  sequence @0 :UInt64;          # of the engine's events, without gaps
  type @1 :UInt32;              # FWPM_NET_EVENT_TYPE
  unixNs @2 :Int64;
  flags @3 :UInt32;             # FWPM_NET_EVENT_FLAG_*: which members below are known
  ipVersion @4 :UInt8;
  protocol @5 :UInt8;
  localHigh @6 :UInt64;         # as in EndpointRow
  localLow @7 :UInt64;
  remoteHigh @8 :UInt64;
  remoteLow @9 :UInt64;
  localPort @10 :UInt16;
  remotePort @11 :UInt16;
  scopeId @12 :UInt32;
  appId @13 :Data;              # NUL-terminated wchar_t, as the filters' condition
  user @14 :Data;               # SID
  packageSid @15 :Data;
  filterId @16 :UInt64;         # 0: no filter decided
  layerId @17 :UInt16;
  reauthReason @18 :UInt32;
  originalProfile @19 :UInt32;
  currentProfile @20 :UInt32;
  direction @21 :UInt32;        # FWP_DIRECTION
  isLoopback @22 :Bool;
  processId @23 :UInt32;        # 0: not known
  hits @24 :List(UInt64);       # the filters with an opinion, heaviest sublayer first
  lostBefore @25 :UInt64;       # events lost between the one before and this one
}

struct NetEventTemplate {
  startUnixNs @0 :Int64;        # 0: from the oldest
  endUnixNs @1 :Int64;          # 0: to the newest
  conditions @2 :List(Condition);
}

interface NetEventEnum {
  next @0 (count :UInt32) -> (outcome :Outcome, events :List(NetEvent));
}

interface NetEventSink {        # as ChangeSink
  happened @0 (events :List(NetEvent), lost :UInt64) -> ();
}

struct NetEventSubscription {
  wanted @0 :NetEventTemplate;
  sessionKey @1 :Data;
}

# ---------------------------------------------------------------------------------------------- decisions

struct ClassifyRequest {
  layer @0 :Data;
  fields @1 :List(Field);
  struct Field {
    field @0 :Data;
    value :union {
      value @1 :ConditionValue;
      unix @2 :UnixUser;        # of token fields: the token that this user would have
      token @3 :Token;          # exactly this one
      self @4 :Void;            # the caller's
    }
  }
}

# engine::Decision. What the caller may not read of it is named by id 0 and an empty key.
struct Decision {
  block @0 :Bool;
  hard @1 :Bool;
  vetoed @2 :Bool;
  filterId @3 :UInt64;          # 0: nothing matched, the layer permits
  walk @4 :List(SublayerStep);
  enforced @5 :Bool;            # whether this daemon enforces what it decides

  struct SublayerStep {
    key @0 :Data;
    name @1 :Text;
    weight @2 :UInt16;
    effect @3 :UInt8;           # engine::Effect
    filters @4 :List(FilterStep);
  }
  struct FilterStep {
    id @0 :UInt64;
    key @1 :Data;
    name @2 :Text;
    action @3 :UInt32;
    callout @4 :UInt8;          # engine::CalloutState
    hasOpinion @5 :Bool;
    block @6 :Bool;
    hard @7 :Bool;
    hidden @8 :Bool;            # the caller may not read the filter: no more is said of it
    provider @9 :Data;
    owner @10 :Data;            # SID, empty if the caller may not know it
  }
}

struct FilterHits {
  id @0 :UInt64;
  decided @1 :UInt64;
  overruled @2 :UInt64;
  lastUnixMs @3 :Int64;         # 0: never
}

struct AuditTemplate {
  sinceUnixMs @0 :Int64;
  object :union {
    any @1 :Void;
    one @2 :Object;
  }
  most @3 :UInt32;              # the newest so many; 0: all that are kept
  after @4 :UInt64;             # only records with a higher number
}

struct AuditRecord {
  number @0 :UInt64;
  unixMs @1 :Int64;
  user @2 :Data;                # SID
  uid @3 :UInt32;
  processId @4 :UInt32;
  program @5 :Text;             # what the client calls itself
  operation @6 :Text;
  object @7 :Object;
  objectName @8 :Text;          # its display name at the time, may be empty
  desired @9 :UInt32;
  granted @10 :Bool;
  before @11 :Text;
  after @12 :Text;
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
