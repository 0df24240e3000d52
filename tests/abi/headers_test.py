#!/usr/bin/env python3
"""Every public header compiles alone, twice, and with the others in any order; in C from C89, in C++ from C++11; with
gcc and clang; for old and new versions of Windows; without a warning."""
import compile as abi

problems = []


def both(text, *more):
    problems.extend(abi.check(text, abi.C, "c", *more))
    problems.extend(abi.check(text, abi.CXX, "c++", *more))


names = abi.headers()
for name in names:  # alone and twice, by the strictest and the newest of each language
    text = f"#include <{name}>\n#include <{name}>\nint openwfp_test_unit;\n"
    problems.extend(abi.check(text, [abi.C[0], abi.C[-1]], "c"))
    problems.extend(abi.check(text, [abi.CXX[0], abi.CXX[-1]], "c++"))

user = [name for name in names if name not in ("fwpmk.h", "fwpsk.h")]
kernel = [name for name in names if name not in ("fwpmu.h", "fwpsu.h")]
for order in (user, user[::-1], kernel, kernel[::-1], names, names[::-1]):
    both("".join(f"#include <{name}>\n" for name in order) + "int openwfp_test_unit;\n")

for version in ("-D_WIN32_WINNT=0x0600", "-D_WIN32_WINNT=0x0601", "-DNTDDI_VERSION=0x0A000004", "-DUNICODE",
                "-DINITGUID", "-DNOMINMAX"):
    # OpenWFP's own headers are about the endpoints, which came with Windows 7.
    chosen = [name for name in names if not (version.endswith("0600") and name.startswith("openwfp"))]
    text = "".join(f"#include <{name}>\n" for name in chosen) + "int openwfp_test_unit;\n"
    problems.extend(abi.check(text, [abi.C[0], abi.C[-1]], "c", version))
    problems.extend(abi.check(text, [abi.CXX[0], abi.CXX[-1]], "c++", version))

# What stands below Windows 7 is absent before it; a name that is not served does not compile.
absent = "#include <fwpsu.h>\nstatic void* use(void) { return (void*)sizeof(FWPS_ALE_ENDPOINT_PROPERTIES0); }\n"
if not abi.check(absent, [abi.C[0]], "c", "-D_WIN32_WINNT=0x0600"):
    problems.append("FWPS_ALE_ENDPOINT_PROPERTIES0 is there before Windows 7")
unserved = "#include <fwpmu.h>\nunsigned use(void) { return FwpmIPsecTunnelAdd(0, 0, 0, 0, 0, 0); }\n"
if not abi.check(unserved, [abi.CXX[0]], "c++"):
    problems.append("a function that is not served compiles")

# C++ programs keep their library: no min, max, __in or __out macros.
cxx = "#include <windows.h>\n#include <fwpmu.h>\n#include <algorithm>\n#include <string>\n#include <random>\n" \
      "int use() { return std::min(1, 2) + std::max(3, 4); }\n"
problems.extend(abi.check(cxx, abi.CXX, "c++"))
abi.finish(problems)
