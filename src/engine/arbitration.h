// Arbitration: how the opinions of sublayers become one decision.
//
// Each sublayer, from the heaviest down, has at most one opinion: permit or block, soft (a lower
// sublayer may decide otherwise) or hard (the right to decide is used up). A plain BLOCK is hard, a
// plain PERMIT soft; the flag CLEAR_ACTION_ RIGHT, or a callout that clears the right, makes
// anything hard. The standing decision moves while it is soft. A hard block is final; a hard permit
// yields only to a veto, which is a callout's block.
#pragma once

#include <cstdint>
#include <string_view>

namespace wfp::engine {

enum class Verdict : std::uint8_t { permit, block };
enum class Strength : std::uint8_t { soft, hard };

// What one filter wants done.
struct Opinion {
  Verdict verdict = Verdict::block;
  Strength strength = Strength::hard;
  bool by_callout = false;  // a callout's block can veto a hard permit
  bool operator==(const Opinion&) const = default;
};

// What an opinion did to the standing decision.
enum class Effect : std::uint8_t {
  none,      // there was no opinion
  decided,   // nothing stood before
  overrode,  // the standing decision was soft and said otherwise
  agreed,    // the standing decision was soft and said the same: this one stands now
  frozen,    // the standing decision is hard: it would have decided
  vetoed,    // a callout blocked what stood as a hard permit
};
std::string_view to_string(Verdict verdict);
std::string_view to_string(Strength strength);
std::string_view to_string(Effect effect);

class Arbiter {
 public:
  // The opinion of the next sublayer, heaviest first.
  Effect hear(const Opinion& opinion);

  [[nodiscard]] bool has_decision() const { return decided_; }
  // Nothing but a veto can change the decision any more.
  [[nodiscard]] bool is_hard() const { return decided_ && strength_ == Strength::hard; }
  // Nothing at all can.
  [[nodiscard]] bool is_final() const { return is_hard() && verdict_ == Verdict::block; }
  // Without any opinion the layer permits.
  [[nodiscard]] Verdict verdict() const { return verdict_; }
  [[nodiscard]] Strength strength() const { return strength_; }

 private:
  bool decided_ = false;
  Verdict verdict_ = Verdict::permit;
  Strength strength_ = Strength::soft;
};

}  // namespace wfp::engine
