"""WFP's vocabulary for src/schema: what gen.py makes of the tables of layers, fields, built-in objects and constants."""
import re

KEYWORDS = {"float": "float32", "double": "float64"}
CONSTANTS = re.compile(
    r"FWP_ACTION_|FWP_ACTRL_|FWPM_ACTRL_|FWPM_GENERIC_(READ|WRITE|EXECUTE)$|FWPM_\w+_FLAG_|FWPM_TXN_|FWP_FILTER_ENUM_FLAG_|"
    r"FWP_CONDITION_FLAG_|FWPM_WEIGHT_RANGE_IPSEC|FWPM_WEIGHT_RANGE_IKE|FWPM_AUTO_WEIGHT_BITS|FWPM_NET_EVENT_KEYWORD_")
# winnt.h: reading, writing and executing include reading the descriptor; the names of spec/rights.tsv.
STANDARD_RIGHTS = {"STANDARD_RIGHTS_READ": "read_control", "STANDARD_RIGHTS_WRITE": "read_control",
                   "STANDARD_RIGHTS_EXECUTE": "read_control", "DELETE": "delete_object"}


def string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def snake(name, prefix, suffix=""):
    text = name.removeprefix(prefix).removesuffix(suffix).lower()
    return KEYWORDS.get(text, text)


def camel(name):
    """FWPM_FILTER_FLAG_BOOTTIME -> kFilterFlagBoottime; FWP_CONDITION_FLAG_... -> kConditionFlag..."""
    return "k" + "".join(part.capitalize() for part in re.sub(r"^FWPM?_", "", name).split("_"))


def guid(text):
    tail = ", ".join("0x" + (text[19:23] + text[24:])[i:i + 2] for i in range(0, 16, 2))
    return f"Guid{{0x{text[:8]}, 0x{text[9:13]}, 0x{text[14:18]}, {{{tail}}}}}"


def guids(table):
    return {row["name"]: guid(row["guid"]) for row in table("win_guids")}


def enumeration(table, enum, macro, prefix, suffix="", skip="_MAX"):
    lines = []
    for row in table("win_enums"):
        if row["enum"] == enum and not row["name"].endswith(skip):
            lines.append(f"{macro}({snake(row['name'], prefix, suffix)}, {row['value']}, {string(row['name'])})\n")
    return "".join(lines)


def data_types(table):
    """WFP_DATA_TYPE(name, value, windows_name)"""
    return enumeration(table, "FWP_DATA_TYPE", "WFP_DATA_TYPE", "FWP_", "_TYPE")


def match_types(table):
    """WFP_MATCH_TYPE(name, value, windows_name)"""
    return enumeration(table, "FWP_MATCH_TYPE", "WFP_MATCH_TYPE", "FWP_MATCH_")


def engine_options(table):
    """WFP_ENGINE_OPTION(name, value, windows_name)"""
    return enumeration(table, "FWPM_ENGINE_OPTION", "WFP_ENGINE_OPTION", "FWPM_ENGINE_")


def context_types(table):
    """WFP_CONTEXT_TYPE(name, value, windows_name)"""
    return enumeration(table, "FWPM_PROVIDER_CONTEXT_TYPE", "WFP_CONTEXT_TYPE", "FWPM_", "_CONTEXT", "TYPE_MAX")


def constants(table):
    """inline constexpr std::uint32_t kFilterFlagPersistent = 0x1; for the flags, actions and rights used inside."""
    rights = {row["name"]: row["value"] for row in table("rights")}
    lines = []
    for row in table("win_constants"):
        if not CONSTANTS.match(row["name"]):
            continue
        value = re.sub(r"FWPM?_\w+", lambda m: camel(m[0]), row["value"])
        value = re.sub(r"\b(STANDARD_RIGHTS_\w+|DELETE)\b", lambda m: rights[STANDARD_RIGHTS[m[0]]], value)
        lines.append(f"inline constexpr std::uint32_t {camel(row['name'])} = {value};\n")
    return "".join(lines)


