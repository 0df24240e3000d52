// How applications, packages and services are named in an image: by a keyed hash of 128 bits.
#pragma once

#include <cstdint>
#include <span>

#include "bpf/wire/sip_hash.h"
#include "compile/key.h"

namespace wfp::compile {

Key hash_of_bytes(std::span<const std::uint8_t> bytes, const wfp_key& hash_key);

// Of an application's id. An id that is the wide form of a path has the hash of the path's bytes,
// which is what the kernel computes; any other is no path's, and has a hash that no path has.
Key hash_of_app(std::span<const std::uint8_t> id, const wfp_key& hash_key);

}  // namespace wfp::compile
