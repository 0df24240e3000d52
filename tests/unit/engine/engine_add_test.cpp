#include "machine.h"

namespace wfp::engine::test {
namespace {

const Guid kMine = guid(1);

// D: the display name is required; a description is not.
TEST(Add, DisplayNameIsRequired) {
  Machine machine;
  Provider nameless = provider(kMine);
  nameless.display.name.reset();
  EXPECT_EQ(machine.try_add(nameless), Status::fwp_null_display_name);
  Filter filter = block();
  filter.display.name.reset();
  EXPECT_EQ(machine.try_add(filter), Status::fwp_null_display_name);
  Sublayer empty = sublayer(kMine, 1);
  empty.display.name = "";
  EXPECT_EQ(machine.try_add(empty), Status::success);
}

// D: keys are unique within a kind, not across kinds; a zero key is made up.
TEST(Add, KeysAreUniqueWithinAKind) {
  Machine machine;
  machine.add(provider(kMine));
  machine.add(sublayer(kMine, 1));
  Filter filter = block();
  filter.key = kMine;
  machine.add(filter);
  EXPECT_EQ(machine.try_add(provider(kMine)), Status::fwp_already_exists);
  EXPECT_EQ(machine.try_add(filter), Status::fwp_already_exists);
  EXPECT_FALSE(machine.add(block()).key.is_zero());
}

TEST(Add, IdsAreGivenByTheEngine) {
  Machine machine;
  const Added first = machine.add(block());
  const Added second = machine.add(block());
  EXPECT_NE(first.id, 0U);
  EXPECT_GT(second.id, first.id);
  EXPECT_EQ(machine.engine.get_by_id<Filter>(machine.admin, second.id).value()->object.key,
            second.key);
  EXPECT_NE(machine.add(callout(guid(3))).id, 0U);
  EXPECT_NE(machine.add(context(guid(4))).id, 0U);
}

// D: what an object refers to must exist.
TEST(Add, LinksMustExist) {
  Machine machine;
  Filter filter = block();
  filter.layer = guid(9);
  EXPECT_EQ(machine.try_add(filter), Status::fwp_layer_not_found);
  EXPECT_EQ(machine.try_add(in(block(), guid(9))), Status::fwp_sublayer_not_found);
  filter = block();
  filter.provider = guid(9);
  EXPECT_EQ(machine.try_add(filter), Status::fwp_provider_not_found);
  filter = flagged(block(), schema::kFilterFlagHasProviderContext);
  filter.context = guid(9);
  EXPECT_EQ(machine.try_add(filter), Status::fwp_provider_context_not_found);
  EXPECT_EQ(machine.try_add(calling(test::filter(ActionType::callout_unknown), guid(9))),
            Status::fwp_callout_not_found);
  Sublayer orphan = sublayer(kMine, 1);
  orphan.provider = guid(9);
  EXPECT_EQ(machine.try_add(orphan), Status::fwp_provider_not_found);
}

// Ours: a layer that is not enforced is refused.
TEST(Add, RedirectLayersAreRefused) {
  Machine machine;
  EXPECT_EQ(machine.try_add(filter(ActionType::permit, LayerId::ale_connect_redirect_v4)),
            Status::fwp_layer_not_found);
  EXPECT_EQ(machine.try_add(callout(kMine, LayerId::ale_bind_redirect_v6)),
            Status::fwp_layer_not_found);
}

// Ours: what has happened cannot be blocked; at FLOW_ESTABLISHED a block is honoured.
TEST(Add, BlockAtReleaseAndClosureIsRefused) {
  Machine machine;
  for (const LayerId layer : {LayerId::ale_resource_release_v4, LayerId::ale_endpoint_closure_v6}) {
    EXPECT_EQ(machine.try_add(filter(ActionType::block, layer)),
              Status::fwp_action_incompatible_with_layer);
    EXPECT_EQ(machine.try_add(filter(ActionType::permit, layer)), Status::success);
  }
  EXPECT_EQ(machine.try_add(filter(ActionType::block, LayerId::ale_flow_established_v4)),
            Status::success);
}

// Ours: nothing that happens afterwards is a reason to refuse a block of a flow, at either version.
TEST(Add, BlockAtFlowEstablishedDecides) {
  Machine machine;
  machine.add(filter(ActionType::block, LayerId::ale_flow_established_v6));
  EXPECT_EQ(machine.verdict(Request(LayerId::ale_flow_established_v6)), Verdict::block);
}

// D: ids and effective weights are outputs: what a caller passes is ignored.
TEST(Add, OutputsOfTheFilterAreIgnored) {
  Machine machine;
  Filter own = weighing(block(), Value(std::uint64_t{7}));
  own.id = 4711;
  own.effective_weight = 4711;
  const Added added = machine.add(own);
  EXPECT_NE(added.id, 4711U);
  const auto stored = machine.engine.get<Filter>(machine.admin, added.key).value();
  EXPECT_EQ(stored->object.id, added.id);
  EXPECT_EQ(stored->object.effective_weight, 7U);
}

// D: INDEXED is a hint and changes no decision.
TEST(Add, IndexedFlagChangesNoDecision) {
  for (const std::uint32_t flags : {std::uint32_t{0}, schema::kFilterFlagIndexed}) {
    Machine machine;
    machine.add(flagged(block({port_is(80)}), flags));
    EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::block);
    EXPECT_EQ(machine.verdict(connect_to(81)), Verdict::permit);
  }
}

// D: an indirect display name ("@dll,-id") is stored as it is; the key of a plain action and the
// raw context are kept.
TEST(Add, NamesActionKeyAndRawContextAreKept) {
  Machine machine;
  Filter own = block();
  own.display = {"@%SystemRoot%\\system32\\x.dll,-1001", "@x.dll,-2"};
  own.action_key = guid(77);
  own.raw_context = 0x0123456789ABCDEF;
  const Added added = machine.add(own);
  const auto stored = machine.engine.get<Filter>(machine.admin, added.key).value();
  EXPECT_EQ(stored->object.display, own.display);
  EXPECT_EQ(stored->object.action_key, guid(77));
  EXPECT_EQ(stored->object.raw_context, 0x0123456789ABCDEFU);
}

// D: zero names the layer's default sublayer. S3: a filter without sublayer lands in UNIVERSAL.
TEST(Add, ZeroSublayerIsTheDefault) {
  Machine machine;
  const Added added = machine.add(block());
  EXPECT_EQ(machine.engine.get<Filter>(machine.admin, added.key).value()->object.sublayer,
            builtin_sublayer("universal"));
}

// D: the INSPECTION sublayer holds inspection filters only.
TEST(Add, InspectionSublayerTakesInspectionOnly) {
  Machine machine;
  machine.add(callout(kMine));
  const Guid inspection = builtin_sublayer("inspection");
  EXPECT_EQ(machine.try_add(in(block(), inspection)),
            Status::fwp_action_incompatible_with_sublayer);
  EXPECT_EQ(machine.try_add(in(permit(), inspection)),
            Status::fwp_action_incompatible_with_sublayer);
  EXPECT_EQ(machine.try_add(in(calling(filter(ActionType::callout_inspection), kMine), inspection)),
            Status::success);
}

// D: only five actions; CONTINUE and NONE are results.
TEST(Add, ResultsAreNoActions) {
  Machine machine;
  for (const std::uint32_t action :
       {schema::kActionContinue, schema::kActionNone, schema::kActionNoneNoMatch, 0U}) {
    Filter filter = block();
    filter.action = action;
    EXPECT_EQ(machine.try_add(filter), Status::fwp_invalid_action_type);
  }
}

// D: UINT8 above 15 and other types are no weights.
TEST(Add, WeightIsChecked) {
  Machine machine;
  EXPECT_EQ(machine.try_add(weighing(block(), Value(std::uint8_t{16}))),
            Status::fwp_invalid_weight);
  EXPECT_EQ(machine.try_add(weighing(block(), Value(std::uint32_t{1}))),
            Status::fwp_invalid_weight);
  const Added added = machine.add(weighing(block(), Value(std::uint64_t{77})));
  EXPECT_EQ(machine.engine.get<Filter>(machine.admin, added.key).value()->object.effective_weight,
            77U);
}

TEST(Add, ReservedMemberMustBeAbsent) {
  Machine machine;
  Filter filter = block();
  filter.has_reserved = true;
  EXPECT_EQ(machine.try_add(filter), Status::fwp_reserved);
}

// D: flags that are output, or unknown, are refused; flags without effect here are taken.
TEST(Add, FilterFlags) {
  Machine machine;
  EXPECT_EQ(machine.try_add(flagged(block(), schema::kFilterFlagDisabled)),
            Status::fwp_invalid_flags);
  EXPECT_EQ(machine.try_add(flagged(block(), schema::kFilterFlagReserved0)),
            Status::fwp_invalid_flags);
  EXPECT_EQ(machine.try_add(flagged(block(), 0x80000000)), Status::fwp_invalid_flags);
  EXPECT_EQ(
      machine.try_add(flagged(block(), schema::kFilterFlagIndexed | schema::kFilterFlagSilentMode)),
      Status::success);
  // D: PERMIT_IF_CALLOUT_UNREGISTERED goes with a callout that decides.
  EXPECT_EQ(machine.try_add(flagged(block(), schema::kFilterFlagPermitIfCalloutUnregistered)),
            Status::fwp_invalid_flags);
  EXPECT_EQ(machine.try_add(flagged(block(), schema::kFilterFlagHasProviderContext)),
            Status::fwp_invalid_flags);
  EXPECT_EQ(machine.try_add(
                flagged(block(), schema::kFilterFlagPersistent | schema::kFilterFlagBoottime)),
            Status::fwp_invalid_flags);
}

TEST(Add, FlagsOfTheOtherKinds) {
  Machine machine;
  Provider own = provider(kMine);
  own.flags = schema::kProviderFlagDisabled;
  EXPECT_EQ(machine.try_add(own), Status::fwp_invalid_flags);
  Callout other = callout(kMine);
  other.flags = schema::kCalloutFlagRegistered;
  EXPECT_EQ(machine.try_add(other), Status::fwp_invalid_flags);
  Sublayer layer = sublayer(kMine, 1);
  layer.flags = 2;
  EXPECT_EQ(machine.try_add(layer), Status::fwp_invalid_flags);
}

// D: a callout serves one layer.
TEST(Add, CalloutMustBeOfTheLayer) {
  Machine machine;
  machine.add(callout(kMine, kConnect6));
  EXPECT_EQ(machine.try_add(calling(filter(ActionType::callout_unknown), kMine)),
            Status::fwp_incompatible_layer);
}

TEST(Add, SetOptionsCalloutTakesClassifyOptions) {
  Machine machine;
  const Guid options = schema::builtin_callouts()[0].key;
  EXPECT_EQ(machine.try_add(calling(filter(ActionType::callout_unknown), options)),
            Status::fwp_context_incompatible_with_callout);
  machine.add(context(guid(4)));
  Filter wrong = flagged(calling(filter(ActionType::callout_unknown), options),
                         schema::kFilterFlagHasProviderContext);
  wrong.context = guid(4);
  EXPECT_EQ(machine.try_add(wrong), Status::fwp_provider_context_mismatch);
}

// D: the errors of conditions reach the caller of Add (each is tested in schema).
TEST(Add, ConditionsAreChecked) {
  Machine machine;
  EXPECT_EQ(machine.try_add(block(
                {condition(FieldId::ip_remote_port, MatchType::equal, Value(std::uint8_t{1}))})),
            Status::fwp_type_mismatch);
  EXPECT_EQ(machine.try_add(
                block({condition(FieldId::direction, MatchType::equal, Value(std::uint32_t{1}))})),
            Status::fwp_condition_not_found);
  EXPECT_EQ(machine.try_add(block({condition(FieldId::ale_user_id, MatchType::equal,
                                             Value(schema::DescriptorBytes{{9}}))})),
            Status::invalid_security_descr);
}

// D: an object may not refer to one that lives shorter.
TEST(Lifetime, NothingRefersToWhatLivesShorter) {
  Machine machine;
  machine.add(sublayer(guid(1), 1));  // static
  EXPECT_EQ(machine.try_add(flagged(in(block(), guid(1)), schema::kFilterFlagPersistent)),
            Status::fwp_lifetime_mismatch);
  EXPECT_EQ(machine.try_add(flagged(in(block(), guid(1)), schema::kFilterFlagBoottime)),
            Status::fwp_lifetime_mismatch);
  const Guid dynamic = machine.open_dynamic();
  machine.add(dynamic, sublayer(guid(2), 1));
  EXPECT_EQ(machine.try_add(in(block(), guid(2))), Status::fwp_lifetime_mismatch);
  EXPECT_EQ(machine.try_add(dynamic, in(block(), guid(1))), Status::success);
  Sublayer kept = sublayer(guid(3), 1);
  kept.flags = schema::kSublayerFlagPersistent;
  machine.add(kept);
  EXPECT_EQ(machine.try_add(flagged(in(block(), guid(3)), schema::kFilterFlagPersistent)),
            Status::success);
  EXPECT_EQ(machine.try_add(flagged(block(), schema::kFilterFlagPersistent)),
            Status::success);  // built-in sublayer
}

TEST(Lifetime, DynamicObjectsOfTwoSessionsDoNotMix) {
  Machine machine;
  machine.add(machine.open_dynamic(), sublayer(guid(2), 1));
  EXPECT_EQ(machine.try_add(machine.open_dynamic(), in(block(), guid(2))),
            Status::fwp_lifetime_mismatch);
}

// Ours: what a dynamic session adds is dynamic; asking for more is refused.
TEST(Lifetime, DynamicSessionAddsNothingPersistent) {
  Machine machine;
  EXPECT_EQ(
      machine.try_add(machine.open_dynamic(), flagged(block(), schema::kFilterFlagPersistent)),
      Status::fwp_lifetime_mismatch);
  EXPECT_EQ(machine.try_add(machine.open_dynamic(), flagged(block(), schema::kFilterFlagBoottime)),
            Status::fwp_lifetime_mismatch);
}

// D: a persistent object may not refer to a persistent one of another provider.
TEST(Lifetime, PersistentObjectsKeepToTheirProvider) {
  Machine machine;
  for (const Guid& own : {guid(1), guid(2)}) {
    Provider kept = provider(own);
    kept.flags = schema::kProviderFlagPersistent;
    machine.add(kept);
  }
  Sublayer kept = sublayer(guid(3), 1);
  kept.flags = schema::kSublayerFlagPersistent;
  kept.provider = guid(1);
  machine.add(kept);
  Filter filter = flagged(in(block(), guid(3)), schema::kFilterFlagPersistent);
  filter.provider = guid(2);
  EXPECT_EQ(machine.try_add(filter), Status::fwp_lifetime_mismatch);
  filter.provider = guid(1);
  EXPECT_EQ(machine.try_add(filter), Status::success);
}

// D: a boot-time filter is in force before the engine is, and not afterwards.
TEST(Lifetime, BootTimeFilterDecidesAtBootOnly) {
  Machine machine;
  machine.add(flagged(block(), schema::kFilterFlagBoottime));
  machine.add(flagged(permit(), schema::kFilterFlagPersistent));
  EXPECT_EQ(machine.verdict(connect_to(80)), Verdict::permit);
  const Snapshot boot = boot_policy(*machine.engine.snapshot());
  EXPECT_EQ(classify(connect_to(80), boot, machine.callouts).verdict, Verdict::block);
}

// D: a boot-time filter cannot use a callout that needs a provider context.
TEST(Lifetime, BootTimeFilterHasNoContextCallout) {
  Machine machine;
  Callout kept = callout(guid(3));
  kept.flags = schema::kCalloutFlagPersistent | schema::kCalloutFlagUsesProviderContext;
  machine.add(kept);
  EXPECT_EQ(machine.try_add(flagged(calling(filter(ActionType::callout_unknown), guid(3)),
                                    schema::kFilterFlagBoottime)),
            Status::fwp_context_incompatible_with_callout);
}

// D: what is referred to cannot be deleted.
TEST(Delete, ReferencedObjectIsInUse) {
  Machine machine;
  machine.add(provider(guid(1)));
  Sublayer own = sublayer(guid(2), 1);
  own.provider = guid(1);
  machine.add(own);
  machine.add(callout(guid(3)));
  machine.add(context(guid(4)));
  Filter filter = flagged(in(calling(test::filter(ActionType::callout_unknown), guid(3)), guid(2)),
                          schema::kFilterFlagHasProviderContext);
  filter.context = guid(4);
  const Added added = machine.add(filter);
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(1)), Status::fwp_in_use);
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, guid(2)), Status::fwp_in_use);
  EXPECT_EQ(machine.try_remove<Callout>(machine.admin, guid(3)), Status::fwp_in_use);
  EXPECT_EQ(machine.try_remove<ProviderContext>(machine.admin, guid(4)), Status::fwp_in_use);
  EXPECT_EQ(
      Machine::status(machine.engine.remove_by_id<Filter>(machine.admin, added.id, machine.now)),
      Status::success);
  EXPECT_EQ(machine.try_remove<ProviderContext>(machine.admin, guid(4)), Status::success);
  EXPECT_EQ(machine.try_remove<Callout>(machine.admin, guid(3)), Status::success);
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, guid(2)), Status::success);
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(1)), Status::success);
}

