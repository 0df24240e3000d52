#!/usr/bin/env python3
"""exports_test.py LIBRARY: the library exports exactly what spec/api.tsv says of it, under the version OPENWFP_0."""
import csv
import os
import pathlib
import subprocess
import sys

import compile as abi

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
library = sys.argv[1]
path = pathlib.Path(abi.LIBRARIES) / f"lib{library}.so.0"
if not path.exists():
    print(f"skipped: {path.name} is not built")
    sys.exit(77)
owner, column = {"fwpuclnt": ("fwp", "user"), "fwpkclnt": ("fwp", "kernel"), "fwpwin32": ("win32", "user")}[library]


def table(name):
    with open(ROOT / "spec" / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


wanted = {row[column] for row in table("api") if row["library"] == owner and row[column] != "-"}
if library == "fwpwin32":
    wanted |= {row["name"] for row in table("win_guids")}
listed = subprocess.run(["nm", "-D", "--defined-only", str(path)], capture_output=True, text=True, check=True).stdout
names = [line.split()[-1] for line in listed.splitlines()]
exported = {name.split("@")[0] for name in names} - {"OPENWFP_0"}
if os.environ["ABI_SANITIZE"]:
    exported = {name for name in exported if not name.startswith(("__asan", "__ubsan", "__tsan", "__odr"))}
problems = [f"{name} is in the table and not exported" for name in sorted(wanted - exported)]
problems += [f"{name} is exported and not in the table" for name in sorted(exported - wanted)]
problems += [f"{name} has no version" for name in names if name != "OPENWFP_0" and not name.endswith("@@OPENWFP_0")]
abi.finish(problems)
