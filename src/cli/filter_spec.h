// FilterSpec: a filter as the options of `wfp filter add` say it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/failure.h"
#include "cli/options.h"
#include "cli/policy.h"
#include "cli/vocabulary.h"

namespace wfp::cli {

struct FilterSpec {
  std::string name, description, layer = "connect", app, interface, weight, security, user_sddl,
                                 key;
  std::string sublayer, provider;  // names, looked up by the verb
  std::vector<std::string> to, not_to, from, not_from, users, groups, protocols, raw;
  bool block = false, permit = false, hard = false, loopback = false, no_loopback = false;
  bool persistent = false, boot_time = false;

  void add_to(Options& options);
};

// The keys that the names stand for, and the application's blob.
struct FilterLinks {
  std::optional<GUID> sublayer, provider;
  std::string app_id;
};

// One filter for each layer that can match, all checked as far as that is possible without the
// engine. Fails with exit 2 (or 7 for SDDL and raw conditions).
Outcome<std::vector<PolicyFilter>> make_filters(const FilterSpec& spec, const FilterLinks& links);

// Which end of a connection is one's own at a layer: "--to" is the peer at connect, oneself at
// accept.
struct LayerEnds {
  std::string_view to, from;  // "remote", "local", or empty: not known there
};
LayerEnds ends_of(const LayerWord& layer);

}  // namespace wfp::cli
