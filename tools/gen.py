#!/usr/bin/env python3
"""Generates code from the tables of spec/. Every Windows fact is a row there and stands nowhere else.

  tools/gen.py --build DIR   internal includes, for the build tree
  tools/gen.py --public DIR  the public headers' generated files; DIR is include/openwfp
  tools/gen.py --docs DIR    generated pages; DIR is docs

A file is rewritten only when its content changes, so a build does only what a changed row needs.
"""
import argparse
import csv
import functools
import pathlib

import gen_cli
import gen_docs
import gen_exports
import gen_headers
import gen_schema
import gen_security

ROOT = pathlib.Path(__file__).resolve().parent.parent


@functools.cache
def table(name):
    """The rows of spec/NAME.tsv as dictionaries."""
    with open(ROOT / "spec" / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def c_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def status_table():
    """WFP_STATUS(name, ntstatus, win32, nt_name, win32_name, meaning). A code of the kernel alone has the Win32
    value of ERROR_INTERNAL_ERROR: the user-mode library never returns it."""
    lines = []
    for row in table("status"):
        win32, win32_name = row["win32"], row["win32_name"]
        if win32 == "-":
            win32, win32_name = "1359", "ERROR_INTERNAL_ERROR"
        strings = ", ".join(c_string(s) for s in (row["nt_name"], win32_name, row["meaning"]))
        lines.append(f"WFP_STATUS({row['name']}, {row['ntstatus']}u, {win32}u, {strings})\n")
    return "".join(lines)


BUILD_OUTPUTS = {"status_table.inc": status_table}
for module in (gen_cli, gen_exports, gen_schema, gen_security):
    BUILD_OUTPUTS |= {name: functools.partial(make, table) for name, make in module.OUTPUTS.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--public", type=pathlib.Path, metavar="DIR")
    parser.add_argument("--docs", type=pathlib.Path, metavar="DIR")
    arguments = parser.parse_args()
    if not arguments.build and not arguments.public and not arguments.docs:
        parser.error("nothing to make: give --build, --public or --docs")
    if arguments.build:
        for name, make in BUILD_OUTPUTS.items():
            write(arguments.build / name, make())
    if arguments.public:
        for name, text in gen_headers.outputs(table).items():
            write(arguments.public / name, text)
    if arguments.docs:
        for name, make in gen_docs.OUTPUTS.items():
            write(arguments.docs / name, make(table))


if __name__ == "__main__":
    main()
