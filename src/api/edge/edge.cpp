#include "api/edge/edge.h"

namespace wfp::api {
namespace {

std::uint32_t code_of(Status status) {
#ifdef WFP_KERNEL_MODE
  return static_cast<std::uint32_t>(status_info(status).status);
#else
  return status_info(status).win32;
#endif
}

}  // namespace

#ifdef WFP_KERNEL_MODE
const Flavour kFlavour{.kernel_mode = true, .handle_tag = 0x4b, .code = code_of};
#else
const Flavour kFlavour{.kernel_mode = false, .handle_tag = 0x55, .code = code_of};
#endif

Call<std::shared_ptr<Engine>> engine_of(HANDLE handle) {
  const auto process = Process::find();
  if (process == nullptr) return fail(Refusal(Status::invalid_handle));
  return process->handles().get<Engine>(reinterpret_cast<HandleValue>(handle));
}

Call<HANDLE> give_handle(Process& process, std::shared_ptr<HandleObject> object) {
  WFP_TRY(const HandleValue value, process.handles().add(std::move(object)));
  return reinterpret_cast<HANDLE>(value);
}

}  // namespace wfp::api
