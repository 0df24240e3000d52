"""Compiling small sources against the public headers, for the tests of this folder."""
import itertools
import os
import shutil
import subprocess
import sys

INCLUDE = os.environ["ABI_INCLUDE"]
LIBRARIES = os.environ["ABI_LIBRARIES"]
WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
C = [("gcc", "c89"), ("gcc", "c99"), ("gcc", "c17"), ("clang-19", "c89"), ("clang-19", "c11"), ("clang-19", "c17")]
CXX = [("g++", "c++11"), ("g++", "c++17"), ("g++", "c++23"), ("clang++-19", "c++11"), ("clang++-19", "c++20"),
       ("clang++-19", "c++23")]


def headers():
    return sorted(name for name in os.listdir(INCLUDE) if name.endswith(".h"))


def available(pairs):
    return [(compiler, standard) for compiler, standard in pairs if shutil.which(compiler)]


def run(command, text=None):
    """The command's complaint, or nothing if it succeeded in silence."""
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    if done.returncode == 0 and not done.stderr.strip():
        return ""
    return f"{' '.join(command)}\n{done.stderr.strip()[:2000]}"


def check(text, pairs, language, *more):
    """Compiles `text` with each compiler and standard; the complaints."""
    complaints = (run([compiler, f"-std={standard}", *WARNINGS, "-fsyntax-only", f"-I{INCLUDE}", *more, "-x", language,
                       "-"], text) for compiler, standard in available(pairs))
    return [complaint for complaint in complaints if complaint]


def finish(problems):
    for problem in itertools.islice(problems, 20):
        print(problem)
    sys.exit(1 if problems else 0)
