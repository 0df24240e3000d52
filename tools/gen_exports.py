"""What the client libraries export: version scripts from spec/api.tsv, GUID symbols from spec/win_guids.tsv; and the
tables only they need."""

# Which rows of api.tsv a library exports, and under which column's name.
LIBRARIES = {
    "fwpuclnt": ("fwp", "user"),
    "fwpkclnt": ("fwp", "kernel"),
    "fwpwin32": ("win32", "user"),
}


def version_script(library, table):
    """Exports the named symbols under the version OPENWFP_0 and nothing else."""
    owner, column = LIBRARIES[library]
    names = [row[column] for row in table("api") if row["library"] == owner and row[column] != "-"]
    if library == "fwpwin32":
        names += [row["name"] for row in table("win_guids")]
    lines = "".join(f"    {name};\n" for name in sorted(names))
    return f"OPENWFP_0 {{\n  global:\n{lines}  local:\n    *;\n}};\n"


def guid_symbols(table):
    """WFP_GUID(name, data1, data2, data3, eight bytes)."""
    lines = []
    for row in table("win_guids"):
        parts = row["guid"].split("-")
        tail = parts[3] + parts[4]
        data = ", ".join(f"0x{tail[i:i + 2]}" for i in range(0, 16, 2))
        lines.append(f"WFP_GUID({row['name']}, 0x{parts[0]}, 0x{parts[1]}, 0x{parts[2]}, {data})\n")
    return "".join(lines)


def well_known_sid_types(table):
    """WFP_WELL_KNOWN(type, needs a domain, authority, sub-authorities...)."""
    lines = []
    for row in table("well_known_sid_types"):
        domain = row["sid"].startswith("domain-")
        parts = ["5", row["sid"].removeprefix("domain-")] if domain else row["sid"].split("-")[2:]
        lines.append(f"WFP_WELL_KNOWN({row['type']}, {'true' if domain else 'false'}, {', '.join(parts)})\n")
    return "".join(lines)


def link_only(table):
    """WFP_LINK_ONLY(name): what is exported so that programs link, and says that it is not implemented."""
    return "".join(f"WFP_LINK_ONLY({row['user']})\n" for row in table("api") if row["tier"] == "link")


def script_of(library):
    return lambda table: version_script(library, table)


OUTPUTS = {f"exports_{library}.map": script_of(library) for library in LIBRARIES}
OUTPUTS["guid_symbols.inc"] = guid_symbols
OUTPUTS["link_only.inc"] = link_only
OUTPUTS["well_known_sid_types.inc"] = well_known_sid_types
