// WFP's flags, action codes and access rights as constants: kFilterFlagPersistent, kActionBlock,
// kActrlAddLink.
//
// Generated from spec/win_constants.tsv; the name is Windows' own without its prefix, in this
// code's spelling.
#pragma once

#include <cstdint>

namespace wfp::schema {

#include "gen/constants.inc"

}  // namespace wfp::schema
