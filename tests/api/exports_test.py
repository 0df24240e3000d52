#!/usr/bin/env python3
"""What a library really exports is what spec/api.tsv says of it: exports_test.py LIBRARY PATH SPEC_DIR"""
import csv
import pathlib
import subprocess
import sys

# Library: the rows of api.tsv it owns, the column with its names.
LIBRARIES = {"fwpuclnt": ("fwp", "user"), "fwpkclnt": ("fwp", "kernel"), "fwpwin32": ("win32", "user")}


def table(spec, name):
    with open(spec / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def exported(path):
    lines = subprocess.run(["nm", "-D", "--defined-only", "--format=posix", path], check=True, text=True,
                           capture_output=True).stdout.splitlines()
    names = {line.split()[0].split("@")[0] for line in lines}
    return {name for name in names if not name.startswith(("__asan", "__ubsan", "__odr_asan", "OPENWFP_0"))}


def main():
    library, path, spec = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    owner, column = LIBRARIES[library]
    wanted = {row[column] for row in table(spec, "api") if row["library"] == owner and row[column] != "-"}
    if library == "fwpwin32":
        wanted |= {row["name"] for row in table(spec, "win_guids")}
    real = exported(path)
    for name in sorted(wanted - real):
        print(f"missing: {name}")
    for name in sorted(real - wanted):
        print(f"not in the table: {name}")
    plain = [name for name in real if library == "fwpkclnt" and not name.startswith("wfpk_")]
    for name in plain:
        print(f"a plain name in the kernel flavour: {name}")
    return 1 if wanted != real or plain or not real else 0


sys.exit(main())
