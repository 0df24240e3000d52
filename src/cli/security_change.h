// SecurityChange: what every verb that writes a descriptor does around its own edit: read, edit,
// tell, write, read back.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "cli/acl.h"
#include "cli/engine.h"
#include "cli/io.h"
#include "cli/object.h"
#include "cli/output.h"
#include "cli/verb.h"

namespace wfp::cli {

inline constexpr SecurityBits kOwnerGroupDacl = 0x1 | 0x2 | 0x4;

// --dry-run and the output format, of every verb that writes.
struct WriteOptions {
  WriteOptions();
  void add_to(Options& options);

  bool dry_run = false;
  OutputOptions output;
};

// Owner, group and DACL, with the SACL where the caller may read it.
struct ReadDescriptor {
  Descriptor descriptor;
  bool sacl_withheld = false;
};
Outcome<ReadDescriptor> read_descriptor(const Engine& engine, const Object& object);

// The parts the edit touched.
using Edit = std::function<Outcome<SecurityBits>(Descriptor& descriptor)>;

// Applies the edit to `object` (for a computed one: to the container) and tells what changed.
Outcome<ExitCode> change_security(Io& io, const Engine& engine, const Object& object,
                                  const WriteOptions& options, const Edit& edit);

// Tells a difference in the format asked for; "nothing changed" if there is none.
void tell_changes(Io& io, OutputFormat format, const Object& object, const Descriptor& before,
                  const Descriptor& after, bool dry_run);

// What stands for this object in a conditional entry of the container: "(@RESOURCE.app == ... &&
// ...)". For one endpoint that is everything that is known of it.
Outcome<std::string> condition_for(const Engine& engine, const Object& object);

// An allow or deny entry. With a condition: for what is below the container, if the condition
// holds.
Outcome<Ace> make_entry(bool deny, const Entry& entry, const Sid& sid,
                        const std::string& condition);

}  // namespace wfp::cli
