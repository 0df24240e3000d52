#!/usr/bin/env python3
"""Sizes, offsets and values against mingw-w64's headers, where they have them: what this machine's compiler makes of the
public headers must be what a Windows compiler makes of mingw-w64's."""
import collections
import csv
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import compile as abi

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MINGW = os.environ["ABI_MINGW"]
# Where mingw-w64's headers (10.0) are behind or wrong: held against Microsoft's newer ones.
KNOWN = {
    "sizeof(IPSEC_SA_DETAILS1)": "mingw-w64 takes virtualIfTunnelInfo for a pointer",
    "FWP_MATCH_TYPE_MAX": "two members were added since",
    "FWPM_ENGINE_OPTION_MAX": "a member was added since",
    "FWPM_PROVIDER_CONTEXT_TYPE_MAX": "a member was added since",
    "FWPM_NET_EVENT_TYPE_MAX": "members were added since",
    "IKEEXT_CIPHER_TYPE_MAX": "members were added since",
    "IPSEC_PFS_MAX": "members were added since",
    "MaxTokenInfoClass": "members were added since",
    "ACCESS_MAX_MS_V5_ACE_TYPE": "an ACE type was added since",
}
if not MINGW:
    print("skipped: mingw-w64's compiler is not installed")
    sys.exit(77)
INCLUDES = "#include <winsock2.h>\n#include <windows.h>\n#include <aclapi.h>\n#include <sddl.h>\n#include <fwpmu.h>\n#include <iphlpapi.h>\n#include <stddef.h>\n"


def table(name):
    with open(ROOT / "spec" / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def preprocessed(compiler, *more, macros=False):
    command = [compiler, "-E", "-dM" if macros else "-P", *more, "-D_WIN32_WINNT=0x0A00", "-x", "c", "-"]
    return subprocess.run(command, input=INCLUDES, capture_output=True, text=True, check=True).stdout


text = preprocessed(MINGW)
macros = set(re.findall(r"#define (\w+)", preprocessed(MINGW, macros=True)))
words = set(re.findall(r"\w+", text))
bodies = dict((name, body) for body, name in re.findall(r"struct\s*\w*\s*(\{(?:[^{}]|\{[^{}]*\})*\})\s*(\w+)", text))

expressions = []
members = collections.defaultdict(list)
for row in table("win_structs"):
    members[row["struct"]].append(row)
for name, rows in members.items():
    if name not in bodies or not rows[0]["member"]:
        continue
    expressions.append(f"sizeof({name})")
    for row in rows:
        if ":" not in row["nesting"] and re.search(rf"\b{row['member']}\b", bodies[name]):
            expressions.append(f"offsetof({name}, {row['member']})")
expressions += [row["name"] for row in table("win_enums") if row["name"] in words]
expressions += [f"(long long)({row['name']})" for row in table("win_constants")
                if row["name"] in macros and "TEXT" not in row["value"] and not row["name"].endswith("_NAME")
                and row["header"] in ("security.h", "accctrl.h", "sddl.h", "fwptypes.h", "fwpmtypes.h")]
codes = [row["win32_name"] for row in table("status") if row["win32_name"] != "-"]
codes += [row["name"] for row in table("win_codes") if row["header"] == "winerror.h"]
expressions += [f"(unsigned)({name})" for name in codes if name in macros]
print(f"{len(expressions)} sizes, offsets and values are in both")

with tempfile.TemporaryDirectory() as name:
    source, program = pathlib.Path(name) / "values.c", pathlib.Path(name) / "values"
    lines = "".join(f'  printf("%lld\\n", (long long)({e}));\n' for e in expressions)
    source.write_text(f"{INCLUDES}#include <stdio.h>\nint main(void) {{\n{lines}  return 0;\n}}\n")
    complaint = abi.run([os.environ["ABI_CC"], f"-I{abi.INCLUDE}", "-o", str(program), str(source)])
    if complaint:
        abi.finish([complaint])
    values = subprocess.run([str(program)], capture_output=True, text=True, check=True).stdout.split()
    asserts = "".join(f'_Static_assert((long long)({e}) == {v}LL, "{e}: here {v}");\n'
                      for e, v in zip(expressions, values))
    done = subprocess.run([MINGW, "-fsyntax-only", "-D_WIN32_WINNT=0x0A00", "-x", "c", "-"], input=INCLUDES + asserts,
                          capture_output=True, text=True)
problems = [line for line in re.findall(r"error: (.*)", done.stderr) if not any(name in line for name in KNOWN)]
if len(expressions) < 1000:
    problems.append("fewer than 1000 names are in both: the comparison has lost its ground")
abi.finish(problems)
