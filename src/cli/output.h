// OutputFormat: how data is written. The options -o, --json and --color mean the same in every
// verb.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "cli/failure.h"
#include "cli/io.h"
#include "cli/options.h"

namespace wfp::cli {

inline constexpr int kSchemaVersion = 1;  // of everything machine-readable that `wfp` prints

enum class OutputFormat { table, wide, json, jsonl, yaml, xml, sddl };

class OutputOptions {
 public:
  // `allowed`: the formats that make sense for a verb, table first.
  explicit OutputOptions(std::span<const OutputFormat> allowed) : allowed_(allowed) {}

  void add_to(Options& options);
  // After parsing. Fails for an unknown format or one the verb does not write; sets the colour.
  Outcome<OutputFormat> resolve(Io& io) const;

 private:
  std::span<const OutputFormat> allowed_;
  std::string name_, color_ = "auto";
  bool json_ = false;
};

// A small document as JSON, YAML or XML; schemaVersion is added.
void write_document(Io& io, OutputFormat format, nlohmann::ordered_json document,
                    std::string_view root);

}  // namespace wfp::cli
