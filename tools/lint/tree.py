"""The files the lints look at."""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CODE = (".c", ".h", ".cpp")


def tracked(*suffixes):
    """Tracked files with one of the suffixes (all without), as paths relative to the root."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode != 0:
        print("skipped: not a git checkout")
        sys.exit(77)
    paths = [pathlib.Path(name) for name in listed.stdout.split("\0") if name]
    return [p for p in paths if (ROOT / p).is_file() and (not suffixes or p.suffix in suffixes)]


def finish(problems):
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)
