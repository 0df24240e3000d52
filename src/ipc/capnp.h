// The one place that includes Cap'n Proto. clang in C++20 mode and later needs kj/string.h to be
// read without three-way comparison; g++ does not care. KJ_IF_MAYBE is spelt differently from 1.x
// on: WFP_IF_SOME hides it.
#pragma once

#if defined(__clang__)
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wbuiltin-macro-redefined"
#pragma push_macro("__cpp_impl_three_way_comparison")
#undef __cpp_impl_three_way_comparison
#include <kj/string.h>
#pragma pop_macro("__cpp_impl_three_way_comparison")
#pragma clang diagnostic pop
#endif

#include <capnp/capability.h>
#include <capnp/message.h>
#include <capnp/rpc-twoparty.h>
#include <capnp/serialize.h>
#include <kj/async-io.h>
#include <kj/async-unix.h>
#include <kj/async.h>

#include "wfp.capnp.h"

// Cap'n Proto's interfaces have no virtual destructors: its owners remember what they own.
#pragma GCC diagnostic ignored "-Wnon-virtual-dtor"

// WFP_IF_SOME(name, maybe) { ... use *name ... }
#define WFP_IF_SOME(name, maybe) KJ_IF_MAYBE (name, maybe)
