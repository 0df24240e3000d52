// compile(): the policy of the engine as an image for the kernel.
//
// A pure function: equal snapshots, callouts and options give equal bytes. The image decides
// exactly as engine::classify() does about every request whose fields the kernel can know; a filter
// for which that cannot be promised is refused, with the reason, and nothing is compiled.
#pragma once

#include "compile/image.h"
#include "compile/rule.h"

namespace wfp::compile {

struct Options {
  Phase phase = Phase::engine;
  // Secret: who knows it may find a path that counts as another application's.
  wfp_key hash_key{};
  std::size_t limit = std::size_t{256} << 20;  // of the image, bytes
};

// Errors: not_supported and the filter that the kernel cannot decide; insufficient_resources.
Result<Image> compile(const engine::Snapshot& snapshot, const engine::CalloutRegistry& callouts,
                      const Options& options);

}  // namespace wfp::compile
