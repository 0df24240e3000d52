#!/usr/bin/env python3
"""generated_test.py SOURCE_DIR: the generated headers and pages are what the tables of spec/ make, no more and no
fewer."""
import filecmp
import pathlib
import subprocess
import sys
import tempfile

source = pathlib.Path(sys.argv[1])
committed = source / "include" / "openwfp"
problems = []
with tempfile.TemporaryDirectory() as directory:
    fresh = pathlib.Path(directory)
    subprocess.run([sys.executable, str(source / "tools" / "gen.py"), "--public", str(fresh)], check=True)
    made = {path.relative_to(fresh) for path in fresh.rglob("*.h")}
    for name in sorted(made):
        if not (committed / name).exists() or not filecmp.cmp(fresh / name, committed / name, shallow=False):
            problems.append(f"include/openwfp/{name} differs from what the tables make: run tools/gen.py --public")
    pages = fresh / "docs"
    subprocess.run([sys.executable, str(source / "tools" / "gen.py"), "--docs", str(pages)], check=True)
    for page in sorted(pages.iterdir()):
        if not filecmp.cmp(page, source / "docs" / page.name, shallow=False):
            problems.append(f"docs/{page.name} differs from what the tables make: run tools/gen.py --docs docs")
    for path in sorted((committed / "gen").glob("*.h")):
        if path.relative_to(committed) not in made:
            problems.append(f"{path.relative_to(source)} is made by no table")
print("\n".join(problems))
sys.exit(1 if problems else 0)
