#!/usr/bin/env python3
"""Every function of libfwpwin32.so.0 survives null pointers and zeros for all its parameters."""
import csv
import ctypes
import os
import pathlib
import sys

import compile as abi

if os.environ["ABI_SANITIZE"]:
    print("skipped: a sanitizer's run time does not load into Python")
    sys.exit(77)
ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
with open(ROOT / "spec" / "api.tsv", encoding="utf-8", newline="") as file:
    rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            if row["library"] == "win32" and row["user"] != "-"]
library = ctypes.CDLL(f"{abi.LIBRARIES}/libfwpwin32.so.0")
MOST_PARAMETERS = 16
problems = []
for row in rows:
    child = os.fork()
    if child == 0:
        getattr(library, row["user"])(*[ctypes.c_void_p(0)] * MOST_PARAMETERS)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    if status != 0:
        problems.append(f"{row['user']} ended with status {status}")
if len(rows) < 100:
    problems.append("fewer than 100 functions: the table is not what it was")
abi.finish(problems)
