"""What tools/gen.py makes for src/cli: how rights are written, and the words for layers, fields and flags."""
import re

import gen_schema
import gen_security


def words(table):
    return {row["name"]: row for row in table("wfp_words")}


def guid(table, name):
    """A GUID of the public headers; in parentheses, since it holds commas."""
    return "GUID" + gen_schema.guids(table)[name].removeprefix("Guid")


def layers(table):
    """WFP_LAYER_WORD(word, windows_name, key, version, id, served, meaning): "connect", 4."""
    lines = []
    for row in table("layers"):
        base, version, discard = re.fullmatch(r"(.*)_V([46])(_DISCARD)?", row["layer"]).groups()
        word = words(table)[base]
        text = f"{word['word']}{'-discard' if discard else ''}"
        lines.append(f"WFP_LAYER_WORD({gen_schema.string(text)}, {gen_schema.string(row['layer'])}, "
                     f"({guid(table, row['layer'])}), {version}, {row['id']}, {'true' if row['served'] == 'yes' else 'false'}, "
                     f"{gen_schema.string(word['meaning'])})\n")
    return "".join(lines)


def fields(table):
    """WFP_FIELD_WORD(word, windows_name, key, type_v4, type_v6, kind, meaning)"""
    lines = []
    for row in table("fields"):
        word = words(table)[row["field"]]
        meaning = "" if word["meaning"] == "-" else word["meaning"]
        lines.append(f"WFP_FIELD_WORD({gen_schema.string(word['word'])}, {gen_schema.string(row['field'])}, "
                     f"({guid(table, row['field'])}), {row['type_v4']}, {row['type_v6']}, {row['kind']}, "
                     f"{gen_schema.string(meaning)})\n")
    return "".join(lines)


def condition_flags(table):
    """WFP_CONDITION_FLAG(word, value): "loopback" for FWP_CONDITION_FLAG_IS_LOOPBACK."""
    lines = []
    for row in table("win_constants"):
        match = re.fullmatch(r"FWP_CONDITION_FLAG_(?:IS_)?(\w+)", row["name"])
        if match:
            lines.append(f"WFP_CONDITION_FLAG({gen_schema.string(match[1].lower().replace('_', '-'))}, {row['value']})\n")
    return "".join(lines)


def classify_options(table):
    """WFP_CLASSIFY_OPTION(name, value, windows_name)"""
    return gen_schema.enumeration(table, "FWP_CLASSIFY_OPTION_TYPE", "WFP_CLASSIFY_OPTION", "FWP_CLASSIFY_OPTION_")


def builtins(table):
    """WFP_BUILTIN(kind, name, windows_name, key): the sublayers and callouts that are there without being added."""
    lines = []
    for kind in ("sublayer", "callout"):
        for row in table(f"{kind}s"):
            name = row[kind].removeprefix(f"FWPM_{kind.upper()}_").lower().replace("_", "-")
            lines.append(f"WFP_BUILTIN({kind}, {gen_schema.string(name)}, {gen_schema.string(row[kind])}, "
                         f"({guid(table, row[kind])}))\n")
    return "".join(lines)


OUTPUTS = {
    "wfp_rights.inc": gen_security.rows_of("wfp_rights", "WFP_RIGHT", ['"short"', "value", '"word"', '"meaning"']),
    "layer_words.inc": layers,
    "field_words.inc": fields,
    "condition_flag_words.inc": condition_flags,
    "classify_option_words.inc": classify_options,
    "builtin_words.inc": builtins,
}
