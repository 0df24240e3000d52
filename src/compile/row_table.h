// RowTable: the rows and chunks of an image, each stored once.
//
// A RowDraft is a set of rules that changes a few rules at a time; storing it costs the chunks that
// have changed since, so a sweep over a million boundaries costs what happens at them.
#pragma once

#include <array>
#include <unordered_map>

#include "base/result.h"
#include "compile/section.h"

namespace wfp::compile {

class RowDraft {
 public:
  explicit RowDraft(std::uint32_t rule_count);

  void flip(std::uint32_t rule);

 private:
  friend class RowTable;
  std::vector<wfp_chunk> bits_;
  std::vector<bool> changed_;
  wfp_row row_{};  // as it was stored last
};

class RowTable {
 public:
  // `limit`: how many bytes rows and chunks may take.
  explicit RowTable(std::size_t limit);

  // The number of the row; insufficient_resources beyond the limit.
  Result<std::uint32_t> store(RowDraft& draft);

  [[nodiscard]] const Section<wfp_row>& rows() const { return rows_; }
  [[nodiscard]] const Section<wfp_chunk>& chunks() const { return chunks_; }

 private:
  std::uint32_t chunk_of(const wfp_chunk& chunk);

  std::size_t limit_;
  Section<wfp_row> rows_;
  Section<wfp_chunk> chunks_;
  std::unordered_multimap<std::uint64_t, std::uint32_t> chunk_numbers_;  // by a hash of the bits
  std::unordered_multimap<std::uint64_t, std::uint32_t> row_numbers_;
};

}  // namespace wfp::compile
