"""What tools/gen.py makes for src/security: SIDs, ACE types, rights, privileges, operators of conditions."""


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def rows_of(name, macro, columns):
    """MACRO(cell, ...) per row of spec/NAME.tsv; a column written '"x"' becomes a string, "-" an empty one."""
    def make(table):
        lines = []
        for row in table(name):
            text = {c: "" if row[c.strip('"')] == "-" else row[c.strip('"')] for c in columns}
            cells = [c_string(text[c]) if c.startswith('"') else text[c] for c in columns]
            lines.append(f"{macro}({', '.join(cells)})\n")
        return "".join(lines)
    return make


def sid_table(table):
    """WFP_SID(name, base, alias, account, authority, sub-authorities...): base is absolute, machine, domain or root,
    and the sub-authorities of a relative one are those that follow the base's."""
    lines = []
    for row in table("sids"):
        parts = row["sid"].split("-")
        if parts[0] == "S":
            base, authority, subs = "absolute", parts[2], parts[3:]
        else:
            base, authority, subs = parts[0], "5", parts[1:]
        alias = "" if row["alias"] == "-" else row["alias"]
        cells = [row["name"], base, c_string(alias), c_string(row["account"]), authority, *(s + "u" for s in subs)]
        lines.append(f"WFP_SID({', '.join(cells)})\n")
    return "".join(lines)


OUTPUTS = {
    "sid_table.inc": sid_table,
    "ace_type_table.inc": rows_of("ace_types", "WFP_ACE_TYPE", ["name", "value", '"sddl"', "acl", "shape"]),
    "ace_flag_table.inc": rows_of("ace_flags", "WFP_ACE_FLAG", ["name", "value", '"sddl"']),
    "right_table.inc": rows_of("rights", "WFP_RIGHT", ["name", "value", '"sddl"', "group"]),
    "privilege_table.inc": rows_of("privileges", "WFP_PRIVILEGE", ["name", "luid", '"windows_name"']),
    "descriptor_control_table.inc": rows_of("descriptor_control", "WFP_CONTROL", ["name", "value"]),
    "condition_operator_table.inc": rows_of("condition_operators", "WFP_OPERATOR", ["name", "code", '"text"', "kind"]),
    "security_information_table.inc": rows_of("security_information", "WFP_INFORMATION", ["name", "value", "query", "set"]),
    "upcase_table.inc": rows_of("upcase", "WFP_UPCASE", ["first", "last", "step", "delta"]),
}
