// Draft: a snapshot in the making, with the list of what was done to it. One writer has it at a
// time.
#pragma once

#include <vector>

#include "engine/change_list.h"
#include "engine/snapshot.h"

namespace wfp::engine {

class Draft {
 public:
  explicit Draft(const Snapshot& base) : snapshot_(base), edit_(Edit::begin()) {}

  [[nodiscard]] const Snapshot& snapshot() const { return snapshot_; }
  [[nodiscard]] std::vector<AuditRecord>& audit() { return audit_; }
  [[nodiscard]] bool containers_changed() const { return containers_changed_; }
  [[nodiscard]] bool options_changed() const { return options_changed_; }

  // As the functions of the same names in snapshot.h.
  template <class T>
  void add(std::shared_ptr<const Stored<T>> object);
  template <class T>
  void remove(const std::shared_ptr<const Stored<T>>& object);
  template <class T>
  void secure(std::shared_ptr<const Stored<T>> object);

  void set_container_security(Kind kind, DescriptorRef descriptor);
  void set_layer_security(std::size_t layer, DescriptorRef descriptor);
  void set_options(const Options& options);

  // Removes what a session that has ended had added. Not part of this draft's changes: it has
  // happened already.
  void forget_session(const Guid& session);

  // What there is so far as a commit. The draft can go on, should the commit not come about.
  Commit finish(const Guid& session, std::uint64_t version);

 private:
  Snapshot snapshot_;
  Edit edit_;
  ChangeList changes_;
  std::vector<AuditRecord> audit_;
  bool containers_changed_ = false;
  bool options_changed_ = false;
};

// The dynamic objects of a session, in the order in which they can be deleted.
std::vector<ObjectRef> objects_of_session(const Snapshot& snapshot, const Guid& session);

}  // namespace wfp::engine
