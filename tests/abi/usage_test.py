#!/usr/bin/env python3
"""Every function that two or more surveyed user-mode programs call is declared, exported and served."""
import csv
import pathlib
import re
import subprocess
import sys

import compile as abi

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def table(name):
    with open(ROOT / "spec" / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


exported = subprocess.run(["nm", "-D", "--defined-only", f"{abi.LIBRARIES}/libfwpuclnt.so.0"], check=True,
                          capture_output=True, text=True).stdout
symbols = {line.split()[-1].split("@")[0] for line in exported.splitlines()}
served = [row for row in table("api") if row["tier"] == "served" and row["user"] in symbols]
names = {re.sub(r"\d+$", "", row["function"]) for row in served}
wanted = [row["name"] for row in table("api_usage") if int(row["user_mode"]) >= 2]
problems = [f"{name} is called by programs and not served" for name in wanted if name not in names]
# Under the versionless name, as most programs write it.
uses = "".join(f"  use((void*)&{name});\n" for name in wanted)
text = f"#include <fwpmu.h>\n#include <fwpsu.h>\nvoid use(void*);\nvoid all(void);\nvoid all(void) {{\n{uses}}}\n"
problems.extend(abi.check(text, [abi.C[-1]], "c", "-Wno-pedantic"))
if len(wanted) < 50:
    problems.append("the survey is not what it was")
print("\n".join(problems))
sys.exit(1 if problems else 0)
