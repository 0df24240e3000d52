#include "engine/change.h"

namespace wfp::engine {

Kind kind_of(const ObjectRef& object) {
  return std::visit([]<class T>(const std::shared_ptr<const Stored<T>>&) { return kKindOf<T>; },
                    object);
}

const Guid& key_of(const ObjectRef& object) {
  return std::visit([](const auto& stored) -> const Guid& { return stored->object.key; }, object);
}

std::uint64_t id_of(const ObjectRef& object) {
  return std::visit(
      [](const auto& stored) -> std::uint64_t {
        if constexpr (requires { stored->object.id; }) return stored->object.id;
        return 0;
      },
      object);
}

const std::optional<Guid>& provider_of(const ObjectRef& object) {
  return std::visit(
      [](const auto& stored) -> const std::optional<Guid>& {
        static const std::optional<Guid> kNone;
        if constexpr (requires { stored->object.provider; }) return stored->object.provider;
        return kNone;
      },
      object);
}

const DescriptorRef& security_of(const ObjectRef& object) {
  return std::visit([](const auto& stored) -> const DescriptorRef& { return stored->security; },
                    object);
}

Lifetime lifetime_of(const ObjectRef& object) {
  return std::visit([](const auto& stored) { return stored->lifetime; }, object);
}

}  // namespace wfp::engine
