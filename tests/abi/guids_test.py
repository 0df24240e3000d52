#!/usr/bin/env python3
"""GUIDs work three ways at once: as symbols of the library, by initguid.h before or after the headers, and in a program
that defines the same names itself; whatever the order of linking."""
import os
import pathlib
import subprocess
import tempfile

import compile as abi

EXPECT = """
static int is_right(const GUID* guid) {
  static const GUID right = {0xc38d57d1, 0x05a7, 0x4c33, {0x90, 0x4f, 0x7f, 0xbc, 0xee, 0xe6, 0x0e, 0x82}};
  return IsEqualGUID(PLAIN(guid), PLAIN(&right));
}
#undef PLAIN
"""
PLAIN = "#ifdef __cplusplus\n#define PLAIN(p) *(p)\n#else\n#define PLAIN(p) (p)\n#endif\n"
OWN = "DEFINE_GUID(FWPM_LAYER_ALE_AUTH_CONNECT_V4, 0xc38d57d1, 0x05a7, 0x4c33, 0x90, 0x4f, 0x7f, 0xbc, 0xee, 0xe6, " \
      "0x0e, 0x82);\n"
UNITS = {
    "symbols": "#include <fwpmu.h>\n",
    "before": "#include <initguid.h>\n#include <fwpmu.h>\n",
    "after": "#include <fwpmu.h>\n#include <initguid.h>\n#include <fwpmu.h>\n",
    "kernel": "#include <initguid.h>\n#include <fwpmk.h>\n",
    "own": "#include <fwpmu.h>\n#include <initguid.h>\n" + OWN,
    "own_alone": "#include <initguid.h>\n" + OWN,
}
problems = []


def build(directory, suffix, compiler, standard):
    """A program of all units, each with a function that checks the GUID."""
    objects = []
    for unit, head in UNITS.items():
        link = 'extern "C" ' if suffix == "cpp" else ""
        source = directory / f"{unit}.{suffix}"
        source.write_text(head + "#include <guiddef.h>\n" + PLAIN + EXPECT
                          + f"{link}int check_{unit}(void);\n{link}int check_{unit}(void) "
                            "{ return is_right(&FWPM_LAYER_ALE_AUTH_CONNECT_V4); }\n")
        objects.append(str(source.with_suffix(f".{suffix}.o")))
        complaint = abi.run([compiler, f"-std={standard}", *abi.WARNINGS, f"-I{abi.INCLUDE}", "-c", str(source), "-o",
                             objects[-1]])
        if complaint:
            problems.append(complaint)
    declarations = "".join(f"int check_{unit}(void);\n" for unit in UNITS)
    calls = " && ".join(f"check_{unit}()" for unit in UNITS)
    main = directory / "main.c"
    main.write_text(f"{declarations}int main(void) {{ return ({calls}) ? 0 : 1; }}\n")
    return [str(main), *objects]


sanitize = [f"-fsanitize={os.environ['ABI_SANITIZE']}"] if os.environ["ABI_SANITIZE"] else []
for suffix, pairs in (("c", abi.C), ("cpp", abi.CXX)):
    for compiler, standard in abi.available(pairs)[::2]:
        with tempfile.TemporaryDirectory() as name:
            directory = pathlib.Path(name)
            inputs = build(directory, suffix, compiler, standard)
            library = f"{abi.LIBRARIES}/libfwpwin32.so.0"
            for order in ([*inputs, library], [library, *inputs[::-1]]):
                program = directory / "program"
                complaint = abi.run([os.environ["ABI_CC"], *sanitize, "-Wl,--no-as-needed", "-o", str(program), *order,
                                     f"-Wl,-rpath,{abi.LIBRARIES}"])
                if complaint:
                    problems.append(complaint)
                elif subprocess.run([str(program)]).returncode != 0:
                    problems.append(f"{compiler} {standard}: a GUID has not its value")
abi.finish(problems)
