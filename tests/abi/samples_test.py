#!/usr/bin/env python3
"""Programs in plain Windows style, written from Microsoft's pages: each compiles without a warning, runs, and prints
what its .expected file says."""
import os
import pathlib
import subprocess
import sys
import tempfile

import compile as abi

problems, ran = [], 0
sanitize = [f"-fsanitize={os.environ['ABI_SANITIZE']}"] if os.environ["ABI_SANITIZE"] else []
for source in sorted((pathlib.Path(__file__).parent / "samples").glob("*.c")):
    expected = source.with_suffix(".expected").read_text()
    with tempfile.TemporaryDirectory() as name:
        program = pathlib.Path(name) / "program"
        complaint = abi.run([os.environ["ABI_CC"], *abi.WARNINGS, *sanitize, f"-I{abi.INCLUDE}", "-o", str(program),
                             str(source), f"{abi.LIBRARIES}/libfwpwin32.so.0", f"-Wl,-rpath,{abi.LIBRARIES}"])
        if complaint:
            problems.append(complaint)
            continue
        done = subprocess.run([str(program)], capture_output=True, text=True)
        ran += 1
        if (done.returncode, done.stdout) != (0, expected):
            problems.append(f"{source.name}: exit {done.returncode}, printed {done.stdout!r}, not {expected!r}\n{done.stderr[:1000]}")
if ran == 0:
    problems.append("no sample ran")
print(f"{ran} samples ran")
abi.finish(problems)
