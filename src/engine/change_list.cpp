#include "engine/change_list.h"

namespace wfp::engine {

void ChangeList::push(Change change) {
  const ObjectName name{kind_of(change.object), key_of(change.object)};
  const auto own = own_.find(name);
  if (own != own_.end() && change.type == ChangeType::remove) {
    for (const Number number : own->second) changes_.erase(number);
    own_.erase(own);
    return;
  }
  ++last_;
  if (own != own_.end()) {
    own->second.push_back(last_);
  } else if (change.type == ChangeType::add) {
    own_[name] = {last_};
  }
  changes_.emplace(last_, std::move(change));
}

std::vector<Change> ChangeList::all() const {
  std::vector<Change> all;
  all.reserve(changes_.size());
  for (const auto& [number, change] : changes_) all.push_back(change);
  return all;
}

}  // namespace wfp::engine
