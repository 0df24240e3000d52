// Starting a thread, with an error instead of an exception when the system has none left.
#pragma once

#include <system_error>
#include <thread>
#include <utility>

#include "base/result.h"

namespace wfp::kernel {

template <class Work>
Result<std::thread> start_thread(Work work) {
  try {
    return std::thread(std::move(work));
  } catch (const std::system_error& error) {
    return fail(status_from_errno(error.code().value()),
                std::string("cannot start a thread: ") + error.what());
  }
}

}  // namespace wfp::kernel
