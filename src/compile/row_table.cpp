#include "compile/row_table.h"

#include <algorithm>

namespace wfp::compile {
namespace {

template <class T>
std::uint64_t hash_of(const T& element) {
  std::array<std::uint64_t, sizeof(T) / sizeof(std::uint64_t)> words;
  std::memcpy(words.data(), &element, sizeof element);
  std::uint64_t hash = 0x243F6A8885A308D3;
  for (const std::uint64_t word : words) {
    hash = (hash ^ word) * 0x9E3779B97F4A7C15;
    hash ^= hash >> 29;
  }
  return hash;
}

// The number of an element that is stored once.
template <class T>
std::uint32_t intern(const T& element, Section<T>& section,
                     std::unordered_multimap<std::uint64_t, std::uint32_t>& numbers) {
  const std::uint64_t hash = hash_of(element);
  const auto [first, last] = numbers.equal_range(hash);
  for (auto known = first; known != last; ++known) {
    if (std::memcmp(&section[known->second], &element, sizeof element) == 0) return known->second;
  }
  return numbers.emplace(hash, section.add(element))->second;
}

}  // namespace

RowDraft::RowDraft(std::uint32_t rule_count)
    : bits_((rule_count + WFP_CHUNK_RULES - 1) / WFP_CHUNK_RULES), changed_(bits_.size(), true) {}

void RowDraft::flip(std::uint32_t rule) {
  const std::uint32_t chunk = rule / WFP_CHUNK_RULES;
  bits_[chunk].word[rule / 64 % WFP_CHUNK_WORDS] ^= std::uint64_t{1} << (rule % 64);
  changed_[chunk] = true;
}

RowTable::RowTable(std::size_t limit) : limit_(limit) {
  chunk_of({});  // WFP_NO_CHUNK
  wfp_chunk all_rules;
  std::ranges::fill(all_rules.word, ~std::uint64_t{0});
  wfp_row all_row;
  std::ranges::fill(all_row.chunk, chunk_of(all_rules));
  intern(all_row, rows_, row_numbers_);  // WFP_ALL_ROW
}

std::uint32_t RowTable::chunk_of(const wfp_chunk& chunk) {
  return intern(chunk, chunks_, chunk_numbers_);
}

Result<std::uint32_t> RowTable::store(RowDraft& draft) {
  for (std::size_t i = 0; i < draft.bits_.size(); ++i) {
    if (!draft.changed_[i]) continue;
    draft.row_.chunk[i] = chunk_of(draft.bits_[i]);
    draft.changed_[i] = false;
  }
  const std::uint32_t row = intern(draft.row_, rows_, row_numbers_);
  if (rows_.size() * sizeof(wfp_row) + chunks_.size() * sizeof(wfp_chunk) > limit_) {
    return fail(Status::insufficient_resources, "what the filters tell apart takes more than " +
                                                    std::to_string(limit_ >> 20) +
                                                    " MiB of the kernel's memory");
  }
  return row;
}

}  // namespace wfp::compile