// D: a plain filter's action GUID is kept and refers to nothing.
TEST(Delete, ActionKeyOfAPlainFilterIsNoReference) {
  Machine machine;
  machine.add(callout(guid(3)));
  machine.add(calling(block(), guid(3)));
  EXPECT_EQ(machine.try_remove<Callout>(machine.admin, guid(3)), Status::success);
}

// D: built-in objects are never deleted.
TEST(Delete, BuiltInObjectsStay) {
  Machine machine;
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, builtin_sublayer("universal")),
            Status::fwp_builtin_object);
  EXPECT_EQ(machine.try_remove<Callout>(machine.admin, schema::builtin_callouts()[0].key),
            Status::fwp_builtin_object);
}

// D: the kind's NOT_FOUND.
TEST(Delete, MissingObjectIsNotFound) {
  Machine machine;
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(9)), Status::fwp_provider_not_found);
  EXPECT_EQ(machine.try_remove<ProviderContext>(machine.admin, guid(9)),
            Status::fwp_provider_context_not_found);
  EXPECT_EQ(machine.try_remove<Sublayer>(machine.admin, guid(9)), Status::fwp_sublayer_not_found);
  EXPECT_EQ(machine.try_remove<Callout>(machine.admin, guid(9)), Status::fwp_callout_not_found);
  EXPECT_EQ(machine.try_remove<Filter>(machine.admin, guid(9)), Status::fwp_filter_not_found);
  EXPECT_EQ(Machine::status(machine.engine.remove_by_id<Filter>(machine.admin, 99, machine.now)),
            Status::fwp_filter_not_found);
  EXPECT_EQ(Machine::status(machine.engine.get_by_id<Callout>(machine.admin, 99)),
            Status::fwp_callout_not_found);
}

