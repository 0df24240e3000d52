#include "engine/arbitration.h"

#include "engine/planted.h"

namespace wfp::engine {

std::string_view to_string(Verdict verdict) {
  return verdict == Verdict::permit ? "permit" : "block";
}
std::string_view to_string(Strength strength) {
  return strength == Strength::soft ? "soft" : "hard";
}

std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::none:
      return "no opinion";
    case Effect::decided:
      return "decides";
    case Effect::overrode:
      return "overrides";
    case Effect::agreed:
      return "agrees";
    case Effect::frozen:
      return "would have decided";
    case Effect::vetoed:
      return "vetoes";
  }
  return "?";
}

Effect Arbiter::hear(const Opinion& opinion) {
  Effect effect = Effect::decided;
  if (decided_) effect = opinion.verdict == verdict_ ? Effect::agreed : Effect::overrode;
  if (is_hard() && !planted(Bug::frozen_decision_moves)) {
    const bool veto =
        verdict_ == Verdict::permit && opinion.by_callout && opinion.verdict == Verdict::block;
    if (!veto) return Effect::frozen;
    effect = Effect::vetoed;
  }
  decided_ = true;
  verdict_ = opinion.verdict;
  strength_ = effect == Effect::vetoed ? Strength::hard : opinion.strength;
  return effect;
}

}  // namespace wfp::engine