def layers(table):
    """WFP_LAYER(name, id, key, windows_name, version, parent, served, block, default_sublayer); parent is the name of
    the layer whose traffic a discard layer sees, else the layer's own."""
    key = guids(table)
    lines = []
    for row in table("layers"):
        name = snake(row["layer"], "FWPM_LAYER_")
        parent = name if row["discard_of"] == "-" else snake(row["discard_of"], "FWPM_LAYER_")
        served = "true" if row["served"] == "yes" else "false"
        # The GUID holds commas: parentheses keep it one macro argument.
        lines.append(f"WFP_LAYER({name}, {row['id']}, ({key[row['layer']]}), {string(row['layer'])}, {row['version']}, "
                     f"{parent}, {served}, {row['block']}, ({key[row['default_sublayer']]}))\n")
    return "".join(lines)


def fields(table):
    """WFP_FIELD(name, key, windows_name, type_v4, type_v6, kind, maximum, weight_rank); maximum -1: that of the type."""
    key = guids(table)
    lines = []
    for row in table("fields"):
        name = snake(row["field"], "FWPM_CONDITION_")
        maximum = "-1" if row["maximum"] == "-" else row["maximum"]
        lines.append(f"WFP_FIELD({name}, ({key[row['field']]}), {string(row['field'])}, {row['type_v4']}, "
                     f"{row['type_v6']}, {row['kind']}, {maximum}, {row['weight_rank']})\n")
    return "".join(lines)


def layer_fields(table):
    """WFP_LAYER_FIELD(layer, field): in the order of the layer, for both versions and their discard twins."""
    rows = table("layer_fields")
    lines = []
    for layer in table("layers"):
        base = re.sub(r"_V[46](_DISCARD)?$", "", layer["layer"])
        own = sorted((row for row in rows if row["layers"] == base), key=lambda row: int(row["order"]))
        for row in own:
            lines.append(f"WFP_LAYER_FIELD({snake(layer['layer'], 'FWPM_LAYER_')}, "
                         f"{snake(row['field'], 'FWPM_CONDITION_')})\n")
    return "".join(lines)


def sublayers(table):
    """WFP_SUBLAYER(name, key, windows_name, display_name, weight, inspection_only)"""
    key = guids(table)
    return "".join(
        f"WFP_SUBLAYER({snake(row['sublayer'], 'FWPM_SUBLAYER_')}, ({key[row['sublayer']]}), {string(row['sublayer'])}, "
        f"{string(row['name'])}, {row['weight']}, {'true' if row['inspection_only'] == 'yes' else 'false'})\n"
        for row in table("sublayers"))


def callouts(table):
    """WFP_CALLOUT(name, id, key, windows_name, display_name, layer, effect)"""
    key = guids(table)
    return "".join(
        f"WFP_CALLOUT({snake(row['callout'], 'FWPM_CALLOUT_')}, {number}, ({key[row['callout']]}), "
        f"{string(row['callout'])}, {string(row['name'])}, {snake(row['layer'], 'FWPM_LAYER_')}, {row['effect']})\n"
        for number, row in enumerate(table("callouts"), 1))


def interface_types(table):
    """WFP_INTERFACE_TYPE(hardware, if_type)"""
    return "".join(f"WFP_INTERFACE_TYPE({row['hardware']}, {row['if_type']})\n" for row in table("interface_types"))


OUTPUTS = {
    "data_type_table.inc": data_types, "match_type_table.inc": match_types, "engine_option_table.inc": engine_options,
    "context_type_table.inc": context_types, "constants.inc": constants, "layer_table.inc": layers,
    "field_table.inc": fields, "layer_field_table.inc": layer_fields, "sublayer_table.inc": sublayers,
    "callout_table.inc": callouts, "interface_type_table.inc": interface_types,
}