// D: from a dynamic session: another's object WRONG_SESSION, a static one
// DYNAMIC_SESSION_IN_PROGRESS. Ours: a non-dynamic session gets WRONG_SESSION for a dynamic object.
TEST(Delete, SessionsDeleteWithinTheirOwnWorld) {
  Machine machine;
  const Guid first = machine.open_dynamic();
  const Guid second = machine.open_dynamic();
  machine.add(first, provider(guid(1)));
  machine.add(provider(guid(2)));
  EXPECT_EQ(machine.try_remove<Provider>(second, guid(1)), Status::fwp_wrong_session);
  EXPECT_EQ(machine.try_remove<Provider>(second, guid(2)), Status::fwp_dynamic_session_in_progress);
  EXPECT_EQ(machine.try_remove<Provider>(machine.admin, guid(1)), Status::fwp_wrong_session);
  EXPECT_EQ(machine.try_remove<Provider>(first, guid(1)), Status::success);
}

TEST(Limits, ObjectsConditionsAndBytes) {
  Limits limits;
  limits.objects_per_kind = 2;
  limits.conditions_per_filter = 2;
  limits.bytes_per_object = 1000;
  Machine machine(limits);
  EXPECT_EQ(machine.try_add(block({port_is(1), port_is(2), port_is(3)})),
            Status::invalid_parameter);
  Provider big = provider(guid(1));
  big.data.resize(1001);
  EXPECT_EQ(machine.try_add(big), Status::invalid_parameter);
  machine.add(block());
  machine.add(block());
  EXPECT_EQ(machine.try_add(block()), Status::quota_exceeded);
}

TEST(Limits, CalloutsAndSublayersHaveCodesOfTheirOwn) {
  Limits limits;
  limits.callouts = schema::builtin_callouts().size();
  limits.sublayers = schema::builtin_sublayers().size();
  Machine machine(limits);
  EXPECT_EQ(machine.try_add(callout(guid(1))), Status::fwp_too_many_callouts);
  EXPECT_EQ(machine.try_add(sublayer(guid(1), 1)), Status::fwp_too_many_sublayers);
}

// S2: provider and sublayer data come back byte for byte.
TEST(Add, DataComesBackByteForByte) {
  Machine machine;
  Provider own = provider(guid(1));
  own.data = {0, 1, 0xFF, 0};
  own.service_name = "wfpd";
  machine.add(own);
  EXPECT_EQ(machine.engine.get<Provider>(machine.admin, guid(1)).value()->object, own);
}

}  // namespace
}  // namespace wfp::engine::test
