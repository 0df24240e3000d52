#!/bin/sh
# Installs the C API into a folder of its own and builds the samples with nothing but what pkg-config says of it:
# installed_test.sh BUILD_DIR SOURCE_DIR CC
set -eu
build=$1 source=$2 cc=$3
prefix=$(mktemp -d)
trap 'rm -rf "$prefix"' EXIT
cmake --install "$build" --prefix "$prefix" --component client >/dev/null
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name openwfp.pc)")
export PKG_CONFIG_PATH
# The flags are words on purpose.
# shellcheck disable=SC2046
"$cc" "$source/endpoints_user.c" $(pkg-config --cflags --libs openwfp) -o "$prefix/user"
# shellcheck disable=SC2046
"$cc" "$source/endpoints_kernel.c" $(pkg-config --cflags --libs openwfp-kernel) -o "$prefix/kernel"
LD_LIBRARY_PATH=$(pkg-config --variable=libdir openwfp)
OPENWFP_SOCKET=/nonexistent/wfpd.sock
export LD_LIBRARY_PATH OPENWFP_SOCKET
# Without an engine each says so in its own code.
"$prefix/user" 2>&1 | grep -q 0x000006d9
"$prefix/kernel" 2>&1 | grep -q FwpmBfeStateGet0
